"""What CloudWatch knows of a function."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import FunctionPlan
from .model import MetricPlan

__all__ = ["FunctionMetrics", "function_metrics"]


@dataclass(frozen=True, kw_only=True)
class FunctionMetrics:
    """The metrics of one function: of an alias, or (None) of all its versions and aliases together."""

    plan: FunctionPlan
    alias: str | None

    @property
    def called(self) -> str:
        """What is watched, as AWS names it: a function's name, and with `:` an alias."""
        return f"{self.plan.function_name}:{self.alias}" if self.alias else self.plan.function_name

    @property
    def invocations(self) -> MetricPlan:
        return self._metric("Invocations", "Sum", "Invocations")

    @property
    def errors(self) -> MetricPlan:
        return self._metric("Errors", "Sum", "Errors")

    @property
    def throttles(self) -> MetricPlan:
        return self._metric("Throttles", "Sum", "Throttles")

    @property
    def concurrency(self) -> MetricPlan:
        return self._metric("ConcurrentExecutions", "Maximum", "At once")

    def duration_at(self, statistic: str) -> MetricPlan:
        """How long invocations take, by a percentile."""
        return self._metric("Duration", statistic, f"Duration {statistic}")

    def _metric(self, name: str, statistic: str, label: str) -> MetricPlan:
        return MetricPlan(
            namespace="AWS/Lambda",
            name=name,
            statistic=statistic,
            label=label,
            function=self.plan.name,
            alias=self.alias,
        )


def function_metrics(plan: FunctionPlan, alias: str | None = None) -> FunctionMetrics:
    """AWS's metrics of a function: a stage's own whole, one that stages share by the stage's `alias`.

    Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html and, of aliases,
    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html
    """
    return FunctionMetrics(plan=plan, alias=alias)
