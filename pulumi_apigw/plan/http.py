"""An HTTP API: the plans of its parts, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..config.http import HttpApiConfig
from .authorizers import plan_authorizer
from .model import (
    AuthorizerPlan,
    FunctionIntegrationPlan,
    HttpApiPlan,
    IntegrationPlan,
    LambdaAuthorizerPlan,
    PermissionPlan,
    TargetPlan,
)
from .routes import plan_routes

__all__ = ["plan_http_api"]


def plan_http_api(
    name: str,
    api: HttpApiConfig,
    *,
    api_name: str,
    targets: Mapping[str, TargetPlan],
    tags: Mapping[str, str],
) -> HttpApiPlan:
    """One API without its stages; `targets` says how each function is called."""
    routes, integrations = plan_routes(api, targets)
    planned = (plan_authorizer(each, authorizer, targets) for each, authorizer in api.authorizers.items())
    authorizers = tuple(each for each in planned if each is not None)
    return HttpApiPlan(
        name=name,
        api_name=api_name,
        description=api.description,
        cors=api.cors,
        disable_execute_api_endpoint=api.disable_execute_api_endpoint,
        ip_address_type=api.ip_address_type,
        authorizers=authorizers,
        vpc_links=api.vpc_links,
        integrations=integrations,
        routes=routes,
        stages=(),
        permissions=tuple(_permissions(integrations, authorizers)),
        tags=dict(tags),
    )


def _permissions(
    integrations: Iterable[IntegrationPlan], authorizers: Iterable[AuthorizerPlan]
) -> Iterable[PermissionPlan]:
    """One permission a function and alias, however many routes call it.

    A statement a route fills the function's policy (20,480 bytes) at about 30 routes.
    https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    """
    called = [each.target for each in integrations if isinstance(each, FunctionIntegrationPlan)]
    called += [each.target for each in authorizers if isinstance(each, LambdaAuthorizerPlan)]
    pairs = dict.fromkeys((target.function, alias) for target in called for alias in target.aliases)
    for function, alias in pairs:
        yield PermissionPlan(function=function, alias=alias)
