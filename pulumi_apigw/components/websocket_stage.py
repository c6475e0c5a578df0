"""The stage of a WebSocket API: plan → resource."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..plan.websocket.model import WebSocketRouteSettingsPlan, WebSocketStagePlan
from .access_log_role import AccessLogRole
from .log_group import access_log_settings
from .references import References
from .websocket_api import WebSocketApi

__all__ = ["create_websocket_stage"]


def create_websocket_stage(
    name: str,
    plan: WebSocketStagePlan,
    api: WebSocketApi,
    *,
    deployment: str | None,
    log_group: aws.cloudwatch.LogGroup | None,
    role: AccessLogRole | None,
    refs: References,
    parent: pulumi.Resource,
) -> aws.apigatewayv2.Stage:
    """A stage that deploys every change of its API, or serves one deployment: the newest, or one it names."""
    served = api.deployment if deployment is None else api.deployments[deployment]
    return aws.apigatewayv2.Stage(
        name,
        name=plan.stage_name,
        api_id=api.api_id,
        auto_deploy=served is None,
        deployment_id=served.id if served else None,
        description=refs.fill(plan.description),
        stage_variables=refs.fill(plan.variables),
        default_route_settings=_settings(plan.settings),
        route_settings=[
            {"route_key": str(each.route_key), **_settings(each)} for each in plan.route_settings
        ],
        access_log_settings=access_log_settings(plan.access_log, log_group, refs),
        tags=refs.fill(plan.tags),
        # AWS refuses settings for a route that is not there yet, and a stage that writes a log where the
        # account has no role for it. One that goes live before all of the API is there answers with errors.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[*api.parts, *([role] if role else [])]),
    )


def _settings(plan: WebSocketRouteSettingsPlan) -> aws.apigatewayv2.StageDefaultRouteSettingsArgsDict:
    """Route settings, whole: AWS takes a limit that is left out for 0."""
    return {
        "throttling_rate_limit": plan.throttle.rate_limit,
        "throttling_burst_limit": plan.throttle.burst_limit,
        "detailed_metrics_enabled": plan.detailed_metrics,
        "logging_level": plan.log_level,
        "data_trace_enabled": plan.data_trace,
    }
