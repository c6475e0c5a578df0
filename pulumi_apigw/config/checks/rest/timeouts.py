"""How long routes wait: no longer than AWS lets them.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws import rest_limits
from ....errors import Problem
from ....source import Path
from ...rest import RestApiConfig
from ..context import Context

__all__ = ["integrations", "raised"]


def integrations(context: Context) -> Iterator[Problem]:
    """A timeout beyond the quota, which AWS refuses; a streamed answer has 15 minutes."""
    told: set[Path] = set()
    for path, api, _, route in context.rest_routes():
        place = (*path, "timeout_ms") if route.timeout_ms else (*path[:2], "defaults", "timeout_ms")
        timeout_ms = route.timeout_ms or api.defaults.timeout_ms
        if route.stream or timeout_ms <= longest(api) or place in told:
            continue
        told.add(place)
        if not context.refused_within(*path[:2], "quotas"):
            yield context.error(
                place, f"AWS waits {longest(api)} ms at most, and not {timeout_ms}", _fix(api)
            )


def raised(context: Context) -> Iterator[Problem]:
    """The quota of edge-optimized APIs cannot be raised."""
    for path, api in context.rest_apis():
        if api.endpoint == "edge" and api.quotas.timeout_ms:
            fact = "AWS raises the timeout of regional and private APIs alone, and this one is edge"
            yield context.error(
                (*path, "quotas", "timeout_ms"), fact, "Remove it, or say 'endpoint: regional'."
            )


def longest(api: RestApiConfig) -> int:
    """Milliseconds that an integration of the API may take."""
    most = rest_limits.TIMEOUT_MS.maximum
    return most if api.endpoint == "edge" else api.quotas.timeout_ms or most


def _fix(api: RestApiConfig) -> str:
    if api.endpoint == "edge":
        return "Lower it, say 'endpoint: regional' and have the quota raised, or say 'stream: true'."
    return "Lower it, give 'quotas.timeout_ms' what AWS raised your quota to, or say 'stream: true'."
