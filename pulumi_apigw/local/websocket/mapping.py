"""Mapping expressions: `'text'`, `route.request.header.x`, `context.x`, `stageVariables.x`.

https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
"""

from __future__ import annotations

import re

from pulumi_apigw.local.rest.context import look_up
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.context import request_context
from pulumi_apigw.local.websocket.selection import body_value

__all__ = ["evaluate"]


def evaluate(expression: str, call: WebSocketCall) -> str | None:
    """An expression's value, None where it has none."""
    if len(expression) > 1 and expression[0] == "'" == expression[-1]:
        return expression[1:-1]
    source, _, rest = expression.partition(".")
    if source == "context":
        return look_up(request_context(call), rest)
    if source == "stageVariables":
        return call.connection.stage.variables.get(rest)
    return _request_value(rest.removeprefix("request."), call) if source == "route" else None


def _request_value(expression: str, call: WebSocketCall) -> str | None:
    if re.match(r"body($|[.\[])", expression):
        path = expression.removeprefix("body")
        return body_value(call.body, path) if path else call.body
    place, _, name = expression.partition(".")
    if call.event_type != "CONNECT":
        return None
    request = call.connection.request
    in_header = place.endswith("header")
    all_values = request.header_values if in_header else request.query_values
    values = all_values.get(name.lower() if in_header else name, ())
    if not values:
        return None
    return ",".join(values) if place.startswith("multivalue") else values[-1]
