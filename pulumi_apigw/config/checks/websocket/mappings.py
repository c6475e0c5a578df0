"""What can be had of a message: its body, the context and stage variables; of `$connect` its request too.

https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....aws.mappings import split_value
from ....aws.websocket_limits import CONNECT
from ....aws.websocket_mappings import connect_parameters
from ....errors import Problem
from ....source import Path
from ...references import iter_text
from ...rest.integrations import AwsIntegrationConfig
from ...websocket.integrations import WebSocketHttpConfig, WebSocketMockConfig
from ..context import Context

__all__ = ["of_connecting", "services", "urls"]

# None of them stands in the reference of WebSocket APIs' templates, which has `$input.body` and its JSON.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
_OF_REQUESTS = ("request.header.", "request.querystring.", "request.path")
_URL_VARIABLE = re.compile(r"(?<!\$)\{([\w.-]+)\+?\}")
_WITH_URL_VARIABLES = ("url", "object_key")


def of_connecting(context: Context) -> Iterator[Problem]:
    """Headers and query string parameters come with the request that connects, and with no message."""
    for path, _, key, route in context.websocket_routes():
        for name, text in route.request_parameters.items() if key != CONNECT else ():
            if read := connect_parameters(text):
                fix = "Have the client put it into the message, and write route.request.body.x."
                fact = f"{read[0]!r} comes with {CONNECT!r} alone"
                yield context.error((*path, "request_parameters", name), fact, fix)


def services(context: Context) -> Iterator[Problem]:
    """Calls of AWS services are written in templates, which know no headers, query strings and paths."""
    for path, _, _, route in context.websocket_routes():
        plain = WebSocketHttpConfig | WebSocketMockConfig | AwsIntegrationConfig
        if route.integration is None or isinstance(route.integration, plain):
            continue
        for place, text in iter_text(route.integration.model_dump(exclude_unset=True)):
            for name in _of_requests(text):
                fact = f"'${name}' is no part of a message, and templates cannot read it"
                fix = "Use $request.body.x, $context.x or $stageVariables.x."
                yield context.error((*path, "integration", *place), fact, fix)


def _of_requests(text: str) -> Iterator[str]:
    expressions = (piece.text for piece in split_value(text) if piece.is_expression)
    yield from (each for each in expressions if each.startswith(_OF_REQUESTS))


def urls(context: Context) -> Iterator[Problem]:
    """Messages have no path: what stands in a URL comes from a mapping."""
    for path, _, _, route in context.websocket_routes():
        for field in _WITH_URL_VARIABLES:
            text = getattr(route.integration, field, None)
            for name in _URL_VARIABLE.findall(text or ""):
                parameter = f"integration.request.path.{name}"
                if parameter not in route.request_parameters:
                    place: Path = (*path, "integration", field)
                    fix = f"Give 'request_parameters: {{{parameter}: route.request.body.{name}}}'."
                    yield context.error(place, f"nothing gives a value for {{{name}}}", fix)
