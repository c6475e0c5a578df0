"""What can be had of a message: its body, the context and stage variables; of `$connect` its request too.

https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws.mappings import split_value
from ....aws.websocket_limits import CONNECT, DISCONNECT
from ....aws.websocket_mappings import CONTEXT, connect_parameters, reads_body, unknown_context
from ....errors import Problem
from ....source import Path
from ...references import iter_text
from ...rest.integrations import AwsIntegrationConfig
from ...websocket import WebSocketRouteConfig
from ...websocket.authorizers import WebSocketLambdaAuthorizerConfig
from ...websocket.integrations import WebSocketHttpConfig, WebSocketMockConfig
from ..context import Context
from ..integrations import URL_VARIABLE, WITH_URL_VARIABLES
from ..unknown_variables import unknown_variable

__all__ = ["context_variables", "of_connecting", "of_messages", "services", "urls"]

# None of them stands in the reference of WebSocket APIs' templates, which has `$input.body` and its JSON.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
_OF_REQUESTS = ("request.header.", "request.querystring.", "request.path")


def of_connecting(context: Context) -> Iterator[Problem]:
    """Headers and query string parameters come with the request that connects, and with no message."""
    for path, _, key, route in context.websocket_routes():
        for name, text in route.request_parameters.items() if key != CONNECT else ():
            if read := connect_parameters(text):
                fix = "Have the client put it into the message, and write route.request.body.x."
                fact = f"{read[0]!r} comes with {CONNECT!r} alone"
                yield context.error((*path, "request_parameters", name), fact, fix)


def of_messages(context: Context) -> Iterator[Problem]:
    """Bodies come with messages: who connects or has gone sends none."""
    for path, _, key, route in context.websocket_routes():
        for place, text in _reading(route) if key in (CONNECT, DISCONNECT) else ():
            if reads_body(text):
                fix = "Use route.request.querystring.x." if key == CONNECT else "Use context.x."
                if place[0] != "request_parameters":
                    fix = "Remove it."
                fact = f"{key!r} comes without a message, so that there is no body to read"
                yield context.error((*path, *place), fact, fix)


def _reading(route: WebSocketRouteConfig) -> Iterator[tuple[Path, str]]:
    """The mappings and the expressions of a route, each with its place."""
    yield from ((("request_parameters", name), text) for name, text in route.request_parameters.items())
    if route.template_selection_expression is not None:
        yield ("template_selection_expression",), route.template_selection_expression


def context_variables(context: Context) -> Iterator[Problem]:
    """A context variable that WebSocket APIs do not have gives nothing."""
    for place, text in _with_context(context):
        for name in unknown_context(text):
            yield unknown_variable(context, place, name, "WebSocket", CONTEXT)


def _with_context(context: Context) -> Iterator[tuple[Path, str]]:
    for path, _, _, route in context.websocket_routes():
        for name, text in route.request_parameters.items():
            yield (*path, "request_parameters", name), text
    for path, api in context.websocket_apis():
        for name, each in api.authorizers.items():
            if isinstance(each, WebSocketLambdaAuthorizerConfig):
                for position, text in enumerate(each.identity_sources):
                    yield (*path, "authorizers", name, "identity_sources", position), text.removeprefix("$")


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
    for path, _, key, route in context.websocket_routes():
        source = "querystring" if key == CONNECT else "body"
        for field in WITH_URL_VARIABLES:
            text = getattr(route.integration, field, None)
            for name in URL_VARIABLE.findall(text or ""):
                parameter = f"integration.request.path.{name}"
                if parameter not in route.request_parameters:
                    place: Path = (*path, "integration", field)
                    fix = f"Give 'request_parameters: {{{parameter}: route.request.{source}.{name}}}'."
                    yield context.error(place, f"nothing gives a value for {{{name}}}", fix)
