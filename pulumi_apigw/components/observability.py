"""Alarms and a dashboard of a stage's APIs and functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pulumi
import pulumi_aws as aws

from ..config.observability import ObservabilityConfig
from ..errors import ConfigError
from ..plan.observability.model import AlarmPlan, LogMetricPlan, MetricPlan, ObservabilityPlan
from ..plan.observability.observability import plan_observability, uncounted
from ..plan.single import checked_observability
from .checked import plain, told_by_pulumi
from .dashboard import dashboard_body
from .function import Function
from .json_text import json_text
from .references import References
from .rest_api import RestApi
from .stage import Stage

__all__ = ["Observability", "ObservabilityArgs"]


@dataclass(kw_only=True)
class ObservabilityArgs:
    """What an `Observability` is made of.

    `observability`: an `ObservabilityConfig`, or a mapping in its shape: topic, thresholds, dashboard.
    `stages`: the stages to watch, by the name of their API.
    `functions`: the functions to watch, by name.
    `refs`: values for `${ref.x}`.
    `tags`: tags of the alarms.
    """

    observability: ObservabilityConfig | ObservabilityPlan | Mapping[str, Any] = field(default_factory=dict)
    stages: Mapping[str, Stage] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)

    def plan(self, name: str) -> ObservabilityPlan:
        """The plan. Raises ConfigError with all that is wrong."""
        if isinstance(self.observability, ObservabilityPlan):
            return self.observability
        name = f"{name}-{pulumi.get_stack()}"
        config = checked_observability(plain(self.observability), name=name)
        References(self.refs).require(config.model_dump())
        watched = [
            (replace(each.api.plan, name=api), each.plan.access_log) for api, each in self.stages.items()
        ]
        if problems := list(uncounted(config, watched)):
            raise ConfigError(problems)
        return plan_observability(
            config,
            watched,
            [replace(function.plan, name=each) for each, function in self.functions.items()],
            name=name,
            tags=self.tags,
        )


class Observability(pulumi.ComponentResource):
    """CloudWatch alarms on what callers notice first, and one dashboard of it all.

    Children: a metric filter a number that is counted in an access log, an alarm a threshold, and the
    dashboard. Raises `pulumi.RunError` with all that is wrong before anything is registered.

    Type token: `apigw:index:Observability`. Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-monitor.html
    """

    alarm_arns: pulumi.Output[dict[str, str]]
    """ARN of each alarm by its name, such as `public.server-errors`."""
    dashboard_name: pulumi.Output[str] | None
    """Name of the dashboard, None where there is none."""

    def __init__(
        self, name: str, args: ObservabilityArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        with told_by_pulumi(f"Observability {name!r}"):
            plan = args.plan(name)
        refs = References(args.refs)
        super().__init__("apigw:index:Observability", name, {}, opts)
        self._stages, self._functions = args.stages, args.functions
        self.metric_filters = {each.name: self._create_metric_filter(name, each) for each in plan.log_metrics}
        self.alarms = {each.name: self._create_alarm(name, each, plan, refs) for each in plan.alarms}
        self.dashboard = self._create_dashboard(name, plan)
        # `Output.all` makes a list of no alarms.
        arns: dict[str, Any] = {each: alarm.arn for each, alarm in self.alarms.items()}
        self.alarm_arns = pulumi.Output.from_input(arns)
        self.dashboard_name = self.dashboard.dashboard_name if self.dashboard else None
        self.register_outputs({"alarm_arns": self.alarm_arns, "dashboard_name": self.dashboard_name})

    def _create_metric_filter(self, name: str, plan: LogMetricPlan) -> aws.cloudwatch.LogMetricFilter:
        log_group = self._stages[plan.api].log_group
        assert log_group is not None, "only a log that is there is counted"
        return aws.cloudwatch.LogMetricFilter(
            f"{name}-{plan.name}",
            name=plan.metric.name,
            log_group_name=log_group.name,
            pattern=plan.pattern,
            metric_transformation={
                "namespace": plan.metric.namespace,
                "name": plan.metric.name,
                "value": "1",
                "default_value": "0",
                "unit": "Count",
            },
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_alarm(
        self, name: str, plan: AlarmPlan, whole: ObservabilityPlan, refs: References
    ) -> aws.cloudwatch.MetricAlarm:
        told = [refs.fill(whole.topic)] if whole.topic else None
        return aws.cloudwatch.MetricAlarm(
            f"{name}-{plan.name}",
            name=plan.alarm_name,
            alarm_description=plan.description,
            comparison_operator=plan.comparison,
            threshold=plan.threshold,
            evaluation_periods=plan.evaluation_periods,
            treat_missing_data="notBreaching",
            alarm_actions=told,
            ok_actions=told,
            tags=refs.fill(whole.tags),
            **(self._expression(plan) if plan.expression else self._metric(plan)),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _metric(self, plan: AlarmPlan) -> dict[str, Any]:
        (metric,) = plan.metrics
        percentile = metric.statistic.startswith("p")
        return {
            "namespace": metric.namespace,
            "metric_name": metric.name,
            "dimensions": self._dimensions(metric) or None,
            "period": plan.period_seconds,
            "extended_statistic" if percentile else "statistic": metric.statistic,
        }

    def _expression(self, plan: AlarmPlan) -> dict[str, Any]:
        metrics = [
            {"id": f"m{number}", "metric": self._stated(metric, plan.period_seconds)}
            for number, metric in enumerate(plan.metrics, 1)
        ]
        value = {"id": "value", "expression": plan.expression, "label": plan.name, "return_data": True}
        return {"metric_queries": [value, *metrics]}

    def _stated(self, metric: MetricPlan, period_seconds: int) -> dict[str, Any]:
        return {
            "namespace": metric.namespace,
            "metric_name": metric.name,
            "dimensions": self._dimensions(metric),
            "period": period_seconds,
            "stat": metric.statistic,
        }

    def _create_dashboard(self, name: str, plan: ObservabilityPlan) -> aws.cloudwatch.Dashboard | None:
        if plan.dashboard is None:
            return None
        logs = {api: each.log_group.name for api, each in self._stages.items() if each.log_group}
        body = dashboard_body(
            plan.dashboard,
            region=aws.get_region_output(opts=pulumi.InvokeOptions(parent=self)).region,
            alarms=[alarm.arn for alarm in self.alarms.values()],
            logs=logs,
            dimensions=self._dimensions,
        )
        return aws.cloudwatch.Dashboard(
            name,
            dashboard_name=plan.dashboard.dashboard_name,
            dashboard_body=json_text(body),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _dimensions(self, metric: MetricPlan) -> dict[str, pulumi.Input[str]]:
        if metric.function is not None:
            name = self._functions[metric.function].name
            # https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html
            alias = {"Resource": pulumi.Output.concat(name, ":", metric.alias)} if metric.alias else {}
            return {"FunctionName": name, **alias}
        if metric.api is None:
            return {}
        stage = self._stages[metric.api]
        if isinstance(stage.api, RestApi):  # the only kind that CloudWatch knows by name
            return {"ApiName": stage.api.api.name, "Stage": stage.stage_name}
        return {"ApiId": stage.api.api_id, "Stage": stage.stage_name}
