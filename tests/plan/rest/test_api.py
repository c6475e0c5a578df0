"""A REST API as a whole: permissions, models, and what a change of the config leaves as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pulumi_apigw.plan import RestApiPlan
from pulumi_apigw.plan.model import PermissionPlan

from ..conftest import service
from .conftest import POOL, rest_api

ROUTES: dict[str, Any] = {"GET /items": {}, "POST /items": {"body": "Order"}}
MODELS: dict[str, Any] = {
    "Order": {"type": "object", "properties": {"line": {"$ref": "#/models/Line"}}},
    "Line": {"type": "object"},
}


def test_the_name_that_aws_lists() -> None:
    plan = rest_api(tags={"a": "api"})
    assert (plan.name, plan.api_name, plan.tags) == ("public", "orders-public-dev", {"a": "api"})


def test_models_refer_to_one_another_as_the_document_has_them() -> None:
    order, line = rest_api(ROUTES, models=MODELS).models
    assert (order.name, line.name) == ("Order", "Line")
    assert order.json_schema["properties"]["line"] == {"$ref": "#/components/schemas/Line"}


def test_P7_one_permission_per_function_and_alias_however_many_routes_call_it() -> None:
    plan = rest_api(
        {f"GET /{number}": {"authorizer": "gate", "timeout_ms": 100 + number} for number in range(100)},
        authorizers={"gate": {"type": "lambda", "function": "gate"}},
    )
    assert plan.permissions == (
        PermissionPlan(function="api", alias="dev"),
        PermissionPlan(function="gate", alias="dev"),
    )


def test_P8_an_authorizers_function_has_a_permission_where_no_route_calls_one() -> None:
    plan = rest_api(
        {"GET /items": {"authorizer": "gate", "integration": {"type": "mock"}}},
        authorizers={"gate": {"type": "lambda", "function": "gate"}},
    )
    assert plan.permissions == (PermissionPlan(function="gate", alias="dev"),)


def test_P8_P23_a_streamed_function_has_a_permission() -> None:
    assert rest_api({"GET /items": {"stream": True}}).permissions == (
        PermissionPlan(function="api", alias="dev"),
    )


def test_P8_the_alias_that_a_canary_calls_has_a_permission_and_is_made() -> None:
    stages = {"dev": {"canary": {"percent_traffic": 10, "variables": {"lambda_alias": "next"}}}}
    routes = {"GET /items": {"function": "api", "authorizer": "none"}}
    plan = service(apis={"public": {"protocol": "rest", "routes": routes}}, stages=stages)
    assert plan.apis["public"].permissions == (
        PermissionPlan(function="api", alias="dev"),
        PermissionPlan(function="api", alias="next"),
    )
    assert getattr(plan.functions["api"], "aliases", None) == ("dev", "next")


def test_P8_a_canary_that_changes_no_alias_needs_no_other_permission() -> None:
    canary = {"percent_traffic": 10, "variables": {"checkout": "express"}}
    routes = {"GET /items": {"function": "api", "authorizer": "none"}}
    plan = service(
        apis={"public": {"protocol": "rest", "routes": routes}},
        stage_variables={"checkout": {"default": "classic"}},
        stages={"dev": {"canary": canary}},
    ).apis["public"]
    assert plan.permissions == (PermissionPlan(function="api", alias="dev"),)


def deployed(plan: RestApiPlan) -> RestApiPlan:
    """`plan` without what is no part of a deployment, as `RestApiPlan` says it."""
    return replace(plan, settings=rest_api().settings, api_keys=(), stages=(), permissions=(), tags={})


@pytest.mark.parametrize(
    ("stage", "api"),
    [
        ({"throttle": {"rate_limit": 5}}, {}),
        ({"tags": {"a": "b"}, "description": "ours"}, {}),
        ({"cache": {"size_gb": "0.5"}}, {}),
        ({}, {"throttle": {"rate_limit": 5}, "tags": {"a": "b"}}),
        ({}, {"access_log": "none", "execution_log": {"level": "INFO"}, "tracing": True}),
        ({}, {"client_certificate": True, "detailed_metrics": False}),
        ({}, {"routes": {"GET /items": {"authorizer": "none", "throttle": {"rate_limit": 5}}}}),
        ({}, {"routes": {"GET /items": {"authorizer": "none", "execution_log": {"level": "INFO"}}}}),
    ],
)
def test_P31_nothing_of_a_stage_is_in_what_is_deployed(stage: dict[str, Any], api: dict[str, Any]) -> None:
    assert deployed(rest_api(stage=stage, **api)) == deployed(rest_api())


@pytest.mark.parametrize(
    "api",
    [
        {"routes": {"GET /other": {"authorizer": "none"}}},
        {"routes": {"GET /items": {"authorizer": "none", "timeout_ms": 100}}},
        {"gateway_responses": {"THROTTLED": {"status": 503}}},
        {"models": {"Line": {"type": "object"}}},
        {"policy": {"deny_ips": ["203.0.113.7"]}},
        {"cors": {"allow_origins": ["*"]}},
        {
            "routes": {"GET /items": {"authorizer": "pool"}},
            "authorizers": {"pool": {"type": "cognito", "user_pool_arns": [POOL]}},
        },
    ],
)
def test_P2_what_is_deployed_changes_with_everything_that_callers_see(api: dict[str, Any]) -> None:
    assert deployed(rest_api(**api)) != deployed(rest_api())


def test_P29_a_renamed_variable_changes_the_document_alone() -> None:
    def plan(variable: str) -> RestApiPlan:
        return rest_api({f"GET /items/{{{variable}}}": {}, f"PUT /items/{{{variable}}}": {}})

    before, after = plan("id"), plan("item")
    assert before.methods != after.methods
    assert replace(before, methods=(), settings=after.settings) == replace(after, methods=())


def test_the_same_config_makes_the_same_plan() -> None:
    def plan() -> RestApiPlan:
        return rest_api(ROUTES, models=MODELS, cors={"allow_origins": ["*"]}, policy={"deny_ips": ["::1"]})

    assert repr(plan()) == repr(plan())
