from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from pulumi_apigw.config import ServiceConfig, resolve, stage_variables
from pulumi_apigw.config.authorizers import JwtAuthorizerConfig
from pulumi_apigw.config.functions import FunctionConfig
from pulumi_apigw.config.http import HttpApiConfig, HttpRouteConfig, RouteDefaultsConfig
from pulumi_apigw.config.resolve import Examination, examine
from pulumi_apigw.config.stages import StageConfig, StageVariableConfig
from pulumi_apigw.errors import ConfigError, Location, Problem
from pulumi_apigw.source import SourceMap

Change = Callable[[str], dict[str, Any]]

STAGES = """
functions: {api: {environment: {TABLE: "${stage.table}", POOL: "${ref.pool}"}}}
stage_variables: {table: {default: orders}, size: {}}
stages:
  dev: {variables: {size: small}}
  prod:
    variables: {table: orders-prod, size: large}
apis: {public: {routes: {GET /beta: {}}}}
"""
PATCH = """
functions: {api: {memory_mb: 1024, environment: {SIZE: "${stage.size}", POOL: null}}}
apis: {public: {routes: {GET /beta: null, GET /status: {authorizer: none}}}}
"""


@pytest.fixture
def staged(changed: Change, read: Callable[[str], Any]) -> dict[str, Any]:
    data = changed(STAGES)
    data["stages"]["prod"]["patch"] = read(PATCH)
    return data


def test_a_stage_without_a_patch(staged: dict[str, Any]) -> None:
    dev = resolve(staged, "dev")
    function = dev.functions["api"]
    assert isinstance(function, FunctionConfig)
    assert function.environment == {"TABLE": "orders", "POOL": "${ref.pool}"}
    assert function.memory_mb == 256
    assert list(dev.apis["public"].routes) == ["GET /items", "GET /beta"]


def test_a_stage_with_a_patch(staged: dict[str, Any]) -> None:
    prod = resolve(staged, "prod")
    function = prod.functions["api"]
    assert isinstance(function, FunctionConfig)
    assert function.environment == {"TABLE": "orders-prod", "SIZE": "large"}
    assert function.memory_mb == 1024
    assert list(prod.apis["public"].routes) == ["GET /items", "GET /status"]


def test_the_stack_has_the_last_word(staged: dict[str, Any]) -> None:
    patch = {
        "functions": {"api": {"memory_mb": 2048, "environment": {"SIZE": None}}},
        "stages": {"prod": {"tags": {"a": "b"}}},
    }
    prod = resolve(staged, "prod", stack_patch=patch)
    function = prod.functions["api"]
    assert isinstance(function, FunctionConfig)
    assert (function.memory_mb, function.environment) == (2048, {"TABLE": "orders-prod"})
    assert prod.stages["prod"].tags == {"a": "b"}


def test_a_variable_of_the_stack_is_put_in_too(staged: dict[str, Any]) -> None:
    prod = resolve(staged, "prod", stack_patch={"stages": {"prod": {"variables": {"size": "huge"}}}})
    function = prod.functions["api"]
    assert isinstance(function, FunctionConfig)
    assert function.environment["SIZE"] == "huge"


def test_resolving_changes_nothing_given(staged: dict[str, Any]) -> None:
    before = copy.deepcopy(staged)
    resolve(staged, "prod")
    assert staged == before


@pytest.mark.parametrize(
    ("stage", "fix"),
    [
        ("prd", "Did you mean 'prod'? A Pulumi stack deploys the stage of its own name."),
        ("x", "Known: dev, prod. A Pulumi stack deploys the stage of its own name."),
    ],
)  # fmt: skip
def test_a_stage_that_there_is_not(stage: str, fix: str, changed: Change) -> None:
    with pytest.raises(ConfigError) as raised:
        resolve(changed(STAGES), stage)
    assert str(raised.value) == f"stages: no stage named {stage!r}. {fix}"


@pytest.mark.parametrize(
    ("snippet", "variables"),
    [
        ("{}", {"lambda_alias": "dev"}),
        ("stages: {dev: {variables: {lambda_alias: live}}}", {"lambda_alias": "live"}),
        ("functions: {api: {alias_variable: table}}\nstage_variables: {table: {default: a}}", {"table": "a"}),
        (
            "stage_variables: {table: {default: a}, size: {default: b}}\n"
            "stages: {dev: {variables: {size: c}}}",
            {"lambda_alias": "dev", "table": "a", "size": "c"},
        ),
        ("stage_variables: {lambda_alias: {default: live}}", {"lambda_alias": "live"}),
        ("functions: {api: null, there: {provided: true}}", {}),
    ],
)
def test_the_variables_of_a_stage(snippet: str, variables: dict[str, str], changed: Change) -> None:
    assert stage_variables(ServiceConfig.model_validate(changed(snippet)), "dev") == variables


