"""What is watched of a stage, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..api_parts import Tags

__all__ = [
    "AlarmPlan",
    "DashboardPlan",
    "FailuresPlan",
    "LogMetricPlan",
    "MetricPlan",
    "ObservabilityPlan",
    "RowPlan",
    "WidgetPlan",
]


@dataclass(frozen=True, kw_only=True)
class MetricPlan:
    """A metric of one API's stage or of one function, or (without either) one that is counted in a log.

    `statistic` is CloudWatch's: `Sum`, `Average` or a percentile such as `p99`. `alias` is the one by which
    the stage calls the function, None where all calls of the function are the stage's.
    """

    namespace: str
    name: str
    statistic: str
    label: str
    api: str | None = None
    function: str | None = None
    alias: str | None = None


@dataclass(frozen=True, kw_only=True)
class LogMetricPlan:
    """A metric that counts lines of an API's access log; `name` is unique in the stage."""

    name: str
    api: str
    pattern: str
    metric: MetricPlan


@dataclass(frozen=True, kw_only=True)
class AlarmPlan:
    """An alarm on one metric, or on an expression over several (`m1`, `m2`, … in their order).

    `name` is unique in the stage and begins with the API or the function; `alarm_name` is AWS's.
    """

    name: str
    alarm_name: str
    description: str
    metrics: tuple[MetricPlan, ...]
    expression: str | None
    comparison: Literal["GreaterThanThreshold", "GreaterThanOrEqualToThreshold"]
    threshold: float
    period_seconds: int
    evaluation_periods: int


@dataclass(frozen=True, kw_only=True)
class WidgetPlan:
    """A graph of metrics; `limits` are lines that it draws across, by their label."""

    title: str
    metrics: tuple[MetricPlan, ...]
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FailuresPlan:
    """The failed requests of an API in its access log, whose lines hold the status under `status_key`."""

    api: str
    status_key: str


@dataclass(frozen=True, kw_only=True)
class RowPlan:
    """A headed row of graphs; `failures` is the log below it."""

    heading: str
    widgets: tuple[WidgetPlan, ...]
    failures: FailuresPlan | None = None


@dataclass(frozen=True, kw_only=True)
class DashboardPlan:
    """The dashboard of a service in one stage; `dashboard_name` is AWS's name for it."""

    dashboard_name: str
    title: str
    rows: tuple[RowPlan, ...]
    period_seconds: int


@dataclass(frozen=True, kw_only=True)
class ObservabilityPlan:
    """What is watched of a service in one stage, and the topic that is told."""

    topic: str | None
    log_metrics: tuple[LogMetricPlan, ...]
    alarms: tuple[AlarmPlan, ...]
    dashboard: DashboardPlan | None
    tags: Tags = field(default_factory=dict)
