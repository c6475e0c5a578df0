from __future__ import annotations

from typing import Any

import pulumi_aws as aws
import pytest

from pulumi_apigw import Authorizer, AuthorizerArgs, Function, FunctionArgs, HttpApi, HttpApiArgs
from pulumi_apigw.graph import capture

from .conftest import API, AUTHORIZER, BUILT, INTEGRATION, OPEN, PERMISSION, ROUTE, api, config, deployed

GATE = {"gate": {"type": "lambda", "function": "api"}}


def test_P7_one_permission_per_function_alias_api() -> None:
    graph = deployed(api({f"GET /{number}": {} for number in range(300)}))
    (permission,) = graph.of_type(PERMISSION)
    execution_arn = graph.find(API, "orders-public").outputs["executionArn"]
    assert permission.name == "orders-public.api.dev"
    assert permission.inputs == {
        "statementIdPrefix": "orders-public-api-",
        "action": "lambda:InvokeFunction",
        "principal": "apigateway.amazonaws.com",
        "function": "arn:aws:lambda:us-east-1:123456789012:function:orders-dev-api",
        "qualifier": "dev",
        "sourceArn": f"{execution_arn}/*",
    }


def test_P7_300_routes_make_300_resources_more_and_none_else() -> None:
    def counts(routes: int) -> dict[str, int]:
        return deployed(api({f"GET /{number}": {} for number in range(routes)})).counts()

    few, many = counts(1), counts(300)
    assert many.pop(ROUTE) - few.pop(ROUTE) == 299
    assert many == few


def test_P7_each_api_has_a_permission_of_its_own() -> None:
    graph = deployed(
        config(apis={"public": {"routes": {"GET /": OPEN}}, "admin": {"routes": {"GET /": OPEN}}})
    )
    arns = {each.name: each.outputs["executionArn"] for each in graph.of_type(API)}
    assert {each.name: each.inputs["sourceArn"] for each in graph.of_type(PERMISSION)} == {
        "orders-public.api.dev": f"{arns['orders-public']}/*",
        "orders-admin.api.dev": f"{arns['orders-admin']}/*",
    }


def test_P8_routes_that_share_an_integration_are_all_permitted() -> None:
    graph = deployed(api({"GET /a": {}, "POST /a/{id}": {}, "$default": {}}))
    assert len(graph.of_type(INTEGRATION)) == 1
    (permission,) = graph.of_type(PERMISSION)
    # A wildcard for every stage, method and path.
    assert permission.inputs["sourceArn"].endswith(f"{graph.find(API, 'orders-public').id}/*")


@pytest.mark.parametrize("protocol", ["http", "websocket"])
def test_P8_a_route_comes_after_leave_to_call_its_function(protocol: str) -> None:
    """A stage that is there serves a changed route at once."""
    routes = {"GET /a": OPEN, "POST /b": OPEN} if protocol == "http" else {"$connect": OPEN, "say": {}}
    live = {"protocol": protocol, "defaults": {"function": "api"}, "access_log": "none", "routes": routes}
    graph = deployed(config(apis={"live": live}))
    (permission,) = graph.of_type(PERMISSION)
    assert [permission.urn in route.dependencies for route in graph.of_type(ROUTE)] == [True, True]


@pytest.mark.parametrize(
    "target", [{"function": "api"}, {"integration": {"type": "http", "url": "https://a.example.com"}}]
)
def test_P8_an_authorizers_function_is_permitted(target: dict[str, Any]) -> None:
    routes = {"GET /": {"authorizer": "gate", **target}}
    graph = deployed(config(apis={"public": {"authorizers": GATE, "routes": routes}}))
    (permission,) = graph.of_type(PERMISSION)
    assert (permission.name, permission.inputs["qualifier"]) == ("orders-public.api.dev", "dev")


def test_P8_every_alias_of_a_function_that_a_stage_may_call_is_permitted() -> None:
    def program() -> None:
        function = Function("api", FunctionArgs(function=BUILT, aliases=["dev", "prod"]))
        HttpApi("public", HttpApiArgs(api={"routes": {"GET /": OPEN}}, functions={"api": function}))

    graph = capture(program)
    assert {each.name: each.inputs["qualifier"] for each in graph.of_type(PERMISSION)} == {
        "public.api.dev": "dev",
        "public.api.prod": "prod",
    }


def test_P8_a_permission_waits_for_its_alias() -> None:
    graph = deployed(config())
    (permission,) = graph.of_type(PERMISSION)
    assert (
        graph.find("aws:lambda/alias:Alias", "orders-api.dev").urn
        in permission.property_dependencies["qualifier"]
    )


def test_P8_an_authorizer_alone_has_its_permissions() -> None:
    def program() -> None:
        raw = aws.apigatewayv2.Api("raw", protocol_type="HTTP")
        function = Function("gate", FunctionArgs(function=BUILT, aliases=["dev", "prod"]))
        gate = {"type": "lambda", "function": "gate"}
        Authorizer(
            "gate",
            AuthorizerArgs(
                api_id=raw.id, execution_arn=raw.execution_arn, authorizer=gate, functions={"gate": function}
            ),
        )

    graph = capture(program)
    arn = graph.find(API, "raw").outputs["executionArn"]
    assert {(each.name, each.inputs["sourceArn"]) for each in graph.of_type(PERMISSION)} == {
        ("gate.gate.dev", f"{arn}/*"),
        ("gate.gate.prod", f"{arn}/*"),
    }
    (authorizer,) = graph.of_type(AUTHORIZER)
    assert authorizer.inputs["authorizerUri"].endswith(":gate-dev:${stageVariables.lambda_alias}/invocations")
