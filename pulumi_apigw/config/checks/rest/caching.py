"""Caches: a cluster behind each setting, and answers that are told apart.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws.rest_verbs import ANY, verbs_of
from ....aws.route_keys import parse_route_key
from ....errors import Problem
from ....source import Path
from ...rest import RestApiConfig, RestRouteConfig
from ...rest.stage_settings import MethodCacheConfig
from ..authorization import guard
from ..context import Context
from ..names import OPEN

__all__ = ["clusters", "methods", "shared_answers", "variables"]

_HEADER = "$request.header."


def clusters(context: Context) -> Iterator[Problem]:
    """Settings of a cache that no stage has; those of a stage that is not this one may be what is meant."""
    for path, api, _, route in context.rest_routes():
        if _some_cluster(context, path[:2], api):
            continue
        fix = "Give the API or a stage a 'cache', such as {size_gb: 0.5}, or remove it."
        if route.cache and route.cache.enabled:
            yield context.error((*path, "cache"), "no stage has a cache, so nothing is cached", fix)
        for name, parameter in route.parameters.items():
            if parameter.cache_key:
                place = (*path, "parameters", name, "cache_key")
                yield context.error(place, "no stage has a cache, so there is nothing to tell apart", fix)


def methods(context: Context) -> Iterator[Problem]:
    """AWS caches GET alone unless a route says otherwise, and advises against that.

    Of a route for any method the plan caches GET alone.
    """
    for path, _, key, route in context.rest_routes():
        method = parse_route_key(key).method
        if route.cache and route.cache.enabled and method not in ("GET", "ANY"):
            fact = f"answers to {method} would come from the cache, without a call of what {key!r} is for"
            yield context.advice((*path, "cache"), fact, "Cache GET alone: remove it.")


def variables(context: Context) -> Iterator[Problem]:
    """Answers to every value of a path variable are one in the cache unless the variable is in its key.

    https://github.com/hashicorp/terraform-provider-aws/issues/856
    """
    for path, api, key, route in context.rest_routes():
        if not _is_cached(context, api, key, route):
            continue
        for name in parse_route_key(key).variables:
            parameter = route.parameters.get(f"path.{name}")
            if not (parameter and parameter.cache_key) and not context.refused_within(*path, "parameters"):
                fact = f"{key!r} is cached, and every {{{name}}} would get the answer of the first one"
                keyed = f"'parameters: {{path.{name}: {{cache_key: true}}}}'"
                fix = f"Give it {keyed}, or 'cache: {{enabled: false}}'."
                yield context.error(path, fact, fix)


def shared_answers(context: Context) -> Iterator[Problem]:
    """Whose answer it was is not in the cache's key, nor is a query string, unless the route says so."""
    for path, api, key, route in context.rest_routes():
        if not _is_cached(context, api, key, route):
            continue
        for name, parameter in route.parameters.items():
            if name.startswith("query.") and not parameter.cache_key:
                fact = f"{key!r} is cached, and answers are the same whatever {name!r} is"
                yield context.advice(
                    (*path, "parameters", name), fact, "Give it 'cache_key: true', if it matters."
                )
        keyed = [name for name, parameter in route.parameters.items() if parameter.cache_key]
        if guard(api, route) not in (OPEN, None) and not any(name.startswith("header.") for name in keyed):
            fact = f"{key!r} is cached, and callers get answers that were made for others"
            keyed_by = f"'parameters: {{header.{_header(api, route)}: {{cache_key: true}}}}'"
            fix = f"If they differ by caller, say 'cache: {{enabled: false}}', or {keyed_by}."
            yield context.advice(path, fact, fix)


def _header(api: RestApiConfig, route: RestRouteConfig) -> str:
    """The header that tells callers apart: what the authorizer reads first, or where a signature stands."""
    authorizer = api.authorizers.get(guard(api, route) or "")
    sources = getattr(authorizer, "identity_sources", (getattr(authorizer, "identity_source", ""),))
    headers = (each.removeprefix(_HEADER) for each in sources if each.startswith(_HEADER))
    return next(headers, "Authorization")


def _is_cached(context: Context, api: RestApiConfig, key: str, route: RestRouteConfig) -> bool:
    own = context.config.stages[context.stage].cache
    cluster = api.cache if own is None else own
    if cluster == "none" or route.stream or _given(route, cluster, "ttl_seconds") == 0:
        return False
    parsed = parse_route_key(key)
    is_get = "GET" in verbs_of(parsed.method, parsed.path, api.routes)
    if parsed.method == ANY and not is_get:
        return False
    if route.cache:
        return route.cache.enabled
    return is_get and cluster.enabled


def _given(route: RestRouteConfig, cluster: MethodCacheConfig, name: str) -> object:
    """What the route says of its cache, else what the cluster says."""
    own = route.cache is not None and name in route.cache.model_fields_set
    return getattr(route.cache if own else cluster, name)


def _some_cluster(context: Context, path: Path, api: RestApiConfig) -> bool:
    if api.cache != "none" or context.refused(*path, "cache"):
        return True
    for name, stage in context.config.stages.items():
        patched = context.written("stages", name, "patch", *path).get("cache", "none")
        if stage.cache not in (None, "none") or patched != "none" or context.refused("stages", name, "cache"):
            return True
    return False
