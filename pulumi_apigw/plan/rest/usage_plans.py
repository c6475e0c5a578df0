"""API keys of a REST API, and the usage plans of its stages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ...aws.rest_verbs import verbs_of
from ...aws.route_keys import parse_route_key
from ...config.rest.usage_plans import ApiKeyConfig, UsagePlanConfig
from ...config.stage_settings import ThrottleConfig
from ..api_parts import ThrottlePlan
from .model import ApiKeyPlan, UsagePlanPlan

__all__ = ["plan_api_keys", "plan_usage_plans"]


def plan_api_keys(keys: Mapping[str, ApiKeyConfig]) -> tuple[ApiKeyPlan, ...]:
    """Every key; its value is nowhere in the plan."""
    return tuple(
        ApiKeyPlan(name=name, description=key.description, enabled=key.enabled, value=key.value)
        for name, key in keys.items()
    )


def plan_usage_plans(
    plans: Mapping[str, UsagePlanConfig], *, prefix: str, keys: Collection[str] = ()
) -> tuple[UsagePlanPlan, ...]:
    """The plans of one stage; AWS's names begin with `prefix` and '-'; `keys` are those of all methods."""
    return tuple(_usage_plan(name, plan, f"{prefix}-{name}", keys) for name, plan in plans.items())


def _usage_plan(name: str, plan: UsagePlanConfig, aws_name: str, keys: Collection[str]) -> UsagePlanPlan:
    return UsagePlanPlan(
        name=name,
        aws_name=aws_name,
        description=plan.description,
        throttle=_limits(plan.throttle),
        quota_limit=plan.quota.limit if plan.quota else None,
        quota_period=plan.quota.period if plan.quota else None,
        quota_offset=plan.quota.offset if plan.quota else 0,
        routes={
            path: limits
            for key, each in plan.routes.items()
            if (limits := _limits(each))
            for path in _paths(key, keys)
        },
        api_keys=plan.api_keys,
    )


def _limits(throttle: ThrottleConfig) -> ThrottlePlan | None:
    """Both limits, or None where there is none: the config's checks let no single one through."""
    if throttle.rate_limit is None or throttle.burst_limit is None:
        return None
    return ThrottlePlan(rate_limit=throttle.rate_limit, burst_limit=throttle.burst_limit)


def _paths(route_key: str, keys: Collection[str]) -> Iterator[str]:
    """`/items/{id}/GET`, as usage plans name a method: path, '/' and method, so `//GET` for the root.

    Each verb of a route for any method, as for the stage's own settings.
    https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
    """
    key = parse_route_key(route_key)
    for verb in verbs_of(key.method, key.path, keys):
        yield f"{key.path}/{verb}"
