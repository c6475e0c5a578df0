"""Which routes of a REST API are cached where a stage has a cache."""

from __future__ import annotations

from ...aws.rest_verbs import ANY
from ...aws.route_keys import RouteKey
from ...config.rest import RestRouteConfig

__all__ = ["is_cached"]


def is_cached(key: RouteKey, route: RestRouteConfig) -> bool:
    """Whether a cache keeps a route's answers: what it says itself, else a GET's unless they are streamed.

    Of a route for any method those to GET are kept, whatever it says of others.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
    https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
    """
    return route.cache.enabled if route.cache else key.method in ("GET", ANY) and not route.stream
