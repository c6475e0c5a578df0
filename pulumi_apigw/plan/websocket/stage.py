"""Stages of a WebSocket API: throttles, logs, variables and usage plans where it is deployed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...config.stages import StageConfig
from ...config.websocket import WebSocketApiConfig, WebSocketRouteConfig
from ..rest.usage_plans import plan_usage_plans
from ..routes import plan_throttle
from ..stages import plan_access_log, stage_throttle
from .model import WebSocketApiPlan, WebSocketRouteSettingsPlan, WebSocketStagePlan

__all__ = ["plan_websocket_stage"]


def plan_websocket_stage(
    name: str,
    stage: StageConfig,
    api: WebSocketApiConfig,
    *,
    plan: WebSocketApiPlan,
    log_group: str,
    variables: Mapping[str, str],
    tags: Mapping[str, str],
    usage_plan_prefix: str | None = None,
    logs: bool = True,
) -> WebSocketStagePlan:
    """One stage of an API: what the stage says, else what the API says; `log_group` names its access log.

    AWS's names of usage plans begin with `usage_plan_prefix`, by default the API's name and the stage's.
    Without `logs` it writes neither an access log nor an execution log.
    """
    access_log = api.access_log if stage.access_log is None else stage.access_log
    settings = _settings(stage, api, logs=logs)
    return WebSocketStagePlan(
        name=name,
        stage_name=name,
        description=stage.description,
        variables=dict(variables),
        settings=settings,
        route_settings=tuple(_route_settings(api, settings, logs=logs)),
        access_log=plan_access_log(access_log, log_group, api.protocol, by_role=logs),
        usage_plans=plan_usage_plans(api.usage_plans, prefix=usage_plan_prefix or _prefix(plan, name)),
        tags=dict(tags),
    )


def _prefix(plan: WebSocketApiPlan, stage: str) -> str:
    """The API's name, which ends with the stage's already where an API has one stage."""
    return plan.api_name if plan.api_name.endswith(f"-{stage}") else f"{plan.api_name}-{stage}"


def _settings(stage: StageConfig, api: WebSocketApiConfig, *, logs: bool) -> WebSocketRouteSettingsPlan:
    return WebSocketRouteSettingsPlan(
        route_key=None,
        throttle=stage_throttle(api, stage),
        detailed_metrics=api.detailed_metrics if stage.detailed_metrics is None else stage.detailed_metrics,
        log_level=api.execution_log.level if logs else "OFF",
        data_trace=api.execution_log.data_trace and logs,
    )


def _route_settings(
    api: WebSocketApiConfig, around: WebSocketRouteSettingsPlan, *, logs: bool
) -> Iterator[WebSocketRouteSettingsPlan]:
    """Each route that says something of its own: AWS takes nothing of the stage's for what it leaves out."""
    for key, route in api.routes.items():
        if route.throttle or route.execution_log or route.detailed_metrics is not None:
            yield _own_settings(key, route, around, logs=logs)


def _own_settings(
    key: str, route: WebSocketRouteConfig, around: WebSocketRouteSettingsPlan, *, logs: bool
) -> WebSocketRouteSettingsPlan:
    log = route.execution_log if logs else None
    return WebSocketRouteSettingsPlan(
        route_key=key,
        throttle=plan_throttle(route.throttle, around.throttle) if route.throttle else around.throttle,
        detailed_metrics=around.detailed_metrics
        if route.detailed_metrics is None
        else route.detailed_metrics,
        log_level=log.level if log else around.log_level,
        data_trace=log.data_trace if log else around.data_trace,
    )
