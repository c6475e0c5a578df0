"""Streamed answers: what they cannot be combined with, since it needs the whole answer first.

https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....errors import Problem
from ....source import Path
from ...rest import RestRouteConfig
from ..context import Context

__all__ = ["buffering", "compression", "targets"]

_FIX = "Remove it, or 'stream'."


def targets(context: Context) -> Iterator[Problem]:
    """Only integrations that pass everything through can pass it on while it is made."""
    for path, _, _, route in context.rest_routes():
        integration = route.integration
        if not route.stream or integration is None:
            continue
        if integration.type not in ("http", "private"):
            fact = f"only functions and HTTP proxies stream, and the route calls {integration.type!r}"
            yield context.error((*path, "stream"), fact, "Remove it.")
        elif integration.type in ("http", "private") and not getattr(integration, "proxy", True):
            fact = "an integration that does not pass everything through has no stream"
            yield context.error((*path, "stream"), fact, "Say 'proxy: true', or remove it.")


def buffering(context: Context) -> Iterator[Problem]:
    """What API Gateway does with an answer once it is whole."""
    for path, _, _, route in context.rest_routes():
        for place in _buffered(route) if route.stream else ():
            yield context.error((*path, *place), "a streamed answer is never whole here", _FIX)


def _buffered(route: RestRouteConfig) -> Iterator[Path]:
    if route.cache and route.cache.enabled:
        yield ("cache",)
    for name, parameter in route.parameters.items():
        if parameter.cache_key:
            yield "parameters", name, "cache_key"
    for field in ("content_handling", "request_templates", "integration_responses"):
        if getattr(route, field):
            yield (field,)


def compression(context: Context) -> Iterator[Problem]:
    """API Gateway compresses whole answers alone."""
    for path, api, key, route in context.rest_routes():
        if route.stream and api.minimum_compression_bytes is not None:
            fact = f"answers of {key!r} are streamed, and so not compressed"
            fix = "Compress them where they are made, if they should be."
            yield context.advice((*path, "stream"), fact, fix)
