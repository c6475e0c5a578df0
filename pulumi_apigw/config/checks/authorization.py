"""Who may call: no route is open by accident, and no authorizer is there for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ...aws import limits
from ...aws.route_keys import parse_route_key
from ...errors import Problem
from ..authorizers import CognitoAuthorizerConfig, JwtAuthorizerConfig
from ..http import HttpApiConfig, HttpRouteConfig
from .context import Context
from .names import OPEN

__all__ = ["open_routes", "preflights", "scopes", "unattached"]


def open_routes(context: Context) -> Iterator[Problem]:
    """A route without an authorizer must say so itself."""
    for path, api, key, route in context.routes():
        if not (route.authorizer or api.defaults.authorizer):
            yield context.error(
                path,
                f"anybody may call {key!r}",
                f"Name an authorizer (or the API's 'defaults.authorizer'); if it is meant, say 'authorizer: {OPEN}'.",
            )


def unattached(context: Context) -> Iterator[Problem]:
    """An authorizer that guards nothing is a mistake somewhere else."""
    if context.partial:
        return
    for path, _, api in context.apis():
        used = {guard for route in api.routes.values() if (guard := _authorizer(api, route))}
        for name in api.authorizers:
            if name not in used:
                yield context.error(
                    (*path, "authorizers", name), f"authorizer {name!r} guards no route", "Name it in a route, or remove it."
                )


def scopes(context: Context) -> Iterator[Problem]:
    """Scopes are in tokens, so only a JWT or Cognito authorizer can check them."""
    for path, api, _, route in context.routes():
        if not route.scopes:
            continue
        name = _authorizer(api, route)
        authorizer = api.authorizers.get(name or "")
        place = (*path, "scopes")
        if name == OPEN or (authorizer and not isinstance(authorizer, JwtAuthorizerConfig | CognitoAuthorizerConfig)):
            kind = "no authorizer" if authorizer is None else f"authorizer {name!r} of type {authorizer.type!r}"
            yield context.error(
                place, f"scopes are checked in tokens, and the route has {kind}", "Use a jwt or cognito authorizer, or remove 'scopes'."
            )
        if len(route.scopes) > limits.SCOPES_PER_ROUTE:
            yield context.error(place, f"{len(route.scopes)} scopes", f"AWS takes at most {limits.SCOPES_PER_ROUTE} a route.")


def preflights(context: Context) -> Iterator[Problem]:
    """Browsers send preflights without credentials: a guarded OPTIONS route would answer them all with 401."""
    for path, api, key, route in context.routes():
        if api.cors and parse_route_key(key).method == "OPTIONS" and _authorizer(api, route) != OPEN:
            yield context.error(
                path, f"{key!r} would refuse every preflight", f"Say 'authorizer: {OPEN}', or remove it: 'cors' answers OPTIONS."
            )


def _authorizer(api: HttpApiConfig, route: HttpRouteConfig) -> str | None:
    return route.authorizer or api.defaults.authorizer
