"""The stage of an HTTP API: plan → resource."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..plan.model import StagePlan, ThrottlePlan
from .http_api import HttpApi
from .log_group import access_log_settings
from .references import References

__all__ = ["create_http_stage"]


def create_http_stage(
    name: str,
    plan: StagePlan,
    api: HttpApi,
    *,
    deployment: str | None,
    log_group: aws.cloudwatch.LogGroup | None,
    refs: References,
    parent: pulumi.Resource,
) -> aws.apigatewayv2.Stage:
    """A stage that deploys every change of its API, or serves the deployment of one content."""
    return aws.apigatewayv2.Stage(
        name,
        name=plan.stage_name,
        api_id=api.api_id,
        auto_deploy=deployment is None,
        deployment_id=None if deployment is None else api.deployments[deployment].id,
        description=refs.fill(plan.description),
        stage_variables=refs.fill(plan.variables),
        default_route_settings=_settings(plan.throttle, plan.detailed_metrics),
        route_settings=[
            {"route_key": each.route_key, **_settings(each.throttle, each.detailed_metrics)}
            for each in plan.route_settings
        ],
        access_log_settings=access_log_settings(plan.access_log, log_group, refs),
        tags=refs.fill(plan.tags),
        # AWS refuses settings for a route that is not there yet, and a stage that goes live before the
        # permissions are there answers 500.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=api.parts),
    )


def _settings(
    throttle: ThrottlePlan, detailed_metrics: bool
) -> aws.apigatewayv2.StageDefaultRouteSettingsArgsDict:
    """Route settings, whole. `logging_level` and `data_trace_enabled` are for WebSocket APIs alone."""
    return {
        "throttling_rate_limit": throttle.rate_limit,
        "throttling_burst_limit": throttle.burst_limit,
        "detailed_metrics_enabled": detailed_metrics,
    }
