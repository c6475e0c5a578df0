"""A REST API and its stages in a program that never saw a config's file."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw import (
    AccessLogRole,
    Function,
    FunctionArgs,
    HttpApi,
    HttpApiArgs,
    RestApi,
    RestApiArgs,
    Service,
    ServiceArgs,
    Stage,
    StageArgs,
)
from pulumi_apigw.components.targets import AnyFunction, Target
from pulumi_apigw.config.rest import RestApiConfig, RestRouteConfig
from pulumi_apigw.graph import ResourceGraph, capture
from pulumi_apigw.testing import assert_resource_counts

from ..conftest import ALIAS, BUILT, FUNCTION, LOG_GROUP, OPEN, PERMISSION, POLICY, ROLE, refused, uri
from .conftest import ACCOUNT, API_KEY, DEPLOYMENT, REST_API, REST_STAGE, SETTINGS, USAGE_PLAN, rest

LONG = {"type": "mock", "body": "x" * 300_000}

KEYED: dict[str, Any] = {
    "routes": {"GET /": {"function": "api", "authorizer": "none", "api_key": True}},
    "api_keys": {"shop": {}},
    "usage_plans": {"basic": {"api_keys": ["shop"]}},
}
MODEL = RestApiConfig(
    protocol="rest",
    routes={"GET /": RestRouteConfig(function="api", authorizer="none", api_key=True)},
    api_keys=KEYED["api_keys"],
    usage_plans=KEYED["usage_plans"],
)


def program(api: Any) -> ResourceGraph:
    def make() -> None:
        function = Function("api", FunctionArgs(function=BUILT, aliases=["live"]))
        tags = {"team": "shop"}
        public = RestApi("public", RestApiArgs(api=api, functions={"api": function}, tags=tags))
        variables = {"lambda_alias": "live"}
        stage = Stage("public", StageArgs(api=public, stage={"variables": variables}, tags=tags))
        pulumi.export("url", stage.url)
        pulumi.export("stage", {"name": stage.stage_name, "arn": stage.execution_arn})
        pulumi.export("api", {"id": public.api_id, "arn": public.execution_arn})
        pulumi.export("deployment", public.deployment_id)
        pulumi.export("keys", public.api_key_values)

    return capture(make, stack="dev", project="orders")


@pytest.mark.parametrize("api", [KEYED, MODEL], ids=["mapping", "model"])
def test_a_function_an_api_and_a_stage(api: Any) -> None:
    graph = program(api)
    assert_resource_counts(
        graph,
        {
            "apigw:index:Function": 1,
            "apigw:index:RestApi": 1,
            "apigw:index:Stage": 1,
            ALIAS: 1,
            API_KEY: 1,
            DEPLOYMENT: 1,
            FUNCTION: 1,
            LOG_GROUP: 2,
            PERMISSION: 1,
            POLICY: 1,
            REST_API: 1,
            REST_STAGE: 1,
            ROLE: 1,
            SETTINGS: 1,
            USAGE_PLAN: 1,
            "aws:apigateway/usagePlanKey:UsagePlanKey": 1,
        },
    )
    assert graph.find(REST_API, "public").inputs["name"] == "public-dev"
    assert uri("api-dev", "${stageVariables.lambda_alias}") in graph.find(REST_API, "public").inputs["body"]
    assert graph.of_type(PERMISSION)[0].inputs["qualifier"] == "live"
    assert graph.find(REST_STAGE, "public").inputs["variables"] == {"lambda_alias": "live"}
    assert graph.find(USAGE_PLAN, "public.basic").inputs["name"] == "public-dev-basic"
    log = graph.find(LOG_GROUP, "public.access-log").inputs["name"]
    assert log == "/aws/vendedlogs/apigateway/public/dev"
    for type_ in (REST_API, REST_STAGE, API_KEY, USAGE_PLAN):
        assert [each.inputs["tags"] for each in graph.of_type(type_)] == [{"team": "shop"}]


def test_outputs() -> None:
    graph = program(KEYED)
    exports = dict(graph.exports)
    api_id = graph.find(REST_API, "public").id
    arn = f"arn:aws:execute-api:us-east-1:123456789012:{api_id}"
    assert len(exports.pop("keys")["shop"]) >= 20
    assert "keys" in graph.secret_exports
    assert exports == {
        "url": f"https://{api_id}.execute-api.us-east-1.amazonaws.com/dev",
        "stage": {"name": "dev", "arn": f"{arn}/dev"},
        "api": {"id": api_id, "arn": arn},
        "deployment": graph.find(DEPLOYMENT, "public").id,
    }


def test_two_stages_serve_one_deployment_with_an_alias_each() -> None:
    def make() -> None:
        function = Function("api", FunctionArgs(function=BUILT, aliases=["dev", "prod"]))
        api = RestApi("public", RestApiArgs(api={"routes": {"GET /": OPEN}}, functions={"api": function}))
        for name in ("dev", "prod"):
            stage = {"variables": {"lambda_alias": name}}
            Stage(f"public-{name}", StageArgs(api=api, stage_name=name, stage=stage))

    graph = capture(make)
    assert len(graph.of_type(DEPLOYMENT)) == 1
    assert len({each.inputs["deployment"] for each in graph.of_type(REST_STAGE)}) == 1
    assert {each.inputs["qualifier"] for each in graph.of_type(PERMISSION)} == {"dev", "prod"}


def test_a_stage_waits_for_the_role_that_it_is_given() -> None:
    def make() -> None:
        role = AccessLogRole("logs")
        api = RestApi("public", RestApiArgs(api={"routes": {"GET /": MOCK}}))
        Stage("public", StageArgs(api=api, access_log_role=role))

    graph = capture(make)
    assert graph.find(ACCOUNT, "logs").urn in graph.find(REST_STAGE, "public").dependencies


def test_functions_of_other_makes_are_called_too() -> None:
    arn = "arn:aws:lambda:us-east-1:123456789012:function:own"

    def make() -> None:
        alias = aws.lambda_.Alias("live", name="live", function_name=arn, function_version="1")
        routes = {"GET /": {**OPEN, "function": "plain"}, "POST /": {**OPEN, "function": "aliased"}}
        functions: dict[str, AnyFunction | Target] = {"plain": arn, "aliased": alias}
        RestApi("public", RestApiArgs(api={"routes": routes}, functions=functions))

    graph = capture(make)
    body = graph.find(REST_API, "public").inputs["body"]
    assert uri("own") in body
    assert uri("own", "live") in body
    assert {each.inputs.get("qualifier") for each in graph.of_type(PERMISSION)} == {None, "live"}


MOCK = {"authorizer": "none", "integration": {"type": "mock"}}
PROXY = {"authorizer": "none", "integration": {"type": "http", "url": "https://example.com/"}}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: RestApi("public", RestApiArgs(api={"protocol": "http", "routes": {"GET /": PROXY}})),
            "protocol: this is the config of an HTTP API. Give it to an HttpApi.",
        ),
        (
            lambda: HttpApi("public", HttpApiArgs(api={"protocol": "rest", "routes": {"GET /": PROXY}})),
            "protocol: this is the config of a REST API. Give it to a RestApi.",
        ),
        (
            lambda: RestApi("a", RestApiArgs(api={"web_acl_arn": "${ref.acl}", "routes": {"GET /": MOCK}})),
            "web_acl_arn: the program supplies no ref named 'acl'. There are none. Pass refs={'acl': …}.",
        ),
        (
            lambda: RestApi("a", RestApiArgs(api={"cahe": {}, "routes": {"GET /": MOCK}})),
            "cahe: unknown key 'cahe'. Did you mean 'cache'?",
        ),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_registered(make: Any, message: str) -> None:
    assert refused(make) == message


def test_a_rest_api_has_no_default_stage() -> None:
    messages = []

    def program() -> None:
        api = RestApi("public", RestApiArgs(api={"routes": {"GET /": MOCK}}))
        with pytest.raises(pulumi.RunError, match="stage_name") as caught:
            Stage("public", StageArgs(api=api, stage_name="$default"))
        messages.append(str(caught.value))

    graph = capture(program)
    assert messages[0].startswith("Stage 'public' stage_name: '$default' is not accepted.")
    assert not graph.of_type(REST_STAGE)


def test_a_body_that_API_Gateway_would_not_import_stops_before_anything_is_registered() -> None:
    routes = {f"GET /{number}": {**MOCK, "integration": LONG} for number in range(25)}
    message = refused(lambda: RestApi("public", RestApiArgs(api={"routes": routes})))
    assert message.startswith("its OpenAPI body is 7.2 MB, and API Gateway imports 6 MB at most.")


def test_neither_are_the_functions_of_its_service() -> None:
    whole = rest({f"GET /{number}": {"integration": LONG} for number in range(25)})
    message = refused(lambda: Service("orders", ServiceArgs(config=whole, stage="dev")))
    assert message.startswith(
        "apis.public: its OpenAPI body is 7.2 MB, and API Gateway imports 6 MB at most."
    )


def test_an_environment_that_is_too_large_with_the_origins_of_an_api_stops_it_too() -> None:
    whole = rest(cors={"allow_origins": ["https://shop.example.com"]})
    whole["functions"]["api"] = {**whole["functions"]["api"], "environment": {"NOTE": "x" * 4080}}
    message = refused(lambda: Service("orders", ServiceArgs(config=whole, stage="dev")))
    assert message.startswith("functions.api.environment: with the variables of the APIs that it serves, the")
