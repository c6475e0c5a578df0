"""Alarms and a dashboard of a stage's APIs and functions."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Tag, model_validator

from .base import ConfigModel, Flag, Number, Whole, matching, problem, shown

__all__ = ["AlarmsConfig", "AnyObservabilityConfig", "ObservabilityConfig"]

_HOUR_MINUTES = 60
_DAY_MINUTES = 24 * _HOUR_MINUTES
_WEEK_MINUTES = 7 * _DAY_MINUTES
_NO_ALARM = ", or 'none' for no alarm"


def _between(minimum: float, maximum: float, unit: str, instead: str = "") -> Any:
    def validate(value: float) -> float:
        if not (math.isfinite(value) and minimum <= value <= maximum):
            raise problem(
                f"{value:g} is out of range", f"Give {minimum:g} to {maximum:.10g} {unit}{instead}."
            )
        return value

    return AfterValidator(validate)


def _kind(value: Any) -> str:
    return "none" if isinstance(value, str) else "some"


def _number_or_none(value: Any) -> str:
    return "none" if value == "none" else "some"


def _no_switch(off: str) -> Callable[[Any], Any]:
    def validate(value: Any) -> Any:
        if isinstance(value, bool):
            raise problem(f"{shown(value)} is not accepted", off)
        return value

    return validate


_Off = Annotated[Literal["none"], Tag("none")]
_THRESHOLD = BeforeValidator(_no_switch("Give a number, or 'none' for no alarm."))
Percent = Annotated[
    Annotated[Number, _between(0.01, 100, "percent", _NO_ALARM), Tag("some")] | _Off,
    Discriminator(_number_or_none),
    _THRESHOLD,
]
Milliseconds = Annotated[
    Annotated[Whole, _between(1, 900_000, "milliseconds", _NO_ALARM), Tag("some")] | _Off,
    Discriminator(_number_or_none),
    _THRESHOLD,
]
Occurrences = Annotated[
    Annotated[Whole, _between(1, 1_000_000_000, "of them a period", _NO_ALARM), Tag("some")] | _Off,
    Discriminator(_number_or_none),
    _THRESHOLD,
]


class AlarmsConfig(ConfigModel):
    """Thresholds of CloudWatch alarms, of every API and every function of the service; `none` for no alarm.

    A share alarms when it is above its threshold, a number when it is reached. Those of throttled requests,
    authorizers and connections count lines of the access log, since API Gateway has no metrics of them.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html,
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html and
    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    """

    server_errors_percent: Percent = 1.0
    """Share of requests that are answered with 5XX; of messages that fail, for WebSocket APIs."""
    client_errors_percent: Percent = 25.0
    """Share of requests that are answered with 4XX; of messages that API Gateway refuses, for WebSocket
    APIs."""
    latency_p99_ms: Milliseconds = 5000
    """Time in which 99 of 100 requests are answered; what integrations take, for WebSocket APIs."""
    throttled_requests: Occurrences = 10
    """Requests that are answered with 429 in a period, by API Gateway or by the backend."""
    authorizer_errors: Occurrences = 10
    """Requests in a period on which an authorizer failed or found no valid token."""
    connect_errors: Occurrences = 10
    """Connections to a WebSocket API that are refused in a period."""
    function_errors_percent: Percent = 1.0
    """Share of a function's invocations that fail: exceptions and timeouts."""
    function_throttles: Occurrences = 1
    """Invocations of a function in a period that Lambda turns away."""
    function_duration_percent: Percent = 80.0
    """Share of a function's timeout in which 99 of 100 invocations end."""


def _alarms_off(value: Any) -> Any:
    return _no_switch("Write 'none' for no alarms, or leave it out for all of them.")(value)


class ObservabilityConfig(ConfigModel):
    """Alarms and a dashboard in CloudWatch, which AWS charges for: none unless the service asks for them.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
    """

    topic: (
        Annotated[
            str, matching(r"arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:\S+", "the ARN of an SNS topic, or ${ref.name}")
        ]
        | None
    ) = None
    """ARN of the SNS topic that is told when an alarm begins and ends; nobody is told where left out."""
    period_minutes: Annotated[Whole, _between(1, _DAY_MINUTES, "minutes")] = 5
    """Minutes over which a value is taken."""
    evaluation_periods: Annotated[Whole, _between(1, _DAY_MINUTES, "periods")] = 1
    """Periods in a row that a value must be over its threshold."""
    min_requests: Annotated[Whole, _between(1, 1_000_000, "requests")] = 20
    """Requests, messages or invocations that a period must have for its shares to count: one error of two
    requests is no outage."""
    alarms: Annotated[
        Annotated[AlarmsConfig, Tag("some")] | _Off, Discriminator(_kind), BeforeValidator(_alarms_off)
    ] = AlarmsConfig()
    """Thresholds; `none` for a dashboard alone."""
    dashboard: Flag = True
    """Whether the service has a dashboard in each stage."""

    @model_validator(mode="after")
    def _looked_back(self) -> ObservabilityConfig:
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
        most = _WEEK_MINUTES if self.period_minutes >= _HOUR_MINUTES else _DAY_MINUTES
        minutes = self.period_minutes * self.evaluation_periods
        if minutes > most:
            fact = f"{self.evaluation_periods} periods of {self.period_minutes} minutes are {minutes} minutes"
            fix = f"CloudWatch looks back {most} minutes: lower one of them."
            if minutes <= _WEEK_MINUTES:
                hours = f"and {_WEEK_MINUTES} by periods of an hour or more"
                fix = f"CloudWatch looks back {most} minutes, {hours}."
            raise problem(fact, fix)
        return self


def _topic_alone(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(("arn:", "${ref.")):
        raise problem(
            f"{shown(value)} is a topic alone", f"Write it in a mapping: {{topic: {shown(value)}}}."
        )
    return value


AnyObservabilityConfig = Annotated[
    Annotated[ObservabilityConfig, Tag("some")] | _Off,
    Discriminator(_kind),
    BeforeValidator(
        _no_switch("Write 'none' for none, or '{}' for alarms and dashboard as they are by default.")
    ),
    BeforeValidator(_topic_alone),
]
"""Alarms and a dashboard, or `none`."""
