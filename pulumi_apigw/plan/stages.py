"""Stages: throttles, logs and variables of an API where it is deployed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Literal

from ..config.api import CommonApiConfig
from ..config.http import HttpApiConfig
from ..config.stage_settings import AccessLogConfig
from ..config.stages import StageConfig
from .model import AccessLogPlan, RoutePlan, RouteSettingsPlan, StagePlan, ThrottlePlan
from .routes import plan_throttle

__all__ = ["DEFAULT_THROTTLE", "plan_access_log", "plan_stage", "stage_throttle"]

# A tenth of what an account has: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
DEFAULT_THROTTLE = ThrottlePlan(rate_limit=1000, burst_limit=500)


def stage_throttle(api: CommonApiConfig, stage: StageConfig) -> ThrottlePlan:
    """A stage's limits: its own, else the API's, else the default."""
    return plan_throttle(stage.throttle, plan_throttle(api.throttle, DEFAULT_THROTTLE))


def plan_stage(
    name: str,
    stage: StageConfig,
    api: HttpApiConfig,
    *,
    log_group: str,
    routes: Iterable[RoutePlan],
    variables: Mapping[str, str],
    tags: Mapping[str, str],
) -> StagePlan:
    """One stage of an API: what the stage says, else what the API says; `log_group` names its access log."""
    throttle = stage_throttle(api, stage)
    detailed_metrics = api.detailed_metrics if stage.detailed_metrics is None else stage.detailed_metrics
    access_log = api.access_log if stage.access_log is None else stage.access_log
    return StagePlan(
        name=name,
        stage_name="$default" if api.default_stage else name,
        description=stage.description,
        variables=dict(variables),
        throttle=throttle,
        detailed_metrics=detailed_metrics,
        route_settings=tuple(_route_settings(routes, throttle, detailed_metrics)),
        access_log=plan_access_log(access_log, log_group, api.protocol),
        tags=dict(tags),
    )


def _route_settings(
    routes: Iterable[RoutePlan], throttle: ThrottlePlan, detailed_metrics: bool
) -> Iterable[RouteSettingsPlan]:
    for route in routes:
        if route.throttle or route.detailed_metrics is not None:
            yield RouteSettingsPlan(
                route_key=route.key,
                throttle=plan_throttle(route.throttle, throttle) if route.throttle else throttle,
                detailed_metrics=detailed_metrics
                if route.detailed_metrics is None
                else route.detailed_metrics,
            )


def plan_access_log(
    config: AccessLogConfig | Literal["none"], log_group: str, protocol: str, *, by_role: bool = True
) -> AccessLogPlan | None:
    """An access log with one line of JSON a request, or in the user's own format; `protocol` is the API's.

    None where there is none, or where it would be a log group's and nobody may write to one (`by_role`).
    """
    if config == "none" or not (by_role or config.firehose_arn):
        return None
    fields = config.variables(protocol)
    return AccessLogPlan(
        log_group=log_group,
        format=config.format if config.format is not None else json.dumps(fields, separators=(",", ":")),
        retention_days=config.retention_days,
        kms_key_arn=config.kms_key_arn,
        log_class=config.log_class,
        firehose_arn=config.firehose_arn,
    )
