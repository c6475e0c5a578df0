"""Routes, and the preflight routes that a guarded catch-all needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from ..aws.route_keys import RouteKey, parse_route_key
from ..config.authorizers import HttpAuthorizerConfig, LambdaAuthorizerConfig
from ..config.checks.names import OPEN
from ..config.http import HttpApiConfig, HttpRouteConfig
from ..config.stage_settings import ThrottleConfig
from .integrations import plan_integration
from .model import IntegrationPlan, RoutePlan, TargetPlan, ThrottlePlan

__all__ = ["plan_routes", "plan_throttle"]

Authorization = Literal["NONE", "JWT", "CUSTOM", "AWS_IAM"]


def plan_routes(
    api: HttpApiConfig, targets: Mapping[str, TargetPlan]
) -> tuple[tuple[RoutePlan, ...], tuple[IntegrationPlan, ...]]:
    """The routes of an API, and the integrations that they share."""
    routes: list[RoutePlan] = []
    integrations: dict[str, IntegrationPlan] = {}
    for text, route in api.routes.items():
        key = parse_route_key(text)
        integration = plan_integration(api, key, route, targets)
        integrations.setdefault(integration.name, integration)
        routes.append(_route(api, key, route, integration))
    routes += _preflights(api, routes)
    return tuple(routes), tuple(integrations.values())


def _route(
    api: HttpApiConfig, key: RouteKey, route: HttpRouteConfig, integration: IntegrationPlan
) -> RoutePlan:
    name = route.authorizer or api.defaults.authorizer
    authorizer = None if name in (None, OPEN) else api.authorizers[str(name)]
    authorization = _authorization(authorizer)
    scopes = (api.defaults.scopes if route.scopes is None else route.scopes) if authorization == "JWT" else ()
    return RoutePlan(
        key=str(key),
        name=key.normalised,
        integration=integration.name,
        authorization=authorization,
        authorizer=name if authorization in ("JWT", "CUSTOM") else None,
        scopes=scopes,
        throttle=route.throttle,
        detailed_metrics=route.detailed_metrics,
        operation_name=route.operation_name,
    )


def _authorization(authorizer: HttpAuthorizerConfig | None) -> Authorization:
    if authorizer is None:
        return "NONE"
    if isinstance(authorizer, LambdaAuthorizerConfig):
        return "CUSTOM"
    return "AWS_IAM" if authorizer.type == "iam" else "JWT"


def plan_throttle(throttle: ThrottleConfig, around: ThrottlePlan) -> ThrottlePlan:
    """`throttle` with the limits that it leaves out taken from `around`."""
    return ThrottlePlan(
        rate_limit=around.rate_limit if throttle.rate_limit is None else throttle.rate_limit,
        burst_limit=around.burst_limit if throttle.burst_limit is None else throttle.burst_limit,
    )


def _preflights(api: HttpApiConfig, routes: list[RoutePlan]) -> Iterator[RoutePlan]:
    """An open OPTIONS route beside each guarded one that would catch preflights and answer them with 401.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    """
    taken = {route.name for route in routes}
    for route in routes if api.cors else ():
        key = parse_route_key(route.key)
        if route.authorization == "NONE" or key.method != "ANY":
            continue
        for path in ("/", "/{proxy+}") if key.is_default else (key.path,):
            preflight = parse_route_key(f"OPTIONS {path}")
            if preflight.normalised not in taken:
                taken.add(preflight.normalised)
                yield RoutePlan(
                    key=str(preflight),
                    name=preflight.normalised,
                    integration=route.integration,
                    authorization="NONE",
                    authorizer=None,
                    scopes=(),
                    throttle=None,
                    detailed_metrics=None,
                )
