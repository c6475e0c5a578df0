"""HTTP APIs: options that fit what a route calls, and what AWS allows one API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...aws import limits
from ...aws.log_fields import AUTHORIZER_LOG_VARIABLES, HTTP_LOG_VARIABLES
from ...errors import Problem
from ...source import Path
from ..authorizers import LambdaAuthorizerConfig
from ..http import HttpApiConfig
from ..integrations import HttpProxyConfig, PrivateIntegrationConfig
from .context import Context
from .unknown_variables import unknown_variable

__all__ = ["context_variables", "options", "quotas"]

_CONTEXT: Final = re.compile(r"\$\{?(context(?:\.\w+)+)", re.ASCII)
_KNOWN: Final = frozenset(each.removeprefix("$context.") for each in HTTP_LOG_VARIABLES)


def options(context: Context) -> Iterator[Problem]:
    """What a route says besides its target fits the target."""
    for path, _, _, route in context.http_routes():
        if route.integration is None:
            continue
        if route.payload_format:
            yield context.error(
                (*path, "payload_format"),
                "only functions have a payload format, and the route calls an integration",
                "Remove it.",
            )
        proxied = isinstance(route.integration, HttpProxyConfig | PrivateIntegrationConfig)
        if route.request_parameters and not proxied:
            yield context.error(
                (*path, "request_parameters"),
                f"{route.integration.type!r} takes its parameters from 'integration'",
                "Set the integration's own fields, which take mappings such as '$request.body.name'.",
            )


def context_variables(context: Context) -> Iterator[Problem]:
    """A context variable that HTTP APIs do not have; mappings have those of access logs.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
    """
    for place, text in _mapped(context):
        for name in dict.fromkeys(_CONTEXT.findall(text)):
            plain = name.removeprefix("context.")
            if plain not in _KNOWN and not f"${name}".startswith(AUTHORIZER_LOG_VARIABLES):
                yield unknown_variable(context, place, plain, "HTTP", _KNOWN)


def _mapped(context: Context) -> Iterator[tuple[Path, str]]:
    for path, _, _, route in context.http_routes():
        for name, text in route.request_parameters.items():
            yield (*path, "request_parameters", name), text
        for status, parameters in route.response_parameters.items():
            for name, text in parameters.items():
                yield (*path, "response_parameters", status, name), text
        if route.integration is not None:
            for field, value in route.integration.model_dump(exclude={"type"}, exclude_unset=True).items():
                yield (*path, "integration", field), str(value)
    for path, api in context.http_apis():
        for name, each in api.authorizers.items():
            if isinstance(each, LambdaAuthorizerConfig):
                for position, text in enumerate(each.identity_sources):
                    yield (*path, "authorizers", name, "identity_sources", position), text


def quotas(context: Context) -> Iterator[Problem]:
    """What AWS allows one API: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html"""
    for path, api in context.http_apis():
        yield from _over(context, (*path, "routes"), len(api.routes), limits.ROUTES_PER_API)
        yield from _too_many_integrations(context, path, api)
        guards = [each for each in api.authorizers.values() if each.type != "iam"]
        yield from _over(context, (*path, "authorizers"), len(guards), limits.AUTHORIZERS_PER_API)


def _too_many_integrations(context: Context, path: Path, api: HttpApiConfig) -> Iterator[Problem]:
    """Routes with one target share an integration; a quota on integrations is no one's to raise."""
    most = limits.INTEGRATIONS_PER_API
    if len(api.routes) <= most:
        return
    count = len(
        {repr(route.integration or route.function or api.defaults.function) for route in api.routes.values()}
    )
    if count > most:
        fact = f"routes call {count} different targets"
        yield context.error((*path, "routes"), fact, f"AWS takes at most {most} integrations: split the API.")


def _over(context: Context, path: Path, count: int, quota: int) -> Iterator[Problem]:
    if count > quota:
        fact = f"there are {count} {path[-1]}, while AWS's default quota is {quota}"
        yield context.advice(path, fact, "Ask AWS to raise the quota, or split the API.")
