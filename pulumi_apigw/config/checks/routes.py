"""Routes: keys that collide, targets that are missing, and parameters that nothing supplies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...aws import limits, websocket_limits
from ...aws.route_keys import parse_route_key
from ...errors import Problem
from ...source import Path
from ..functions import FunctionConfig
from .context import ApiConfig, Context, WebRoute
from .integrations import URL_VARIABLE, WITH_URL_VARIABLES
from .rest.timeouts import longest

__all__ = ["conflicts", "cors_methods", "empty", "literals", "parameters", "targets", "timeouts"]

# Browsers send these across origins whatever a preflight allows: https://fetch.spec.whatwg.org/#cors-safelisted-method
# ANY and $default are for methods that nobody listed, and a preflight is no call of a page.
_NOT_ASKED_FOR = {"GET", "HEAD", "POST", "ANY", "OPTIONS"}
_FOREIGN_VARIABLE = re.compile(r":[A-Za-z_]\w*|\*+", re.ASCII)
_PATH_PARAMETER = re.compile(r"(?:\$\{?|\bmethod\.)request\.path\.([\w.-]+)")


def empty(context: Context) -> Iterator[Problem]:
    """A service without APIs, or an API without routes, is a file that is not finished."""
    if not (context.config.apis or context.refused_within("apis")):
        yield context.error(("apis",), "there is no API", "Add one, with its routes.")
    for path, _, api in context.apis():
        if not (api.routes or context.refused_within(*path, "routes")):
            example = "sendMessage" if api.protocol == "websocket" else "GET /items"
            yield context.error(
                (*path, "routes"), "there is no route", f"Add one, such as '{example}: {{}}'."
            )


def conflicts(context: Context) -> Iterator[Problem]:
    """Two keys that match the same requests: an HTTP API refuses the second with 409.

    REST APIs refuse more: see `rest.resources.variable_names`.
    """
    for path, api in context.http_apis():
        seen: dict[str, str] = {}
        for key in api.routes:
            first = seen.setdefault(parse_route_key(key).normalised, key)
            if first != key:
                located = context.sources.locate((*path, "routes", first))
                where = f" ({located})" if located else ""
                fact = f"{key!r} matches the same requests as {first!r}{where}"
                yield context.error((*path, "routes", key), fact, "Keep one of them.")


def literals(context: Context) -> Iterator[Problem]:
    """Path variables as other frameworks write them are plain text here, which no request holds."""
    for path, _, key, _ in context.web_routes():
        for segment in parse_route_key(key).segments:
            if segment.variable is None and _FOREIGN_VARIABLE.fullmatch(segment.text):
                meant = "{path+}" if "*" in segment.text else f"{{{segment.text[1:]}}}"
                fact = f"{segment.text!r} is plain text, which only a path with the same characters matches"
                yield context.advice(path, fact, f"A variable is written {meant}.")


def targets(context: Context) -> Iterator[Problem]:
    """Every route calls something."""
    for path, api, key, route in context.routes():
        called = route.function or route.integration or api.defaults.function
        if not (called or _target_refused(context, path)):
            fix = "Give 'function' or 'integration', or set the API's 'defaults.function'."
            yield context.error(path, f"{key!r} calls nothing", fix)


def _target_refused(context: Context, path: Path) -> bool:
    own = context.refused(*path, "function") or context.refused(*path, "integration")
    return own or context.refused(*path[:2], "defaults", "function")


def parameters(context: Context) -> Iterator[Problem]:
    """Path variables that a mapping or URL reads must be in the route's key."""
    for path, _, key, route in context.web_routes():
        known = parse_route_key(key).variables
        for place, name in _path_variables(route):
            if name not in known:
                names = ", ".join(map(repr, known))
                fix = f"It has {names}." if known else f"It has none: write it into the key as {{{name}}}."
                yield context.error((*path, *place), f"{key!r} has no path variable {name!r}", fix)


def _path_variables(route: WebRoute) -> Iterator[tuple[Path, str]]:
    for parameter, expression in route.request_parameters.items():
        for match in _PATH_PARAMETER.finditer(expression):
            yield ("request_parameters", parameter), match[1]
    if route.integration is None:
        return
    for field, value in route.integration.model_dump(exclude={"type"}, exclude_unset=True).items():
        pattern = URL_VARIABLE if field in WITH_URL_VARIABLES else _PATH_PARAMETER
        for match in pattern.finditer(str(value)):
            if f"integration.request.path.{match[1]}" not in route.request_parameters:
                yield ("integration", field), match[1]


def cors_methods(context: Context) -> Iterator[Problem]:
    """A method that the API's routes have and its `cors` does not: browsers refuse it to pages."""
    for path, api in context.web_apis():
        if api.cors is None or "*" in api.cors.allow_methods or context.refused_within(*path, "cors"):
            continue
        told = _NOT_ASKED_FOR | {*api.cors.allow_methods}
        for key in api.routes:
            method = parse_route_key(key).method
            if method not in told:
                told.add(method)
                fact = f"{key!r} cannot be called from a page: cors.allow_methods has no {method}"
                yield context.advice((*path, "cors", "allow_methods"), fact, "Add it, if pages should.")


def timeouts(context: Context) -> Iterator[Problem]:
    """A function that may run longer than its route waits: the caller gets an error while it goes on."""
    for path, api, _, route in context.routes():
        name = None if route.integration else route.function or api.defaults.function
        function = context.config.functions.get(name or "")
        timeout_ms = route.timeout_ms or api.defaults.timeout_ms
        if isinstance(function, FunctionConfig) and function.timeout_seconds * 1000 > timeout_ms:
            limit = function.timeout_seconds
            fact = f"function {name!r} may run {limit} s while its caller waits {timeout_ms} ms"
            told, longest = _when_it_is_over(api)
            fix = f"{told} while it goes on: lower its 'timeout_seconds'"
            if timeout_ms < longest:
                fix += ", or raise 'timeout_ms'"
            place = (*path, "timeout_ms") if route.timeout_ms else ("functions", str(name), "timeout_seconds")
            yield context.advice(place, fact, f"{fix}.")


def _when_it_is_over(api: ApiConfig) -> tuple[str, int]:
    """What a caller gets who waited too long, and the longest that one can wait."""
    if api.protocol == "http":
        return "Callers get 503", limits.HTTP_TIMEOUT_MS.maximum
    if api.protocol == "rest":
        return "Callers get 504", longest(api)
    return "Senders are told 'Endpoint request timed out'", websocket_limits.TIMEOUT_MS.maximum
