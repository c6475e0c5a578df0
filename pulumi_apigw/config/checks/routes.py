"""Routes: keys that collide, targets that are missing, and parameters that nothing supplies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...aws import limits
from ...aws.route_keys import parse_route_key
from ...errors import Problem
from ...source import Path
from ..functions import FunctionConfig
from ..http import HttpApiConfig, HttpRouteConfig
from ..integrations import HttpProxyConfig, PrivateIntegrationConfig
from .context import Context

__all__ = ["conflicts", "parameters", "quotas", "targets", "timeouts", "trailing_slashes"]

_PATH_PARAMETER = re.compile(r"\$\{?request\.path\.([\w.-]+)")
_URL_VARIABLE = re.compile(r"(?<!\$)\{([\w.-]+)\}")


def conflicts(context: Context) -> Iterator[Problem]:
    """Two keys that match the same requests: API Gateway refuses the second with 409."""
    for path, _, api in context.apis():
        seen: dict[str, str] = {}
        for key in api.routes:
            first = seen.setdefault(parse_route_key(key).normalised, key)
            if first != key:
                place = (*path, "routes", key)
                located = context.sources.locate((*path, "routes", first))
                where = f", line {located.line}" if located else ""
                yield context.error(place, f"{key!r} matches the same requests as {first!r}{where}", "Keep one of them.")


def targets(context: Context) -> Iterator[Problem]:
    """Every route calls something, with options that fit what it calls."""
    for path, api, key, route in context.routes():
        if not (route.function or route.integration or api.defaults.function):
            yield context.error(
                path, f"{key!r} calls nothing", "Give 'function' or 'integration', or set the API's 'defaults.function'."
            )
        if route.integration is None:
            continue
        if route.payload_format:
            yield context.error(
                (*path, "payload_format"), "only functions have a payload format", "Remove it, or call a function."
            )
        proxied = isinstance(route.integration, HttpProxyConfig | PrivateIntegrationConfig)
        if route.request_parameters and not proxied:
            yield context.error(
                (*path, "request_parameters"),
                f"{route.integration.type} takes its parameters from 'integration'",
                "Set the integration's own fields, which take mappings such as '$request.body.name'.",
            )


def parameters(context: Context) -> Iterator[Problem]:
    """Path variables that a mapping or URL reads must be in the route's key."""
    for path, _, key, route in context.routes():
        known = parse_route_key(key).variables
        for place, name in _path_variables(route):
            if name not in known:
                fix = f"It has {', '.join(known)}." if known else "It has none: write it into the key as {" + name + "}."
                yield context.error((*path, *place), f"{key!r} has no path variable {name!r}", fix)


def _path_variables(route: HttpRouteConfig) -> Iterator[tuple[Path, str]]:
    for parameter, expression in route.request_parameters.items():
        for match in _PATH_PARAMETER.finditer(expression):
            yield ("request_parameters", parameter), match[1]
    if isinstance(route.integration, HttpProxyConfig):
        for match in _URL_VARIABLE.finditer(route.integration.url):
            yield ("integration", "url"), match[1]
    elif route.integration:
        for field, value in route.integration.model_dump(exclude={"type"}).items():
            for match in _PATH_PARAMETER.finditer(str(value)):
                yield ("integration", field), match[1]


def trailing_slashes(context: Context) -> Iterator[Problem]:
    """`/items/` and `/items` are two routes to an HTTP API, and a client that asks for the other gets 404."""
    for path, api, key, _ in context.routes():
        bare = key.rstrip("/")
        if key.endswith("/") and not bare.endswith(" ") and bare not in api.routes:
            yield context.advice(path, f"{key!r} does not answer {bare!r}", f"Add a route {bare!r}, or drop the slash.")


def timeouts(context: Context) -> Iterator[Problem]:
    """A function that may run longer than its route waits: the caller gets 503 while the function goes on."""
    for path, api, _, route in context.routes():
        function = context.config.functions.get(_function(api, route) or "")
        timeout_ms = route.timeout_ms or api.defaults.timeout_ms
        if isinstance(function, FunctionConfig) and function.timeout_seconds * 1000 > timeout_ms:
            name = _function(api, route)
            place = _written_timeout(path, api, route)
            yield context.advice(
                place,
                f"the route waits {timeout_ms} ms but function {name!r} may run {function.timeout_seconds} s",
                "Callers get 503 while it goes on: lower the function's timeout_seconds or raise timeout_ms.",
            )


def _function(api: HttpApiConfig, route: HttpRouteConfig) -> str | None:
    return None if route.integration else route.function or api.defaults.function


def _written_timeout(path: Path, api: HttpApiConfig, route: HttpRouteConfig) -> Path:
    if route.timeout_ms:
        return (*path, "timeout_ms")
    return (*path[:2], "defaults", "timeout_ms") if "timeout_ms" in api.defaults.model_fields_set else path


def quotas(context: Context) -> Iterator[Problem]:
    """AWS's quotas of one API that can be raised: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html"""
    for path, _, api in context.apis():
        counts = {"routes": (len(api.routes), limits.ROUTES_PER_API), "authorizers": (len(api.authorizers), limits.AUTHORIZERS_PER_API)}
        for section, (count, quota) in counts.items():
            if count > quota:
                yield context.advice(
                    (*path, section),
                    f"{count} {section}, while AWS's default quota is {quota}",
                    "Ask AWS to raise the quota, or split the API.",
                )
