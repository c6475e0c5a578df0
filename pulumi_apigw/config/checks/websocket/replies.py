"""Answers to those who sent a message.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws.websocket_limits import DISCONNECT
from ....errors import Problem
from ..context import Context
from .integrations import passes_through

__all__ = ["connected", "expected", "proxies"]


def connected(context: Context) -> Iterator[Problem]:
    """Who has gone gets no answer; who connects may get a subprotocol."""
    for path, _, key, route in context.websocket_routes():
        if key == DISCONNECT and route.reply:
            fact = "the client has gone when it is called, and gets no answer"
            yield context.error((*path, "reply"), fact, "Remove it.")


def expected(context: Context) -> Iterator[Problem]:
    """Answers that nobody gets."""
    for path, _, _, route in context.websocket_routes():
        if route.replies and not route.reply and passes_through(route) is None:
            fact = "nobody gets them: the route has no reply"
            yield context.error((*path, "replies"), fact, "Say 'reply: true', or remove them.")


def proxies(context: Context) -> Iterator[Problem]:
    """Answers of functions and proxies pass as they are."""
    for path, _, _, route in context.websocket_routes():
        kind = passes_through(route)
        if kind and route.replies and not context.refused_within(*path, "integration"):
            fix = "Remove them" if route.integration is None else "Remove them, or say 'proxy: false'"
            fact = f"they have no effect: {kind} everything through"
            yield context.error((*path, "replies"), fact, f"{fix}.")
