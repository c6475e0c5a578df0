"""Each component by itself, in a program that never saw a config's file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw import (
    Authorizer,
    AuthorizerArgs,
    Function,
    FunctionArgs,
    HttpApi,
    HttpApiArgs,
    ServiceConfig,
    Stage,
    StageArgs,
)
from pulumi_apigw.artifacts import Artifact
from pulumi_apigw.config.authorizers import CognitoAuthorizerConfig, JwtAuthorizerConfig
from pulumi_apigw.config.functions import FunctionConfig
from pulumi_apigw.config.http import HttpApiConfig, HttpRouteConfig
from pulumi_apigw.config.stage_settings import ThrottleConfig
from pulumi_apigw.config.stages import StageConfig
from pulumi_apigw.graph import ResourceGraph, capture
from pulumi_apigw.testing import assert_resource_counts

from .conftest import (
    ALIAS,
    API,
    AUTHORIZER,
    BUILT,
    FUNCTION,
    INTEGRATION,
    LOG_GROUP,
    OPEN,
    PERMISSION,
    POLICY,
    ROLE,
    ROUTE,
    STAGE,
    config,
    deployed,
    uri,
)

ISSUER = "https://login.example.com/"


def as_mappings() -> dict[str, Any]:
    return {
        "function": {**BUILT, "memory_mb": 512},
        "api": {
            "authorizers": {"tokens": {"type": "jwt", "issuer": ISSUER, "audience": ["${ref.client}"]}},
            "defaults": {"function": "api"},
            "routes": {
                "GET /": {"authorizer": "tokens"},
                "GET /health": {"authorizer": "none", "throttle": {"rate_limit": 5}},
            },
        },
        "stage": {"variables": {"lambda_alias": "live"}, "throttle": {"burst_limit": 9}},
    }


def as_models() -> dict[str, Any]:
    tokens = JwtAuthorizerConfig(type="jwt", issuer=ISSUER, audience=("${ref.client}",))
    return {
        "function": FunctionConfig(**BUILT, memory_mb=512),
        "api": HttpApiConfig(
            authorizers={"tokens": tokens},
            routes={
                "GET /": HttpRouteConfig(function="api", authorizer="tokens"),
                "GET /health": HttpRouteConfig(
                    function="api", authorizer="none", throttle=ThrottleConfig(rate_limit=5)
                ),
            },
        ),
        "stage": StageConfig(variables={"lambda_alias": "live"}, throttle=ThrottleConfig(burst_limit=9)),
    }


def program(parts: dict[str, Any]) -> ResourceGraph:
    def make() -> None:
        refs = {"client": pulumi.Output.from_input("web")}
        tags = {"team": "shop"}
        function = Function("api", FunctionArgs(function=parts["function"], aliases=["live"], tags=tags))
        api = HttpApi(
            "public", HttpApiArgs(api=parts["api"], functions={"api": function}, refs=refs, tags=tags)
        )
        stage = Stage("public", StageArgs(api=api, stage=parts["stage"], tags=tags))
        pulumi.export("url", stage.url)
        pulumi.export("stage", {"name": stage.stage_name, "arn": stage.execution_arn})
        pulumi.export("api", {"id": api.api_id, "endpoint": api.api_endpoint, "arn": api.execution_arn})
        pulumi.export("function", {"name": function.name, "arn": function.arn, "version": function.version})

    return capture(make, stack="dev", project="orders")


@pytest.mark.parametrize("parts", [as_mappings, as_models])
def test_a_function_an_api_and_a_stage(parts: Any) -> None:
    graph = program(parts())
    assert_resource_counts(
        graph,
        {
            "apigw:index:Authorizer": 1,
            "apigw:index:Function": 1,
            "apigw:index:HttpApi": 1,
            "apigw:index:Stage": 1,
            ALIAS: 1,
            API: 1,
            AUTHORIZER: 1,
            FUNCTION: 1,
            INTEGRATION: 1,
            LOG_GROUP: 2,
            PERMISSION: 1,
            POLICY: 1,
            ROLE: 1,
            ROUTE: 2,
            STAGE: 1,
        },
    )
    assert graph.find(FUNCTION, "api").inputs["name"] == "api-dev"
    assert graph.find(FUNCTION, "api").inputs["memorySize"] == 512
    assert graph.find(LOG_GROUP, "api.logs").inputs["name"] == "/aws/lambda/api-dev"
    assert graph.find(API, "public").inputs["name"] == "public-dev"
    assert graph.of_type(INTEGRATION)[0].inputs["integrationUri"] == uri(
        "api-dev", "${stageVariables.lambda_alias}"
    )
    assert graph.of_type(PERMISSION)[0].inputs["qualifier"] == "live"
    assert graph.of_type(AUTHORIZER)[0].inputs["jwtConfiguration"] == {"issuer": ISSUER, "audiences": ["web"]}
    stage = graph.find(STAGE, "public")
    assert (stage.inputs["name"], stage.inputs["stageVariables"]) == ("dev", {"lambda_alias": "live"})
    assert stage.inputs["defaultRouteSettings"]["throttlingBurstLimit"] == 9
    assert stage.inputs["routeSettings"] == [
        {
            "routeKey": "GET /health",
            "throttlingRateLimit": 5,
            "throttlingBurstLimit": 9,
            "detailedMetricsEnabled": True,
        }
    ]
    assert (
        graph.find(LOG_GROUP, "public.access-log").inputs["name"] == "/aws/vendedlogs/apigateway/public/dev"
    )
    assert all(
        each.inputs["tags"] == {"team": "shop"}
        for type_ in (FUNCTION, API, STAGE, LOG_GROUP, ROLE)
        for each in graph.of_type(type_)
    )


def test_outputs() -> None:
    exports = program(as_mappings()).exports
    api_id = exports["api"]["id"]
    endpoint = f"https://{api_id}.execute-api.us-east-1.amazonaws.com"
    arn = f"arn:aws:execute-api:us-east-1:123456789012:{api_id}"
    assert exports == {
        "url": f"{endpoint}/dev",
        "stage": {"name": "dev", "arn": f"{arn}/dev"},
        "api": {"id": api_id, "endpoint": endpoint, "arn": arn},
        "function": {
            "name": "api-dev",
            "arn": "arn:aws:lambda:us-east-1:123456789012:function:api-dev",
            "version": "1",
        },
    }


def test_stacks_have_functions_and_logs_of_their_own() -> None:
    def make() -> None:
        function = Function("api", FunctionArgs(function=BUILT))
        api = HttpApi("public", HttpApiArgs(api={"routes": {"GET /": OPEN}}, functions={"api": function}))
        Stage("public", StageArgs(api=api, stage_name="$default"))

    def named(stack: str) -> set[str]:
        graph = capture(make, stack=stack)
        return {each.inputs["name"] for type_ in (LOG_GROUP, FUNCTION, API) for each in graph.of_type(type_)}

    assert not named("dev") & named("prod")


def test_two_stages_of_one_api_call_an_alias_each() -> None:
    def make() -> None:
        function = Function("api", FunctionArgs(function=BUILT, aliases=["dev", "prod", "dev"]))
        api = HttpApi("public", HttpApiArgs(api={"routes": {"GET /": OPEN}}, functions={"api": function}))
        for name in ("dev", "prod"):
            Stage(
                f"public-{name}",
                StageArgs(api=api, stage_name=name, stage={"variables": {"lambda_alias": name}}),
            )

    graph = capture(make)
    assert {each.inputs["name"]: each.inputs["stageVariables"] for each in graph.of_type(STAGE)} == {
        "dev": {"lambda_alias": "dev"},
        "prod": {"lambda_alias": "prod"},
    }
    assert {each.inputs["qualifier"] for each in graph.of_type(PERMISSION)} == {"dev", "prod"}


def test_a_function_without_aliases_is_called_without_one() -> None:
    def make() -> None:
        function = Function("api", FunctionArgs(function=BUILT, function_name="own-name"))
        HttpApi("public", HttpApiArgs(api={"routes": {"GET /": OPEN}}, functions={"api": function}))

    graph = capture(make)
    assert graph.of_type(INTEGRATION)[0].inputs["integrationUri"] == uri("own-name")
    assert "qualifier" not in graph.of_type(PERMISSION)[0].inputs


def test_an_api_over_functions_of_pulumi_aws() -> None:
    def make() -> None:
        function = aws.lambda_.Function("raw", name="there", role="r", runtime="python3.13", publish=True)
        alias = aws.lambda_.Alias("live", name="live", function_name=function.name, function_version="1")
        routes = {"GET /a": OPEN, "GET /b": {**OPEN, "function": "alias"}}
        HttpApi("public", HttpApiArgs(api={"routes": routes}, functions={"api": function, "alias": alias}))

    graph = capture(make)
    assert {each.name: each.inputs["integrationUri"] for each in graph.of_type(INTEGRATION)} == {
        "public.api": uri("there"),
        "public.alias": uri("there", "live"),
    }
    assert {each.name: each.inputs.get("qualifier") for each in graph.of_type(PERMISSION)} == {
        "public.api": None,
        "public.alias": "live",
    }


@pytest.mark.parametrize(
    "written",
    [
        {"type": "cognito", "user_pool_id": "${ref.pool}", "client_ids": ["web"]},
        CognitoAuthorizerConfig(type="cognito", user_pool_id="${ref.pool}", client_ids=("web",)),
    ],
)
def test_an_authorizer_of_an_api_of_pulumi_aws(written: Any) -> None:
    def make() -> None:
        api = aws.apigatewayv2.Api("raw", protocol_type="HTTP")
        pool = aws.cognito.UserPool("pool")
        made = Authorizer("people", AuthorizerArgs(api_id=api.id, authorizer=written, refs={"pool": pool.id}))
        aws.apigatewayv2.Route(
            "route",
            api_id=api.id,
            route_key="GET /",
            authorization_type="JWT",
            authorizer_id=made.authorizer_id,
        )

    graph = capture(make)
    authorizer = graph.find(AUTHORIZER, "people")
    pool = graph.find("aws:cognito/userPool:UserPool", "pool").id
    assert authorizer.inputs["jwtConfiguration"] == {
        "issuer": f"https://cognito-idp.us-east-1.amazonaws.com/{pool}",
        "audiences": ["web"],
    }
    assert graph.find(ROUTE, "route").inputs["authorizerId"] == authorizer.id
    assert graph.of_type(PERMISSION) == ()


def test_a_zip_of_ones_own(tmp_path: Path) -> None:
    def make() -> None:
        zipped = Artifact(tmp_path / "own.zip", "00" * 32)
        Function("api", FunctionArgs(function={**BUILT, "source": "nowhere"}, artifact=zipped))

    inputs = capture(make).find(FUNCTION, "api").inputs
    assert inputs["code"].path == str(tmp_path / "own.zip")
    assert inputs["sourceCodeHash"] == "A" * 43 + "="


def test_a_service_config_built_in_python_makes_what_a_mapping_does() -> None:
    written = config()
    graphs = [deployed(each) for each in (written, ServiceConfig.model_validate(written))]
    assert [[(r.urn, r.inputs.keys()) for r in graph.resources] for graph in graphs[:1]] == [
        [(r.urn, r.inputs.keys()) for r in graph.resources] for graph in graphs[1:]
    ]
