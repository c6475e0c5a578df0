"""Mapping expressions: `'text'`, `method.request.header.x`, `context.x`, `stageVariables.x`.

https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.context import look_up, request_context

__all__ = ["evaluate", "header_value", "mapped_headers"]

_LINE_ENDS = re.compile(r"[\r\n\0]+")


def evaluate(expression: str, call: RestCall) -> str | None:
    """An expression's value, None where it has none."""
    if expression[:1] == "'" == expression[-1:]:
        return expression[1:-1]
    source, _, rest = expression.partition(".")
    if source == "context":
        return look_up(request_context(call), rest)
    if source == "stageVariables":
        return call.stage.variables.get(rest)
    return _request_value(rest.removeprefix("request."), call) if source == "method" else None


def _request_value(expression: str, call: RestCall) -> str | None:
    place, _, name = expression.partition(".")
    if place == "path":
        return call.parameters.get(name)
    if place == "body" and not name:
        return call.request.body.decode(errors="replace")
    headers = place in ("header", "multivalueheader")
    all_values = call.request.header_values if headers else call.request.query_values
    values = all_values.get(name.lower() if headers else name, ())
    if not values:
        return None
    return ",".join(values) if place.startswith("multivalue") else values[-1]


def mapped_headers(headers: Mapping[str, str], call: RestCall) -> list[tuple[str, str]]:
    """Headers from mapping expressions; one without a value is left out."""
    values = ((name.lower(), evaluate(expression, call)) for name, expression in headers.items())
    return [(name, header_value(value)) for name, value in values if value is not None]


def header_value(text: str) -> str:
    """Text as a header's value: a line end in it would begin another header."""
    return _LINE_ENDS.sub(" ", text)
