"""Usage plans and API keys of WebSocket APIs: what differs from REST APIs (`rest/usage_plans.py`)."""

from __future__ import annotations

from collections.abc import Iterator

from ....aws.websocket_limits import CONNECT
from ....errors import Problem
from ...authorizers import IamAuthorizerConfig
from ..context import Context

__all__ = ["routes", "sources"]


def routes(context: Context) -> Iterator[Problem]:
    """Usage plans name single routes by path and method, which WebSocket APIs do not have.

    https://docs.aws.amazon.com/apigateway/latest/api/API_ApiStage.html
    """
    for path, api in context.websocket_apis():
        for plan, each in api.usage_plans.items():
            if each.routes:
                fix = "Set the plan's 'throttle', or that of the routes, which is for all clients together."
                place = (*path, "usage_plans", plan, "routes")
                yield context.error(place, "a plan limits a WebSocket API as a whole", fix)


def sources(context: Context) -> Iterator[Problem]:
    """A key that a function returns: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html"""
    for path, api in context.websocket_apis():
        if api.api_key_selection_expression.startswith("$request.") or CONNECT not in api.routes:
            continue
        connect = api.routes[CONNECT]
        authorizer = api.authorizers.get(connect.authorizer or "")
        if context.refused_within(*path, "authorizers") or context.refused_within(*path, "routes", CONNECT):
            continue
        if authorizer is None or isinstance(authorizer, IamAuthorizerConfig):
            fact = f"API keys are to come from a Lambda authorizer, and {CONNECT!r} has none"
            fix = "Guard it with one that returns 'usageIdentifierKey', or remove it."
            yield context.error((*path, "api_key_selection_expression"), fact, fix)
