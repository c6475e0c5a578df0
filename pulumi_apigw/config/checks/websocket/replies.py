"""Answers to those who sent a message.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws.websocket_limits import DISCONNECT
from ....aws.websocket_mappings import matches_a_status
from ....errors import Problem
from ...rest.integrations import AwsIntegrationConfig
from ..context import Context
from .integrations import passes_through

__all__ = ["connected", "expected", "proxies", "statuses"]


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


def statuses(context: Context) -> Iterator[Problem]:
    """Keys of replies are patterns of a status; of the message of an error where Lambda is called.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-transformations.html
    """
    for path, _, _, route in context.websocket_routes():
        called = route.integration
        if called is None or (isinstance(called, AwsIntegrationConfig) and called.service == "lambda"):
            continue
        for key in route.replies if not context.refused_within(*path, "replies") else ():
            if not matches_a_status(key):
                fix = "Write '$default', or a pattern such as '4\\d{2}'."
                yield context.error((*path, "replies", key), f"no status matches '{key}'", fix)
