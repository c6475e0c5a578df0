"""The dashboard of a service: a row an API, and a row a function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...config.observability import AlarmsConfig
from ..api_parts import AccessLogPlan
from ..model import AnyApiPlan
from .api_metrics import api_metrics, status_key
from .function_metrics import FunctionMetrics
from .model import FailuresPlan, LogMetricPlan, RowPlan, WidgetPlan

__all__ = ["plan_rows"]


def plan_rows(
    apis: Iterable[tuple[AnyApiPlan, AccessLogPlan | None]],
    functions: Iterable[FunctionMetrics],
    *,
    counted: Mapping[str, LogMetricPlan],
    thresholds: AlarmsConfig | None,
) -> tuple[RowPlan, ...]:
    """The rows; limits that alarms watch are drawn where a graph has the alarm's unit."""
    rows = [_api_row(plan, log, counted, thresholds) for plan, log in apis]
    return (*rows, *(_function_row(metrics, thresholds) for metrics in functions))


def _api_row(
    plan: AnyApiPlan,
    log: AccessLogPlan | None,
    counted: Mapping[str, LogMetricPlan],
    thresholds: AlarmsConfig | None,
) -> RowPlan:
    metrics, key = api_metrics(plan), status_key(log)
    own = [each.metric for each in counted.values() if each.api == plan.name]
    slowest = thresholds.latency_p99_ms if thresholds else "none"
    latency = tuple(metrics.latency_at(statistic) for statistic in ("p50", "p90", "p99"))
    return RowPlan(
        heading=f"{plan.name} ({plan.settings.protocol})",
        widgets=(
            WidgetPlan(title="Traffic", metrics=metrics.traffic),
            WidgetPlan(title="Errors", metrics=(*metrics.server_errors, *metrics.client_errors, *own)),
            WidgetPlan(title="Latency (ms)", metrics=latency, limits=_limit("p99 alarm", slowest)),
        ),
        failures=FailuresPlan(api=plan.name, status_key=key) if key else None,
    )


def _function_row(metrics: FunctionMetrics, thresholds: AlarmsConfig | None) -> RowPlan:
    timeout = metrics.plan.settings.timeout_seconds * 1000
    percent = thresholds.function_duration_percent if thresholds else "none"
    close = "none" if percent == "none" else percent / 100 * timeout
    duration = tuple(metrics.duration_at(statistic) for statistic in ("p50", "p99"))
    return RowPlan(
        heading=f"Function {metrics.called}",
        widgets=(
            WidgetPlan(title="Invocations", metrics=(metrics.invocations, metrics.concurrency)),
            WidgetPlan(title="Errors", metrics=(metrics.errors, metrics.throttles)),
            WidgetPlan(
                title="Duration (ms)",
                metrics=duration,
                limits={**_limit("p99 alarm", close), "timeout": timeout},
            ),
        ),
    )


def _limit(label: str, value: float | str) -> dict[str, float]:
    return {} if isinstance(value, str) else {label: value}
