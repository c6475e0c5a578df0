"""Alarms of APIs and functions: thresholds of the config → metrics, expressions and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ...config.observability import AlarmsConfig, ObservabilityConfig
from ..model import AnyApiPlan, WebSocketApiPlan
from .api_metrics import api_metrics
from .function_metrics import FunctionMetrics
from .model import AlarmPlan, LogMetricPlan, MetricPlan

__all__ = ["AlarmPlanner"]


@dataclass(frozen=True)
class AlarmPlanner:
    """Makes the alarms of one stage; AWS's names of them begin with `prefix`."""

    config: ObservabilityConfig
    thresholds: AlarmsConfig
    prefix: str

    def of_api(self, plan: AnyApiPlan, counted: Mapping[str, LogMetricPlan]) -> Iterator[AlarmPlan]:
        """The alarms of an API's stage; `counted` is what its access log is counted for."""
        metrics, limits = api_metrics(plan), self.thresholds
        requests = "messages" if isinstance(plan, WebSocketApiPlan) else "requests"
        yield from self._share(
            f"{plan.name}.server-errors",
            f"of {requests} failed on our side",
            metrics.server_errors,
            metrics.requests,
            limits.server_errors_percent,
        )
        yield from self._share(
            f"{plan.name}.client-errors",
            f"of {requests} were refused as the client's mistake",
            metrics.client_errors,
            metrics.requests,
            limits.client_errors_percent,
        )
        if limits.latency_p99_ms != "none":
            fact = f"1 of 100 {requests} took longer than {limits.latency_p99_ms} ms"
            latency = metrics.latency_at("p99")
            yield self._single(f"{plan.name}.latency", fact, latency, limits.latency_p99_ms, "above")
        numbers = {
            "throttled": (limits.throttled_requests, f"{requests} were throttled (429)"),
            "authorizer-errors": (
                limits.authorizer_errors,
                f"{requests} ended in an error of their authorizer",
            ),
            "connect-errors": (limits.connect_errors, "connections were refused"),
        }
        for what, (threshold, words) in numbers.items():
            if found := counted.get(f"{plan.name}.{what}"):
                yield from self._number(found.name, words, found.metric, threshold)

    def of_function(self, metrics: FunctionMetrics) -> Iterator[AlarmPlan]:
        """The alarms of a function."""
        limits, called, timeout = self.thresholds, metrics.called, metrics.plan.settings.timeout_seconds
        name, words = f"functions.{metrics.plan.name}", f"of invocations of {called} failed"
        yield from self._share(
            f"{name}.errors", words, (metrics.errors,), metrics.invocations, limits.function_errors_percent
        )
        words = f"invocations of {called} were throttled"
        yield from self._number(f"{name}.throttles", words, metrics.throttles, limits.function_throttles)
        if limits.function_duration_percent != "none":
            longest = limits.function_duration_percent / 100 * timeout * 1000
            fact = f"1 of 100 invocations of {called} took longer than {longest:g} ms"
            fact += f", while it is stopped after {timeout} s"
            yield self._single(f"{name}.duration", fact, metrics.duration_at("p99"), longest, "above")

    def _share(
        self,
        name: str,
        words: str,
        parts: tuple[MetricPlan, ...],
        whole: MetricPlan,
        threshold: float | Literal["none"],
    ) -> Iterator[AlarmPlan]:
        """An alarm on a share, of which little is said by a period with few requests."""
        if threshold == "none":
            return
        total = f"m{len(parts) + 1}"
        bad = " + ".join(f"FILL(m{number}, 0)" for number in range(1, len(parts) + 1))
        expression = f"IF({total} >= {self.config.min_requests}, 100 * ({bad}) / {total}, 0)"
        fact = f"more than {threshold:g} % {words}"
        yield self._alarm(name, fact, (*parts, whole), threshold, "above", expression)

    def _number(
        self, name: str, words: str, metric: MetricPlan, threshold: int | Literal["none"]
    ) -> Iterator[AlarmPlan]:
        if threshold != "none":
            yield self._single(name, f"{threshold} or more {words}", metric, threshold, "reached")

    def _single(
        self, name: str, fact: str, metric: MetricPlan, threshold: float, when: Literal["above", "reached"]
    ) -> AlarmPlan:
        return self._alarm(name, fact, (metric,), threshold, when, None)

    def _alarm(
        self,
        name: str,
        fact: str,
        metrics: tuple[MetricPlan, ...],
        threshold: float,
        when: Literal["above", "reached"],
        expression: str | None,
    ) -> AlarmPlan:
        minutes = self.config.period_minutes
        period = "1 minute" if minutes == 1 else f"{minutes} minutes"
        times = (
            f" {self.config.evaluation_periods} times in a row" if self.config.evaluation_periods > 1 else ""
        )
        return AlarmPlan(
            name=name,
            alarm_name=f"{self.prefix}-{name}",
            description=f"In {period}{times}, {fact}.",
            metrics=metrics,
            expression=expression,
            comparison="GreaterThanThreshold" if when == "above" else "GreaterThanOrEqualToThreshold",
            threshold=threshold,
            period_seconds=minutes * 60,
            evaluation_periods=self.config.evaluation_periods,
        )
