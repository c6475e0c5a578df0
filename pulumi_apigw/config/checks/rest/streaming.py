"""Streamed answers: what they cannot be combined with, since it needs the whole answer first.

https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....errors import Problem
from ....source import Path
from ...functions import FunctionConfig
from ...rest import RestRouteConfig
from ...rest.integrations import RestHttpIntegrationConfig, RestPrivateIntegrationConfig
from ..context import Context

__all__ = ["buffering", "compression", "runtimes", "targets"]

_FIX = "Remove it, or 'stream'."
_STREAMING_RUNTIMES = ("nodejs", "provided")


def targets(context: Context) -> Iterator[Problem]:
    """Only integrations that pass everything through can pass it on while it is made."""
    for path, _, _, route in context.rest_routes():
        integration = route.integration
        if not route.stream or integration is None:
            continue
        if not isinstance(integration, RestHttpIntegrationConfig | RestPrivateIntegrationConfig):
            fact = f"only functions and HTTP proxies stream, and the route calls {integration.type!r}"
            yield context.error((*path, "stream"), fact, "Remove it.")
        elif not integration.proxy:
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


def runtimes(context: Context) -> Iterator[Problem]:
    """Lambda's own runtimes of other languages send whole answers, no streams: told once a function.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
    """
    told: set[str] = set()
    for path, api, _, route in context.rest_routes():
        name = route.function or api.defaults.function or ""
        function = context.config.functions.get(name)
        if not route.stream or route.integration or name in told or not isinstance(function, FunctionConfig):
            continue
        # The Lambda Web Adapter, which streams for any of them, comes in a layer.
        if not function.runtime.startswith(_STREAMING_RUNTIMES) and not function.layers:
            told.add(name)
            fact = f"function {name!r} runs on {function.runtime}, whose answers Lambda does not stream"
            fix = "Add the Lambda Web Adapter to its 'layers', or use Node.js or a runtime of your own."
            yield context.advice((*path, "stream"), fact, fix)
