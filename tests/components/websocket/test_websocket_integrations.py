"""What the routes of a WebSocket API call: integrations, their answers, and the roles of AWS services."""

from __future__ import annotations

from typing import Any

from pulumi_apigw.graph import ResourceGraph

from ..conftest import INTEGRATION, POLICY, ROLE, ROUTE, deployed, policy
from .conftest import INTEGRATION_RESPONSE, live, websocket


def integration(graph: ResourceGraph, name: str) -> dict[str, Any]:
    inputs = dict(graph.find(INTEGRATION, f"orders-live.{name}").inputs)
    assert inputs.pop("apiId") == live(graph).id
    return inputs


def replies(graph: ResourceGraph) -> dict[str, dict[str, Any]]:
    """Integration responses by their key."""
    found = {}
    for each in graph.of_type(INTEGRATION_RESPONSE):
        inputs = dict(each.inputs)
        assert inputs.pop("apiId") == live(graph).id
        del inputs["integrationId"]
        found[inputs.pop("integrationResponseKey")] = inputs
    return found


def test_stage_variables_are_looked_up_by_aws() -> None:
    say = {
        "integration": {"type": "http", "url": "https://${stageVariables.lambda_alias}.example.com/"},
        "request_parameters": {"integration.request.header.x-stage": "stageVariables.lambda_alias"},
    }
    graph = deployed(websocket({"say": say}))
    called = integration(graph, "POST https://${stageVariables.lambda_alias}.example.com/ say")
    assert called["integrationUri"] == "https://${stageVariables.lambda_alias}.example.com/"
    assert called["requestParameters"] == say["request_parameters"]


def test_an_http_proxy() -> None:
    target = {"type": "http", "url": "https://${ref.host}/chat"}
    graph = deployed(
        websocket({"say": {"integration": target, "reply": True}}), refs=lambda: {"host": "a.example.com"}
    )
    assert integration(graph, "POST https://${ref.host}/chat") == {
        "integrationType": "HTTP_PROXY",
        "integrationMethod": "POST",
        "integrationUri": "https://a.example.com/chat",
        "timeoutMilliseconds": 29000,
    }
    assert graph.of_type(INTEGRATION_RESPONSE) == ()


def test_an_integration_that_is_no_proxy_has_templates_and_answers() -> None:
    target = {"type": "http", "url": "https://a.example.com/", "method": "PUT", "proxy": False}
    written = {
        "integration": target,
        "reply": True,
        "request_parameters": {"integration.request.header.x-kind": "route.request.body.kind"},
        "request_templates": {"$default": "{}", "short": "[]"},
        "template_selection_expression": "${request.body.form}",
        "passthrough_behavior": "NEVER",
        "content_handling": "CONVERT_TO_TEXT",
        "timeout_ms": 5000,
        "replies": {
            "$default": {"content_handling": "CONVERT_TO_TEXT"},
            r"4\d{2}": {"templates": {"$default": "no"}},
        },
    }
    graph = deployed(websocket({"say": written}))
    (name,) = (each.name for each in graph.of_type(INTEGRATION) if each.name.endswith(" say"))
    assert integration(graph, name.removeprefix("orders-live.")) == {
        "integrationType": "HTTP",
        "integrationMethod": "PUT",
        "integrationUri": "https://a.example.com/",
        "timeoutMilliseconds": 5000,
        "requestParameters": {"integration.request.header.x-kind": "route.request.body.kind"},
        "requestTemplates": {"$default": "{}", "short": "[]"},
        "templateSelectionExpression": "${request.body.form}",
        "passthroughBehavior": "NEVER",
        "contentHandlingStrategy": "CONVERT_TO_TEXT",
    }
    assert replies(graph) == {
        "$default": {"contentHandlingStrategy": "CONVERT_TO_TEXT"},
        r"/4\d{2}/": {
            "responseTemplates": {"$default": "no"},
            "templateSelectionExpression": r"\$default",
        },
    }


def test_a_mock() -> None:
    graph = deployed(websocket({"ping": {"reply": True, "integration": {"type": "mock", "body": "pong"}}}))
    assert integration(graph, "mock ping") == {
        "integrationType": "MOCK",
        "timeoutMilliseconds": 29000,
        "requestTemplates": {"$default": '{"statusCode": 200}'},
        "templateSelectionExpression": r"\$default",
    }
    assert replies(graph)["$default"]["responseTemplates"] == {"$default": "pong"}


def test_a_call_of_an_aws_service_has_a_role_of_its_own() -> None:
    arn = "arn:aws:sqs:eu-west-1:123456789012:orders"
    graph = deployed(websocket({"say": {"integration": {"type": "SQS-SendMessage", "queue_arn": arn}}}))
    called = integration(graph, "SQS-SendMessage say")
    role = graph.find(ROLE, "orders-live.SQS-SendMessage say")
    assert called["integrationType"] == "AWS"
    assert called["integrationUri"] == "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/orders"
    assert called["credentialsArn"] == role.outputs["arn"]
    assert policy(graph, "orders-live.SQS-SendMessage say") == [
        {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": [arn]}
    ]
    # No route goes live with a role that may do nothing yet.
    wants = graph.find(POLICY, "orders-live.SQS-SendMessage say").urn
    assert wants in graph.find(INTEGRATION, "orders-live.SQS-SendMessage say").dependencies


def test_what_connecting_maps_is_declared() -> None:
    written = {
        "authorizer": "none",
        "integration": {"type": "http", "url": "https://a.example.com/"},
        "request_parameters": {"integration.request.header.x-room": "route.request.querystring.room"},
    }
    graph = deployed(websocket({"$connect": written}))
    assert graph.find(ROUTE, "orders-live.$connect").inputs["requestParameters"] == [
        {"requestParameterKey": "route.request.querystring.room", "required": False}
    ]
