"""Who may call: no route is open by accident, and no authorizer is there for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ...aws import limits
from ...aws.route_keys import parse_route_key
from ...errors import Problem
from ...source import Path
from ..functions import FunctionConfig
from ..websocket import WebSocketApiConfig
from .context import ApiConfig, Context, RouteConfig, WebApi
from .names import OPEN

__all__ = ["default_scopes", "guard", "open_routes", "preflights", "scopes", "timeouts", "unattached"]

_READS_TOKENS = {"http": "a jwt or cognito", "rest": "a cognito"}
"""Kinds of authorizers that check scopes, by the protocol of the API."""
_PLACES = {
    "http": "a route or in 'defaults.authorizer'",
    "rest": "a route or in 'defaults.authorizer'",
    "websocket": "'$connect'",
}
"""Where an authorizer is named, by the protocol of the API."""


def open_routes(context: Context) -> Iterator[Problem]:
    """A route without an authorizer must say so itself."""
    for path, api, key, route in context.web_routes():
        if not (guard(api, route) or _guard_refused(context, path)):
            yield context.error(
                path,
                f"anybody may call {key!r}",
                "Name an authorizer here or in 'defaults.authorizer'; "
                f"if it is meant, say 'authorizer: {OPEN}'.",
            )


def unattached(context: Context) -> Iterator[Problem]:
    """An authorizer that guards nothing is a mistake somewhere else."""
    for path, _, api in context.apis():
        if context.refused_within(*path, "routes") or context.refused_within(*path, "defaults"):
            continue
        used = {name for route in api.routes.values() if (name := guard(api, route)) not in (None, OPEN)}
        if _default_guard(api) == OPEN or not used <= api.authorizers.keys():
            continue
        for name in api.authorizers:
            if name not in used and name != OPEN:
                fix = f"Name it in {_PLACES[api.protocol]}, or remove it."
                yield context.error((*path, "authorizers", name), f"authorizer {name!r} guards no route", fix)


def scopes(context: Context) -> Iterator[Problem]:
    """Scopes are in tokens, so only a JWT or Cognito authorizer can check them."""
    for path, api, _, route in context.web_routes():
        if not route.scopes:
            continue
        if (kind := _without_token(api, guard(api, route))) and not _guard_refused(context, path):
            yield context.error(
                (*path, "scopes"),
                f"scopes are checked in tokens, and the route has {kind}",
                f"Use {_READS_TOKENS[api.protocol]} authorizer, or remove 'scopes'.",
            )
        yield from _too_many(context, api, (*path, "scopes"), route.scopes)


def default_scopes(context: Context) -> Iterator[Problem]:
    """Default scopes that no route's authorizer can check would protect nothing."""
    for path, api in context.web_apis():
        if not api.defaults.scopes:
            continue
        place = (*path, "defaults", "scopes")
        guards = {guard(api, route) for route in api.routes.values() if route.scopes is None}
        checking = any(_without_token(api, name) is None for name in guards)
        if not (checking or context.refused_within(*path)):
            fix = f"Use {_READS_TOKENS[api.protocol]} authorizer, or remove 'scopes'."
            yield context.error(
                place, "scopes are checked in tokens, and no route that has these takes one", fix
            )
        yield from _too_many(context, api, place, api.defaults.scopes)


def preflights(context: Context) -> Iterator[Problem]:
    """Browsers send preflights without credentials: an authorizer on an OPTIONS route answers each with 401.

    Beside a guarded ANY or `$default` route the plan opens OPTIONS by itself (`plan/routes.py`).
    """
    for path, api, key, route in context.web_routes():
        if not api.cors or parse_route_key(key).method != "OPTIONS":
            continue
        if guard(api, route) not in (OPEN, None) and not _guard_refused(context, path):
            fix = f"Say 'authorizer: {OPEN}', or remove the route: 'cors' answers OPTIONS."
            yield context.error(
                path, f"{key!r} refuses every preflight, which comes without credentials", fix
            )


def timeouts(context: Context) -> Iterator[Problem]:
    """An authorizer's function that may run longer than an HTTP API waits for its answer."""
    longest = limits.AUTHORIZER_RESPONSE_TIMEOUT_MS // 1000
    for _, api in context.http_apis():
        for name, authorizer in api.authorizers.items():
            called = authorizer.function if authorizer.type == "lambda" else ""
            function = context.config.functions.get(called)
            if isinstance(function, FunctionConfig) and function.timeout_seconds > longest:
                limit = function.timeout_seconds
                fact = f"function {called!r} may run {limit} s while authorizer {name!r} waits {longest} s"
                fix = f"Callers are refused then: lower 'timeout_seconds' to {longest}."
                yield context.advice(("functions", called, "timeout_seconds"), fact, fix)


def guard(api: ApiConfig, route: RouteConfig) -> str | None:
    """Name of the authorizer that guards a route, or `none`; None where the config says nothing."""
    return route.authorizer or _default_guard(api)


def _default_guard(api: ApiConfig) -> str | None:
    return None if isinstance(api, WebSocketApiConfig) else api.defaults.authorizer


def _guard_refused(context: Context, route: Path) -> bool:
    defaults = (*route[:2], "defaults", "authorizer")
    return context.refused(*route, "authorizer") or context.refused(*defaults)


def _without_token(api: WebApi, name: str | None) -> str | None:
    """What a route has in place of an authorizer that reads tokens; None where it has one or a bad name."""
    if name == OPEN:
        return "no authorizer"
    authorizer = api.authorizers.get(name or "")
    if authorizer is None or authorizer.type in ("jwt", "cognito"):
        return None
    return f"authorizer {name!r} of type {authorizer.type!r}"


def _too_many(context: Context, api: ApiConfig, place: Path, scopes: tuple[str, ...]) -> Iterator[Problem]:
    # AWS states no such quota for REST APIs.
    if api.protocol == "http" and len(scopes) > limits.SCOPES_PER_ROUTE:
        fix = f"AWS takes at most {limits.SCOPES_PER_ROUTE} a route: name broader ones."
        yield context.error(place, f"there are {len(scopes)} scopes", fix)
