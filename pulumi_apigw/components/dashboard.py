"""A dashboard's body: rows of graphs, laid out on CloudWatch's grid."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import pulumi

from ..plan.observability.model import DashboardPlan, FailuresPlan, MetricPlan, RowPlan, WidgetPlan

__all__ = ["Dimensions", "dashboard_body"]

Dimensions = Callable[[MetricPlan], Mapping[str, pulumi.Input[str]]]
"""What narrows a metric down to its API's stage or its function."""

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
_COLUMNS: Final = 24
_HEADING_HEIGHT, _GRAPH_HEIGHT, _LOG_HEIGHT, _ALARMS_HEIGHT = 1, 6, 6, 3
# Of one widget, on the same page.
_ALARMS: Final = 100
_NEWEST: Final = "sort @timestamp desc | limit 20"


def dashboard_body(
    plan: DashboardPlan,
    *,
    region: pulumi.Input[str],
    alarms: list[pulumi.Output[str]],
    logs: Mapping[str, pulumi.Output[str]],
    dimensions: Dimensions,
) -> dict[str, Any]:
    """The body, with outputs in it: a strip of all alarms' states, then each row below the one before.

    `alarms` are ARNs; `logs` are log groups of access logs by API, where there are any.
    """
    drawing = _Drawing(region, plan.period_seconds, dimensions)
    widgets = list(drawing.alarms(plan.title, alarms))
    for row in plan.rows:
        widgets += drawing.row(row, logs)
    return {"widgets": widgets}


class _Drawing:
    """Places widgets from the top down."""

    def __init__(self, region: pulumi.Input[str], period_seconds: int, dimensions: Dimensions) -> None:
        self._region = region
        self._period = period_seconds
        self._dimensions = dimensions
        self._top = 0

    def alarms(self, title: str, arns: list[pulumi.Output[str]]) -> Iterator[dict[str, Any]]:
        for first in range(0, len(arns), _ALARMS):
            shown = {"title": title, "alarms": arns[first : first + _ALARMS]}
            yield self._placed("alarm", 0, _COLUMNS, _ALARMS_HEIGHT, shown)
            self._top += _ALARMS_HEIGHT

    def row(self, row: RowPlan, logs: Mapping[str, pulumi.Output[str]]) -> Iterator[dict[str, Any]]:
        yield self._placed("text", 0, _COLUMNS, _HEADING_HEIGHT, {"markdown": f"## {row.heading}"})
        self._top += _HEADING_HEIGHT
        width = _COLUMNS // len(row.widgets)
        for position, widget in enumerate(row.widgets):
            yield self._placed("metric", position * width, width, _GRAPH_HEIGHT, self._graph(widget))
        self._top += _GRAPH_HEIGHT
        if row.failures is not None:
            failed = self._failed(row.failures, logs[row.failures.api])
            yield self._placed("log", 0, _COLUMNS, _LOG_HEIGHT, failed)
            self._top += _LOG_HEIGHT

    def _placed(
        self, kind: str, left: int, width: int, height: int, properties: Mapping[str, Any]
    ) -> dict[str, Any]:
        place = {"x": left, "y": self._top, "width": width, "height": height}
        return {"type": kind, **place, "properties": properties}

    def _graph(self, widget: WidgetPlan) -> dict[str, Any]:
        lines = [{"label": label, "value": value} for label, value in widget.limits.items()]
        return {
            "title": widget.title,
            "view": "timeSeries",
            "region": self._region,
            "period": self._period,
            "metrics": [self._metric(each) for each in widget.metrics],
            "yAxis": {"left": {"min": 0}},
            **({"annotations": {"horizontal": lines}} if lines else {}),
        }

    def _metric(self, metric: MetricPlan) -> list[Any]:
        named = [part for pair in self._dimensions(metric).items() for part in pair]
        return [metric.namespace, metric.name, *named, {"stat": metric.statistic, "label": metric.label}]

    def _failed(self, plan: FailuresPlan, log_group: pulumi.Output[str]) -> dict[str, Any]:
        # Of other characters than these a query makes an operator.
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Guidelines.html
        plain = re.fullmatch(r"[A-Za-z0-9.]+", plan.status_key)
        status = plan.status_key if plain else f"`{plan.status_key}`"
        wanted = f"fields @timestamp, @message | filter {status} >= 500 or {status} = '429' | {_NEWEST}"
        query = log_group.apply(lambda name: f"SOURCE '{name}' | {wanted}")
        return {"title": "Requests that failed", "region": self._region, "view": "table", "query": query}
