"""What a WebSocket API is made of: its routes, integrations, answers, authorizers, models and permissions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pulumi_apigw import Service, ServiceArgs
from pulumi_apigw.graph import ResourceGraph

from ..conftest import (
    API,
    AUTHORIZER,
    BUILT,
    INTEGRATION,
    PERMISSION,
    ROUTE,
    STAGE,
    config,
    deployed,
    refused,
    uri,
)
from .conftest import GATE, INTEGRATION_RESPONSE, MODEL, ROUTE_RESPONSE, live, websocket

ALIAS = "${stageVariables.lambda_alias}"


def route(graph: ResourceGraph, key: str) -> dict[str, Any]:
    return dict(graph.find(ROUTE, f"orders-live.{key}").inputs)


def integration(graph: ResourceGraph, name: str) -> dict[str, Any]:
    inputs = dict(graph.find(INTEGRATION, f"orders-live.{name}").inputs)
    assert inputs.pop("apiId") == live(graph).id
    return inputs


def test_every_input_of_a_plain_api() -> None:
    graph = deployed(websocket({"say": {}, "$default": {}}))
    assert live(graph).inputs == {
        "name": "orders-live-dev",
        "protocolType": "WEBSOCKET",
        "routeSelectionExpression": "$request.body.action",
        "apiKeySelectionExpression": "$request.header.x-api-key",
        "disableExecuteApiEndpoint": False,
        "tags": {},
    }
    assert integration(graph, "api") == {
        "integrationType": "AWS_PROXY",
        "integrationMethod": "POST",
        "integrationUri": uri("orders-dev-api", ALIAS),
        "timeoutMilliseconds": 29000,
    }
    assert route(graph, "say") == {
        "apiId": live(graph).id,
        "routeKey": "say",
        "authorizationType": "NONE",
        "apiKeyRequired": False,
        "target": f"integrations/{graph.find(INTEGRATION, 'orders-live.api').id}",
    }
    assert {each.name for each in graph.of_type(ROUTE)} == {
        "orders-live.$connect",
        "orders-live.$default",
        "orders-live.say",
    }
    assert len(graph.of_type(INTEGRATION)) == 1
    assert graph.of_type(ROUTE_RESPONSE) == graph.of_type(INTEGRATION_RESPONSE) == ()


def test_settings_of_the_api() -> None:
    settings: dict[str, Any] = {
        "description": "Chat",
        "route_selection_expression": "$request.body.message.kind",
        "disable_execute_api_endpoint": True,
        "ip_address_type": "dualstack",
        "tags": {"team": "chat"},
    }
    assert (
        live(deployed(websocket(**settings))).inputs.items()
        >= {
            "description": "Chat",
            "routeSelectionExpression": "$request.body.message.kind",
            "disableExecuteApiEndpoint": True,
            "ipAddressType": "dualstack",
            "tags": {"team": "chat"},
        }.items()
    )


def test_a_two_way_route_has_a_response() -> None:
    graph = deployed(websocket({"say": {"reply": True}, "quiet": {}}))
    (response,) = graph.of_type(ROUTE_RESPONSE)
    assert response.inputs == {
        "apiId": live(graph).id,
        "routeId": graph.find(ROUTE, "orders-live.say").id,
        "routeResponseKey": "$default",
    }
    assert route(graph, "say")["routeResponseSelectionExpression"] == "$default"
    assert "routeResponseSelectionExpression" not in route(graph, "quiet")


def test_a_lambda_authorizer_for_connecting_has_nothing_of_http_apis() -> None:
    graph = deployed(websocket({"$connect": {"authorizer": "gate"}, "say": {}}, authorizers=GATE))
    (authorizer,) = graph.of_type(AUTHORIZER)
    assert authorizer.inputs == {
        "apiId": live(graph).id,
        "name": "gate",
        "authorizerType": "REQUEST",
        "authorizerUri": uri("orders-dev-api", ALIAS),
        "identitySources": ["route.request.querystring.token"],
    }
    assert route(graph, "$connect")["authorizationType"] == "CUSTOM"
    assert route(graph, "$connect")["authorizerId"] == authorizer.id
    assert route(graph, "say")["authorizationType"] == "NONE"


def test_identity_sources_of_every_kind() -> None:
    sources = ["$request.header.X-Tenant", "$request.querystring.token", "$context.identity.sourceIp"]
    gate = {"gate": {**GATE["gate"], "identity_sources": [*sources, "$stageVariables.lambda_alias"]}}
    graph = deployed(websocket({"$connect": {"authorizer": "gate"}}, authorizers=gate))
    (authorizer,) = graph.of_type(AUTHORIZER)
    assert authorizer.inputs["identitySources"] == [
        "route.request.header.X-Tenant",
        "route.request.querystring.token",
        "context.identity.sourceIp",
        "stageVariables.lambda_alias",
    ]


def test_an_iam_authorizer_is_no_resource() -> None:
    people = {"people": {"type": "iam"}}
    graph = deployed(websocket({"$connect": {"authorizer": "people"}}, authorizers=people))
    assert graph.of_type(AUTHORIZER) == ()
    assert route(graph, "$connect")["authorizationType"] == "AWS_IAM"


@pytest.mark.parametrize("key", ["$disconnect", "$default", "say"])
def test_P36_an_authorizer_elsewhere_is_refused(key: str) -> None:
    routes = {"$connect": {"authorizer": "gate"}, key: {"authorizer": "gate"}}
    written = websocket(routes, authorizers=GATE)
    message = refused(lambda: Service("orders", ServiceArgs(config=written)))
    assert key in message
    assert "$connect" in message


def test_a_model_is_a_resource_that_routes_name() -> None:
    models = {"Message": {"type": "object", "required": ["text"]}}
    graph = deployed(websocket({"say": {"body": "Message"}}, models=models))
    (model,) = graph.of_type(MODEL)
    assert dict(model.inputs) | {"schema": json.loads(model.inputs["schema"])} == {
        "apiId": live(graph).id,
        "name": "Message",
        "contentType": "application/json",
        "schema": {"type": "object", "required": ["text"]},
    }
    say = graph.find(ROUTE, "orders-live.say")
    assert say.inputs["requestModels"] == {"$default": "Message"}
    assert say.inputs["modelSelectionExpression"] == "$default"
    assert model.urn in say.dependencies


def test_P7_one_permission_per_function_alias_api() -> None:
    graph = deployed(websocket({f"message{number}": {} for number in range(300)}))
    (permission,) = graph.of_type(PERMISSION)
    assert permission.name == "orders-live.api.dev"
    assert permission.inputs == {
        "statementIdPrefix": "orders-live-api-",
        "action": "lambda:InvokeFunction",
        "principal": "apigateway.amazonaws.com",
        "function": "arn:aws:lambda:us-east-1:123456789012:function:orders-dev-api",
        "qualifier": "dev",
        "sourceArn": f"{live(graph).outputs['executionArn']}/*",
    }


def test_P8_an_authorizers_function_is_permitted() -> None:
    mock = {"integration": {"type": "mock"}}
    graph = deployed(websocket({"$connect": {"authorizer": "gate", **mock}, "say": mock}, authorizers=GATE))
    (permission,) = graph.of_type(PERMISSION)
    assert (permission.name, permission.inputs["qualifier"]) == ("orders-live.api.dev", "dev")


def test_apis_of_every_kind_share_functions_and_authorizer_functions() -> None:
    gate = {"gate": {"type": "lambda", "function": "gate"}}
    everywhere = {"function": "api", "authorizer": "gate"}
    written = config(
        functions={"api": BUILT, "gate": BUILT},
        apis={
            "live": {
                "protocol": "websocket",
                "defaults": {"function": "api"},
                "authorizers": {"gate": {**GATE["gate"], "function": "gate"}},
                "routes": {"$connect": {"authorizer": "gate"}, "say": {}},
            },
            "web": {"authorizers": gate, "routes": {"GET /": everywhere}},
            "old": {"protocol": "rest", "authorizers": gate, "routes": {"GET /": everywhere}},
        },
    )
    graph = deployed(written)
    assert graph.counts()["apigw:index:Function"] == 2
    assert graph.exports["api_ids"].keys() == {"live", "web", "old"}
    assert {each.name for each in graph.of_type(PERMISSION)} == {
        f"orders-{api}.{function}.dev" for api in ("live", "web", "old") for function in ("api", "gate")
    }
    assert len(graph.of_type(API)) == len(graph.of_type(STAGE)) == 2


def test_what_only_the_program_knows_is_put_in_wherever_it_is_written() -> None:
    legacy = {
        "integration": {"type": "http", "url": "https://a.example.com/", "proxy": False},
        "reply": True,
        "body": "Message",
        "template_selection_expression": "${ref.form}",
        "request_templates": {"json": "${ref.form}"},
        "replies": {
            "$default": {"template_selection_expression": "${ref.form}", "templates": {"json": "${ref.form}"}}
        },
    }
    graph = deployed(
        websocket(
            {"say": legacy},
            route_selection_expression="$request.body.${ref.key}",
            models={"Message": {"type": "object", "description": 'In "${ref.form}"'}},
        ),
        refs=lambda: {"form": "json", "key": "kind"},
    )
    assert "${ref." not in "".join(str(each.inputs) for each in graph.resources)
    assert live(graph).inputs["routeSelectionExpression"] == "$request.body.kind"
    (model,) = graph.of_type(MODEL)
    assert json.loads(model.inputs["schema"]) == {"type": "object", "description": 'In "json"'}
