"""API keys and usage plans: each is of use only with the other, and with a route that asks for a key.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws import rest_limits
from ....aws.rest_verbs import verbs_of
from ....errors import Problem
from ....source import Path, did_you_mean
from ...rest import RestRouteConfig
from ...rest.usage_plans import UsagePlanConfig
from ...websocket import WebSocketApiConfig, WebSocketRouteConfig
from ..authorization import guard
from ..context import Context, KeyedApi

__all__ = ["keys", "keys_asked_for", "keys_from_pages", "names", "preflights", "sources"]


def names(context: Context) -> Iterator[Problem]:
    """Keys and routes that usage plans name are those of the API."""
    for path, api in context.keyed_apis():
        for name, plan in api.usage_plans.items():
            place = (*path, "usage_plans", name)
            yield from _unknown_keys(context, path, plan, place)
            yield from _wrong_routes(context, path, api, plan, place)


def _unknown_keys(context: Context, path: Path, plan: UsagePlanConfig, place: Path) -> Iterator[Problem]:
    known = context.written(*path, "api_keys")
    if context.refused(*path, "api_keys"):
        return
    for position, key in enumerate(plan.api_keys):
        if key not in known:
            fix = did_you_mean(key, known) if known else f"Add it: 'api_keys: {{{key}: {{}}}}'."
            yield context.error((*place, "api_keys", position), f"no API key named {key!r}", fix)


def _wrong_routes(
    context: Context, path: Path, api: KeyedApi, plan: UsagePlanConfig, place: Path
) -> Iterator[Problem]:
    known = context.written(*path, "routes")
    for route in plan.routes:
        if route not in known:
            fix = did_you_mean(route, api.routes)
            yield context.error((*place, "routes", route), f"there is no route {route!r}", fix)
        elif _asks_nobody(context, path, api, route):
            fact = f"{route!r} asks for no API key, so these limits hold for nobody"
            yield context.error((*place, "routes", route), fact, "Give it 'api_key: true'.")
    parts = (key.partition(" ") for key in plan.routes)
    count = sum(len(verbs_of(method, path, api.routes)) for method, _, path in parts)
    most = rest_limits.ROUTES_PER_USAGE_PLAN
    if count > most:
        fact = f"there are {count} methods, while AWS's default quota is {most} a stage"
        yield context.advice((*place, "routes"), fact, "Have it raised, or set the plan's 'throttle'.")


def _asks_nobody(context: Context, path: Path, api: KeyedApi, key: str) -> bool:
    """Whether a route that is there asks for no API key; plans have no routes of WebSocket APIs at all."""
    if isinstance(api, WebSocketApiConfig):
        return False
    refused = context.refused_within(*path, "routes", key) or context.refused_within(*path, "defaults")
    return key in api.routes and not needs_key(api, api.routes[key]) and not refused


def keys(context: Context) -> Iterator[Problem]:
    """A key that no plan has is refused, and a stage takes a key by one plan alone."""
    for path, api in context.keyed_apis():
        if context.refused_within(*path, "usage_plans"):
            continue
        for key in api.api_keys:
            plans = [name for name, plan in api.usage_plans.items() if key in plan.api_keys]
            place = (*path, "api_keys", key)
            if not api.usage_plans:
                fix = f"Add one, such as 'usage_plans: {{basic: {{api_keys: [{key}]}}}}'."
                yield context.error(place, f"API key {key!r} is refused without a usage plan", fix)
            elif not plans:
                fix = "Add it to a plan's 'api_keys', or remove it."
                yield context.advice(place, f"API key {key!r} is refused: no usage plan has it", fix)
            elif len(plans) > 1:
                fact = f"usage plans {' and '.join(map(repr, plans))} both have API key {key!r}"
                yield context.error(place, fact, "AWS takes a key into one plan a stage: make another key.")


def keys_asked_for(context: Context) -> Iterator[Problem]:
    """Routes that ask for a key nobody has, and plans whose keys nobody asks for."""
    for path, api in context.keyed_apis():
        asking = [key for key, route in api.routes.items() if needs_key(api, route)]
        if asking and not api.usage_plans and not context.refused_within(*path, "usage_plans"):
            fact = f"{asking[0]!r} asks for an API key, and no usage plan makes one valid"
            fix = "Add one, such as 'usage_plans: {basic: {api_keys: [NAME]}}', or remove 'api_key'."
            yield context.error((*path, "routes", asking[0]), fact, fix)
        refused = context.refused_within(*path, "routes") or context.refused_within(*path, "defaults")
        if api.usage_plans and not asking and not refused:
            fact = "no route asks for an API key, so no usage plan limits anything"
            where = "'$connect'" if isinstance(api, WebSocketApiConfig) else "'defaults' or in routes"
            fix = f"Say 'api_key: true' in {where}."
            yield context.error((*path, "usage_plans"), fact, fix)


def sources(context: Context) -> Iterator[Problem]:
    """A key that a function returns: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html"""
    for path, api in context.rest_apis():
        if api.api_key_source != "AUTHORIZER" or context.refused_within(*path, "authorizers"):
            continue
        for key, route in api.routes.items():
            authorizer = api.authorizers.get(guard(api, route) or "")
            if needs_key(api, route) and (authorizer is None or authorizer.type != "lambda"):
                fact = f"API keys come from Lambda authorizers, and {key!r} has none"
                fix = "Guard it with one that returns 'usageIdentifierKey', or say 'api_key_source: HEADER'."
                yield context.error((*path, "routes", key), fact, fix)
        if not any(each.type == "lambda" for each in api.authorizers.values()):
            fact = "API keys are to come from a Lambda authorizer, and there is none"
            yield context.error((*path, "api_key_source"), fact, "Add one, or say HEADER.")


def preflights(context: Context) -> Iterator[Problem]:
    """Browsers send no header of the page's own with a preflight, so no key either."""
    for path, api, key, route in context.rest_routes():
        if api.cors and key.startswith("OPTIONS ") and needs_key(api, route):
            fact = f"{key!r} refuses every preflight, which comes without an API key"
            fix = "Say 'api_key: false', or remove the route: 'cors' answers OPTIONS."
            yield context.error(path, fact, fix)


def keys_from_pages(context: Context) -> Iterator[Problem]:
    """A header that `cors` does not allow keeps a browser from sending the request at all."""
    for path, api in context.rest_apis():
        if api.cors is None or api.api_key_source != "HEADER" or context.refused_within(*path, "cors"):
            continue
        allowed = {header.lower() for header in api.cors.allow_headers}
        asking = next((key for key, route in api.routes.items() if needs_key(api, route)), None)
        if asking and allowed.isdisjoint({"*", "x-api-key"}):
            fact = f"{asking!r} cannot be called from a page: cors.allow_headers has no x-api-key"
            yield context.advice((*path, "cors", "allow_headers"), fact, "Add it, if pages should.")


def needs_key(api: KeyedApi, route: RestRouteConfig | WebSocketRouteConfig) -> bool:
    """Whether a request to the route needs an API key."""
    if isinstance(api, WebSocketApiConfig):
        return bool(route.api_key)
    return api.defaults.api_key if route.api_key is None else route.api_key