def test_a_problem_of_one_stage_says_which(changed: Change) -> None:
    wrong = "apis: {public: {routes: {GET /new: {authorizer: customer}}}}"
    stages = f"stages: {{dev: {{patch: {{{wrong}}}}}, test: {{patch: {{{wrong}}}}}, prod: {{}}}}"
    assert [str(each) for each in examine(changed(stages), SourceMap()).problems] == [
        "apis.public.routes[\"GET /new\"].authorizer: in stage 'dev' and 'test': "
        "no authorizer named 'customer'. Did you mean 'customers'?"
    ]


def test_a_problem_of_all_stages_is_told_once(changed: Change) -> None:
    data = changed(
        "apis: {public: {routes: {GET /new: {authorizer: customer}}}}\nstages: {test: {}, prod: {}}"
    )
    assert [str(each) for each in examine(data, SourceMap()).problems] == [
        "apis.public.routes[\"GET /new\"].authorizer: no authorizer named 'customer'. "
        "Did you mean 'customers'?"
    ]


def test_a_stage_with_problems_leaves_the_others_whole(changed: Change) -> None:
    examination = examine(changed("stages: {test: {patch: {apis: 5}}}"), SourceMap())
    assert set(examination.stages) == {"dev", "test"}
    assert [str(each) for each in examination.errors] == [
        "apis: in stage 'test': 5 is not a mapping. Give a mapping."
    ]


def test_advice_stops_nothing(changed: Change) -> None:
    snippet = "functions: {api: {runtime: python3.9}}"
    examination = examine(changed(snippet), SourceMap())
    assert (len(examination.advice), examination.errors) == (1, ())
    assert resolve(changed(snippet), "dev").service == "orders"


def test_data_that_is_no_config() -> None:
    assert [str(each) for each in examine({5: 6}, SourceMap()).errors][:1] == [
        "service: 'service' is missing. "
        "Add it: Name of the service; AWS names of its resources begin with it."
    ]


@pytest.fixture
def built() -> ServiceConfig:
    return ServiceConfig(
        service="orders",
        functions={"api": FunctionConfig(runtime="python3.13", handler="a.b", source="src")},
        apis={
            "public": HttpApiConfig(
                authorizers={
                    "customers": JwtAuthorizerConfig(
                        type="jwt", issuer="https://login.example.com/", audience=("web",)
                    )
                },
                defaults=RouteDefaultsConfig(function="api", authorizer="customers"),
                routes={"GET /items": HttpRouteConfig(), "GET /b": HttpRouteConfig(scopes=("read",))},
            )
        },
        stage_variables={"table": StageVariableConfig(default="orders")},
        stages={"dev": StageConfig()},
    )


def test_a_config_built_in_python_resolves_to_itself(built: ServiceConfig) -> None:
    assert resolve(built, "dev") == built


def test_a_config_built_in_python_has_the_same_problems(built: ServiceConfig) -> None:
    api = built.apis["public"].model_copy(update={"defaults": RouteDefaultsConfig(function="apii")})
    with pytest.raises(ConfigError) as raised:
        resolve(built.model_copy(update={"apis": {"public": api}}), "dev")
    assert str(raised.value).splitlines() == [
        "apis.public.defaults.function: no function named 'apii'. Did you mean 'api'?",
        "apis.public.routes[\"GET /items\"]: anybody may call 'GET /items'. "
        "Name an authorizer here or in 'defaults.authorizer'; if it is meant, say 'authorizer: none'.",
        "apis.public.routes[\"GET /b\"]: anybody may call 'GET /b'. "
        "Name an authorizer here or in 'defaults.authorizer'; if it is meant, say 'authorizer: none'.",
        "apis.public.authorizers.customers: authorizer 'customers' guards no route. "
        "Name it in a route or in 'defaults.authorizer', or remove it.",
    ]


def test_a_mistake_in_python_reads_like_one_in_the_file() -> None:
    with pytest.raises(ValidationError) as raised:
        FunctionConfig(runtime="pyton3.13", handler="a.b", source="AKIAIOSFODNN7EXAMPLE", memory_mb=64)
    assert str(raised.value) == (
        "2 validation errors for FunctionConfig\n"
        "runtime\n"
        "  AWS Lambda has no runtime 'pyton3.13'. Did you mean 'python3.13'? [type=apigw]\n"
        "memory_mb\n"
        "  64 is out of range. AWS accepts 128 to 10240 MB. [type=apigw]"
    )


def test_problems_stand_in_the_order_of_the_file() -> None:
    lines = {("b",): 1, ("a",): 2}
    sources = SourceMap({path: Location("api.yaml", line) for path, line in lines.items()})
    problems = examine({"a": 1, "b": 2}, sources).problems
    assert [problem.path for problem in problems if problem.path in ("a", "b")] == ["b", "a"]


def test_an_examination_tells_errors_from_advice() -> None:
    error, advice = Problem("a", "wrong"), Problem("b", "odd", severity="advice")
    examination = Examination({}, (error, advice))
    assert (examination.errors, examination.advice) == ((error,), (advice,))
