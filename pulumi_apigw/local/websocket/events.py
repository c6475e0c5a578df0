"""The events that functions of WebSocket APIs get.

AWS shows those of authorizers, and says what `requestContext` has; the rest is as functions were seen to get
it.
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pulumi_apigw.local.domains import domain_context
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.context import request_context

__all__ = ["authorizer_event", "function_event", "header_values"]

# The server gives names in lower case. Clients of HTTP/1.1, and all of WebSockets are, send these so.
_NAMES: Final = {
    name.lower(): name
    for name in (
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Authorization",
        "Cache-Control",
        "Cookie",
        "Host",
        "Origin",
        "Pragma",
        "Sec-WebSocket-Extensions",
        "Sec-WebSocket-Key",
        "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Version",
        "User-Agent",
        "X-Amzn-Trace-Id",
        "X-Forwarded-For",
        "X-Forwarded-Port",
        "X-Forwarded-Proto",
    )
}
_LEFT_OUT: Final = frozenset({"connection", "content-length", "upgrade"})


def function_event(call: WebSocketCall) -> dict[str, Any]:
    """The event of a function's integration; only `$connect` has the client's headers and query string."""
    event: dict[str, Any] = {}
    if call.event_type == "CONNECT":
        event = _handshake(call.connection.request)
    elif call.event_type == "DISCONNECT":
        event = _headers(_farewell(call))
    event["requestContext"] = request_context(call)
    if call.connection.stage.variables:
        event["stageVariables"] = dict(call.connection.stage.variables)
    if call.body is not None:
        event["body"] = call.body
    # A message that is Base64 text becomes binary.
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-binary-media-types.html
    integration = call.route.integration
    to_binary = integration is not None and integration.content_handling == "CONVERT_TO_BINARY"
    event["isBase64Encoded"] = to_binary and call.body is not None
    return event


def authorizer_event(call: WebSocketCall) -> dict[str, Any]:
    """The event of an authorizer's function."""
    return {
        "type": "REQUEST",
        "methodArn": call.route_arn,
        "queryStringParameters": {},
        "multiValueQueryStringParameters": {},
        **_handshake(call.connection.request),
        "stageVariables": dict(call.connection.stage.variables),
        "requestContext": request_context(call),
    }


def header_values(request: Request) -> dict[str, list[str]]:
    """The headers of a handshake by the names that clients give them."""
    return {
        _NAMES.get(name, name): list(values)
        for name, values in request.header_values.items()
        if name not in _LEFT_OUT
    }


def _handshake(request: Request) -> dict[str, Any]:
    event, queries = _headers(header_values(request)), request.query_values
    if queries:
        event["queryStringParameters"] = {name: values[-1] for name, values in queries.items()}
        event["multiValueQueryStringParameters"] = {name: list(values) for name, values in queries.items()}
    return event


def _headers(values: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    return {
        "headers": {name: given[-1] for name, given in values.items()},
        "multiValueHeaders": {name: list(given) for name, given in values.items()},
    }


def _farewell(call: WebSocketCall) -> Mapping[str, Sequence[str]]:
    """Headers that nobody sent: AWS gives them all the same."""
    empty = ("x-api-key", "X-Forwarded-For", "x-restapi")
    return {
        "Host": [domain_context(call.connection.request, call.api)["domainName"]],
        **{name: [""] for name in empty},
    }
