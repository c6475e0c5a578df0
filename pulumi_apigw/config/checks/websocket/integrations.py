"""Integrations: options that have an effect.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integrations.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....errors import Problem
from ...websocket import WebSocketRouteConfig
from ...websocket.integrations import WebSocketHttpConfig, WebSocketMockConfig
from ..context import Context

__all__ = ["mocks", "passes_through", "proxies"]

_TRANSFORMING = ("request_templates", "template_selection_expression", "passthrough_behavior")


def proxies(context: Context) -> Iterator[Problem]:
    """Functions and proxies get messages as they are."""
    for path, _, _, route in context.websocket_routes():
        kind = passes_through(route)
        if kind is None or context.refused_within(*path, "integration"):
            continue
        for name in _TRANSFORMING:
            if getattr(route, name):
                fix = "Remove it." if route.integration is None else "Remove it, or say 'proxy: false'."
                yield context.error((*path, name), f"it has no effect: {kind} everything through", fix)


def mocks(context: Context) -> Iterator[Problem]:
    """A mock's short words stand for templates: those of the route take their place."""
    for path, _, _, route in context.websocket_routes():
        mock = route.integration
        if not isinstance(mock, WebSocketMockConfig):
            continue
        for field, instead in (("status", "request_templates"), ("body", "replies")):
            if field in mock.model_fields_set and getattr(route, instead):
                fact = f"it has no effect: the route writes its own '{instead}'"
                yield context.error((*path, "integration", field), fact, "Keep one of the two.")
        if mock.body is not None and not route.reply:
            fact = "nobody gets it: the route has no reply"
            yield context.error((*path, "integration", "body"), fact, "Say 'reply: true', or remove it.")


def passes_through(route: WebSocketRouteConfig) -> str | None:
    """What passes messages and answers on as they are; None where the route's templates change them."""
    if route.integration is None:
        return "a function's integration passes"
    proxy = isinstance(route.integration, WebSocketHttpConfig) and route.integration.proxy
    return "a proxy passes" if proxy else None
