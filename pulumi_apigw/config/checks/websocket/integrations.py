"""Integrations: options that have an effect.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integrations.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....errors import Problem
from ...rest.integrations import AwsIntegrationConfig
from ...websocket import WebSocketRouteConfig
from ...websocket.integrations import WebSocketHttpConfig, WebSocketMockConfig
from ..context import Context
from ..integrations import mappings_without_effect, mock_without_effect, mock_without_status

__all__ = ["mocks", "passes_through", "proxies", "unmapped_messages"]

_TRANSFORMING = ("request_templates", "template_selection_expression", "passthrough_behavior")
_INSTEAD_OF_MOCK = {"status": "request_templates", "body": "replies"}


def proxies(context: Context) -> Iterator[Problem]:
    """Functions and proxies get messages as they are."""
    for path, _, _, route in context.websocket_routes():
        yield from mappings_without_effect(context, path, route, _TRANSFORMING, passes_through(route))


def mocks(context: Context) -> Iterator[Problem]:
    """A mock's words that nothing comes of, and templates that give it no status."""
    for path, _, _, route in context.websocket_routes():
        yield from mock_without_effect(context, path, route, _INSTEAD_OF_MOCK)
        yield from mock_without_status(context, path, route)
        mock = route.integration
        if isinstance(mock, WebSocketMockConfig) and mock.body is not None and not route.reply:
            fact = "nobody gets it: the route has no reply"
            yield context.error((*path, "integration", "body"), fact, "Say 'reply: true', or remove it.")


def unmapped_messages(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html"""
    for path, _, key, route in context.websocket_routes():
        if passes_through(route) or not isinstance(
            route.integration, WebSocketHttpConfig | AwsIntegrationConfig
        ):
            continue
        if route.passthrough_behavior == "NEVER" and not route.request_templates:
            fact = f"{key!r} refuses every message: there is no template"
            fix = "Give 'request_templates', or remove it."
            yield context.error((*path, "passthrough_behavior"), fact, fix)


def passes_through(route: WebSocketRouteConfig) -> str | None:
    """What passes messages and answers on as they are; None where the route's templates change them."""
    if route.integration is None:
        return "a function's integration passes"
    proxy = isinstance(route.integration, WebSocketHttpConfig) and route.integration.proxy
    return "a proxy passes" if proxy else None
