"""What CloudWatch knows of a function."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import FunctionPlan
from .model import MetricPlan

__all__ = ["FunctionMetrics", "function_metrics"]


@dataclass(frozen=True, kw_only=True)
class FunctionMetrics:
    """The metrics of one function, over all its versions and aliases: a stage's function is its own."""

    function: str
    invocations: MetricPlan
    errors: MetricPlan
    throttles: MetricPlan
    concurrency: MetricPlan

    def duration_at(self, statistic: str) -> MetricPlan:
        """How long invocations take, by a percentile."""
        return _metric(self.function, "Duration", statistic, f"Duration {statistic}")


def function_metrics(plan: FunctionPlan) -> FunctionMetrics:
    """AWS's metrics of a function.

    Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    """
    return FunctionMetrics(
        function=plan.name,
        invocations=_metric(plan.name, "Invocations", "Sum", "Invocations"),
        errors=_metric(plan.name, "Errors", "Sum", "Errors"),
        throttles=_metric(plan.name, "Throttles", "Sum", "Throttles"),
        concurrency=_metric(plan.name, "ConcurrentExecutions", "Maximum", "At once"),
    )


def _metric(function: str, name: str, statistic: str, label: str) -> MetricPlan:
    return MetricPlan(namespace="AWS/Lambda", name=name, statistic=statistic, label=label, function=function)
