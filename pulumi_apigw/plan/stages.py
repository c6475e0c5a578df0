"""Stages: throttles, logs and variables of an API where it is deployed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ..aws.log_fields import HTTP_LOG_FIELDS
from ..config.http import HttpApiConfig
from ..config.stage_settings import AccessLogConfig, ThrottleConfig
from .model import AccessLogPlan, RoutePlan, RouteSettingsPlan, StagePlan, ThrottlePlan
from .routes import plan_throttle

__all__ = ["DEFAULT_THROTTLE", "plan_access_log", "plan_stage", "stage_throttle"]

# A tenth of what an account has: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
DEFAULT_THROTTLE = ThrottlePlan(rate_limit=1000, burst_limit=500)


def stage_throttle(api: HttpApiConfig, stage: ThrottleConfig) -> ThrottlePlan:
    """A stage's limits: its own, else the API's, else the default."""
    return plan_throttle(stage, plan_throttle(api.throttle, DEFAULT_THROTTLE))


def plan_stage(
    name: str,
    api: HttpApiConfig,
    *,
    log_group: str,
    routes: Iterable[RoutePlan],
    throttle: ThrottlePlan,
    variables: Mapping[str, str],
    description: str | None,
    tags: Mapping[str, str],
) -> StagePlan:
    """One stage of an API; `log_group` names its access log."""
    return StagePlan(
        name=name,
        stage_name="$default" if api.default_stage else name,
        description=description,
        variables=dict(variables),
        throttle=throttle,
        detailed_metrics=api.detailed_metrics,
        route_settings=tuple(_route_settings(api, routes, throttle)),
        access_log=None if api.access_log == "none" else plan_access_log(api.access_log, log_group),
        tags=dict(tags),
    )


def _route_settings(
    api: HttpApiConfig, routes: Iterable[RoutePlan], throttle: ThrottlePlan
) -> Iterable[RouteSettingsPlan]:
    for route in routes:
        if route.throttle or route.detailed_metrics is not None:
            metrics = api.detailed_metrics if route.detailed_metrics is None else route.detailed_metrics
            yield RouteSettingsPlan(
                route_key=route.key, throttle=route.throttle or throttle, detailed_metrics=metrics
            )


def plan_access_log(config: AccessLogConfig, log_group: str) -> AccessLogPlan:
    """An access log with one line of JSON a request, or in the user's own format."""
    fields = {name: HTTP_LOG_FIELDS[name] for name in config.fields}
    return AccessLogPlan(
        log_group=log_group,
        format=config.format if config.format is not None else json.dumps(fields, separators=(",", ":")),
        retention_days=config.retention_days,
        kms_key_arn=config.kms_key_arn,
        log_class=config.log_class,
    )
