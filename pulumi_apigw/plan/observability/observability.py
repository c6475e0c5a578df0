"""What is watched of a stage: config → plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from ...config.observability import ObservabilityConfig
from ...errors import Problem
from ..api_parts import AccessLogPlan
from ..model import AnyApiPlan, FunctionPlan, WebSocketApiPlan
from .alarms import AlarmPlanner
from .api_metrics import log_metrics
from .dashboard import plan_rows
from .function_metrics import function_metrics
from .model import AlarmPlan, DashboardPlan, ObservabilityPlan

__all__ = ["plan_observability", "uncounted"]


def plan_observability(
    config: ObservabilityConfig,
    apis: Iterable[tuple[AnyApiPlan, AccessLogPlan | None]],
    functions: Iterable[FunctionPlan],
    *,
    name: str,
    tags: Mapping[str, str],
    aliases: Mapping[str, str] = MappingProxyType({}),
) -> ObservabilityPlan:
    """Alarms, log metrics and dashboard of one stage.

    `apis` are those of the stage, each with its access log (None: it writes none). `name` is
    unique in the account and region, such as `orders-prod`: AWS's names begin with it. Functions that have an
    alias in `aliases` are watched by it alone.
    """
    watched, built = list(apis), [function_metrics(each, aliases.get(each.name)) for each in functions]
    thresholds = None if isinstance(config.alarms, str) else config.alarms
    counted = {each.name: each for plan, log in watched for each in log_metrics(plan, log, name)}
    alarms: tuple[AlarmPlan, ...] = ()
    if thresholds:
        planner = AlarmPlanner(config, thresholds, name)
        of_apis = (alarm for plan, _ in watched for alarm in planner.of_api(plan, counted))
        alarms = (*of_apis, *(alarm for metrics in built for alarm in planner.of_function(metrics)))
    dashboard = DashboardPlan(
        dashboard_name=name,
        title=name,
        rows=plan_rows(watched, built, counted=counted, thresholds=thresholds),
        period_seconds=config.period_minutes * 60,
    )
    shown = counted.keys() if config.dashboard else {alarm.name for alarm in alarms}
    return ObservabilityPlan(
        topic=config.topic,
        log_metrics=tuple(each for each in counted.values() if each.name in shown),
        alarms=alarms,
        dashboard=dashboard if config.dashboard else None,
        tags=tags,
    )


def uncounted(
    config: ObservabilityConfig, apis: Iterable[tuple[AnyApiPlan, AccessLogPlan | None]]
) -> Iterator[Problem]:
    """Alarms on numbers that no log group shows, of stages that no check of a service has seen."""
    if isinstance(config.alarms, str):
        return
    for plan, log in apis:
        wanted = {"throttled": "throttled_requests"}
        if plan.authorizers:
            wanted["authorizer-errors"] = "authorizer_errors"
        if isinstance(plan, WebSocketApiPlan):
            wanted["connect-errors"] = "connect_errors"
        counted = {each.name for each in log_metrics(plan, log, namespace="")}
        for what, threshold in wanted.items():
            if getattr(config.alarms, threshold) != "none" and f"{plan.name}.{what}" not in counted:
                fact = f"no log group shows what is counted of API {plan.name!r}"
                fix = "Let its stage write such an access log, or say 'none'."
                yield Problem(f"alarms.{threshold}", f"{fact}. {fix}")
