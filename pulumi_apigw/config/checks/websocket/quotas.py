"""What AWS allows one WebSocket API."""

from __future__ import annotations

from collections.abc import Iterator

from ....aws import websocket_limits
from ....errors import Problem
from ....source import Path
from ..context import Context

__all__ = ["quotas"]


def quotas(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html

    Integrations have the same quota as routes, and routes share them.
    """
    for path, api in context.websocket_apis():
        yield from _over(context, (*path, "routes"), len(api.routes), websocket_limits.ROUTES_PER_API)
        guards = [each for each in api.authorizers.values() if each.type != "iam"]
        yield from _over(context, (*path, "authorizers"), len(guards), websocket_limits.AUTHORIZERS_PER_API)


def _over(context: Context, path: Path, count: int, quota: int) -> Iterator[Problem]:
    if count > quota:
        fact = f"there are {count} {path[-1]}, while AWS's default quota is {quota}"
        yield context.advice(path, fact, "Ask AWS to raise the quota, or split the API.")
