"""An HTTP API: the plans of its parts, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..config.http import HttpApiConfig
from .authorizers import plan_authorizers
from .model import HttpApiPlan, PermissionPlan, TargetPlan
from .routes import plan_routes

__all__ = ["plan_http_api", "plan_permissions"]


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
    plan = HttpApiPlan(
        name=name,
        api_name=api_name,
        settings=api,
        authorizers=plan_authorizers(api.authorizers, targets),
        integrations=integrations,
        routes=routes,
        stages=(),
        permissions=(),
        tags=dict(tags),
    )
    return replace(plan, permissions=plan_permissions(plan.targets))


def plan_permissions(targets: Iterable[TargetPlan]) -> tuple[PermissionPlan, ...]:
    """One permission a function and alias, however many routes call it.

    A statement a route fills the function's policy (20,480 bytes) at about 30 routes.
    https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    """
    pairs = dict.fromkeys((target.function, alias) for target in targets for alias in target.aliases)
    return tuple(PermissionPlan(function=function, alias=alias) for function, alias in pairs)
