"""Usage plans of a stage of a REST or WebSocket API, and the keys that have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from ..plan.model import ThrottlePlan
from ..plan.rest.model import RestStagePlan, UsagePlanPlan
from ..plan.websocket.model import WebSocketStagePlan
from .references import References
from .rest_api import RestApi
from .websocket_api import WebSocketApi

__all__ = ["UsagePlanParts", "create_usage_plans"]


@dataclass(frozen=True)
class UsagePlanParts:
    """A usage plan and, by the names of the keys that have it, what gives it to them."""

    usage_plan: aws.apigateway.UsagePlan
    keys: Mapping[str, aws.apigateway.UsagePlanKey]


def create_usage_plans(
    name: str,
    plan: RestStagePlan | WebSocketStagePlan,
    api: RestApi | WebSocketApi,
    stage_name: pulumi.Output[str],
    *,
    refs: References,
    parent: pulumi.Resource,
) -> dict[str, UsagePlanParts]:
    """Every usage plan by its name.

    `stage_name` is the stage's output: each plan comes after the stage, also after its newest deployment, and
    is deleted before it, since AWS deletes no stage of a usage plan.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-create-usage-plans.html
    """
    parts = {}
    for each in plan.usage_plans:
        usage_plan = _create_plan(f"{name}.{each.name}", each, plan, api, stage_name, refs, parent)
        keys = {key: _give(f"{name}.{key}", api.api_keys[key], usage_plan, parent) for key in each.api_keys}
        parts[each.name] = UsagePlanParts(usage_plan, keys)
    return parts


def _create_plan(
    name: str,
    plan: UsagePlanPlan,
    stage_plan: RestStagePlan | WebSocketStagePlan,
    api: RestApi | WebSocketApi,
    stage_name: pulumi.Output[str],
    refs: References,
    parent: pulumi.Resource,
) -> aws.apigateway.UsagePlan:
    return aws.apigateway.UsagePlan(
        name,
        name=plan.aws_name,
        description=refs.fill(plan.description),
        api_stages=[_api_stage(plan, api, stage_name)],
        throttle_settings=_throttle(plan.throttle) if plan.throttle else None,
        quota_settings=_quota(plan),
        tags=refs.fill(stage_plan.tags),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _give(
    name: str, key: aws.apigateway.ApiKey, usage_plan: aws.apigateway.UsagePlan, parent: pulumi.Resource
) -> aws.apigateway.UsagePlanKey:
    """A usage plan for a key. The name has no plan, so that a key that goes to another plan leaves its own.

    "A given API key can only be associated with one usage plan for each stage of your API", so it has to
    leave first, and a plan with a new name is another one:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
    """
    return aws.apigateway.UsagePlanKey(
        name,
        key_id=key.id,
        key_type="API_KEY",
        usage_plan_id=usage_plan.id,
        opts=pulumi.ResourceOptions(
            parent=parent,
            delete_before_replace=True,
            # AWS answers with the key's value, which the provider's schema does not call a secret.
            # https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlanKey.html
            additional_secret_outputs=["value"],
        ),
    )


def _api_stage(
    plan: UsagePlanPlan, api: RestApi | WebSocketApi, stage_name: pulumi.Output[str]
) -> aws.apigateway.UsagePlanApiStageArgsDict:
    return {
        "api_id": api.api_id,
        "stage": stage_name,
        "throttles": [{"path": path, **_throttle(each)} for path, each in plan.routes.items()],
    }


def _throttle(throttle: ThrottlePlan) -> aws.apigateway.UsagePlanThrottleSettingsArgsDict:
    return {"rate_limit": throttle.rate_limit, "burst_limit": throttle.burst_limit}


def _quota(plan: UsagePlanPlan) -> aws.apigateway.UsagePlanQuotaSettingsArgsDict | None:
    if plan.quota_limit is None or plan.quota_period is None:
        return None
    return {"limit": plan.quota_limit, "period": plan.quota_period, "offset": plan.quota_offset}
