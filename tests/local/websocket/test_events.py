"""The events of functions and authorizers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pulumi_apigw.local.integrations.proxies import mapped_parameters
from pulumi_apigw.local.model import LocalStage
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.events import authorizer_event, function_event
from pulumi_apigw.local.websocket.mapping import evaluate
from pulumi_apigw.local.websocket.model import WebSocketIntegration, WebSocketRoute
from pulumi_apigw.local.websocket.sockets import Closed

Make = Callable[..., WebSocketCall]

HANDSHAKE = Request(
    "GET",
    "/dev",
    "room=tea&room=cake",
    [
        ("host", "localhost"),
        ("upgrade", "websocket"),
        ("sec-websocket-key", "k"),
        ("x-tag", "1"),
        ("x-tag", "2"),
    ],
)


def test_connect_has_the_headers_and_the_query(make_call: Make) -> None:
    event = function_event(
        make_call(None, HANDSHAKE, message_id=None, route=WebSocketRoute("$connect"), stage=LocalStage("dev"))
    )
    context = event.pop("requestContext")
    assert event == {
        "headers": {"Host": "localhost", "Sec-WebSocket-Key": "k", "x-tag": "2"},
        "multiValueHeaders": {"Host": ["localhost"], "Sec-WebSocket-Key": ["k"], "x-tag": ["1", "2"]},
        "queryStringParameters": {"room": "cake"},
        "multiValueQueryStringParameters": {"room": ["tea", "cake"]},
        "isBase64Encoded": False,
    }
    assert (context["routeKey"], context["eventType"]) == ("$connect", "CONNECT")
    assert not {"messageId", "disconnectReason", "authorizer"} & set(context)


def test_a_message_has_neither(make_call: Make) -> None:
    event = function_event(make_call("hi", HANDSHAKE))
    assert set(event) == {"requestContext", "stageVariables", "body", "isBase64Encoded"}


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        (Closed(1005), "Client-side close frame status not set"),
        (Closed(1001), "Going away"),
        (Closed(4000, "bored"), "bored"),
        (Closed(4000), ""),
    ],
)
def test_disconnect_says_why(make_call: Make, ending: Closed, reason: str) -> None:
    event = function_event(make_call(None, HANDSHAKE, message_id=None, ending=ending))
    context = event["requestContext"]
    assert (context["eventType"], context["disconnectStatusCode"]) == ("DISCONNECT", ending.code)
    assert context["disconnectReason"] == reason
    assert event["headers"]["x-restapi"] == ""


def test_base64_becomes_binary_where_the_integration_asks(make_call: Make) -> None:
    integration = WebSocketIntegration("AWS_PROXY", content_handling="CONVERT_TO_BINARY")
    event = function_event(make_call("aGk=", route=WebSocketRoute("send", integration)))
    assert (event["body"], event["isBase64Encoded"]) == ("aGk=", True)


def test_an_authorizer_gets_all_of_the_handshake(make_call: Make) -> None:
    event = authorizer_event(make_call(None, HANDSHAKE, message_id=None, route=WebSocketRoute("$connect")))
    assert (event["type"], event["stageVariables"]) == ("REQUEST", {"backend": "blue"})
    assert event["methodArn"].endswith("/dev/$connect")
    assert event["queryStringParameters"] == {"room": "cake"}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'text'", "text"),
        ("route.request.header.X-Tag", "2"),
        ("route.request.multivalueheader.x-tag", "1,2"),
        ("route.request.querystring.room", "cake"),
        ("route.request.querystring.gone", None),
        ("stageVariables.backend", "blue"),
        ("context.stage", "dev"),
        ("context.identity.sourceIp", "127.0.0.1"),
        ("method.request.header.x-tag", None),
    ],
)
def test_expressions_read_a_handshake(make_call: Make, expression: str, value: str | None) -> None:
    call = make_call(None, HANDSHAKE, message_id=None)
    assert evaluate(expression, call) == value


def test_expressions_read_a_message_and_no_handshake(make_call: Make) -> None:
    call = make_call('{"to": {"name": "ada"}}', HANDSHAKE)
    parameters = {
        "integration.request.header.x-to": "route.request.body.to.name",
        "integration.request.header.x-for": "route.request.body['to']['name']",
        "integration.request.header.x-tag": "route.request.header.x-tag",
        "integration.request.querystring.all": "route.request.body",
    }
    assert mapped_parameters(parameters, lambda text: evaluate(text, call)) == {
        ("header", "x-to"): "ada",
        ("header", "x-for"): "ada",
        ("querystring", "all"): '{"to": {"name": "ada"}}',
    }
