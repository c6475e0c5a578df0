"""A REST API: the plans of its parts, put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...config.rest import RestApiConfig
from ..http import plan_permissions
from ..model import TargetPlan
from .authorizers import plan_authorizers
from .gateway_responses import plan_gateway_responses
from .methods import plan_methods
from .model import RestApiPlan
from .models import plan_models
from .policy import plan_policy
from .usage_plans import plan_api_keys

__all__ = ["plan_rest_api"]


def plan_rest_api(
    name: str,
    api: RestApiConfig,
    *,
    api_name: str,
    targets: Mapping[str, TargetPlan],
    tags: Mapping[str, str],
    cached: bool | None = None,
) -> RestApiPlan:
    """One API without its stages; `targets` says how each function is called.

    `cached` says whether a stage of it has a cache (default: what the API itself says).
    """
    plan = RestApiPlan(
        name=name,
        api_name=api_name,
        settings=api,
        authorizers=plan_authorizers(api.authorizers, targets),
        methods=plan_methods(api, targets, cached=api.cache != "none" if cached is None else cached),
        models=plan_models(api.models),
        gateway_responses=plan_gateway_responses(api),
        policy=plan_policy(api),
        api_keys=plan_api_keys(api.api_keys),
        stages=(),
        permissions=(),
        tags=dict(tags),
    )
    return replace(plan, permissions=plan_permissions(plan.targets))
