"""What a stage of an API is set to: throttling and access logs."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    field_validator,
    model_validator,
)

from ..aws import limits, log_fields
from ..source import did_you_mean
from .base import ConfigModel, KmsKeyArn, Number, Whole, distinct, matching, problem, refusals, shown
from .log_groups import RetentionDays

__all__ = ["AccessLogConfig", "AnyAccessLogConfig", "ThrottleConfig"]


def _some_requests(value: float) -> float:
    if not math.isfinite(value):
        raise problem(f"{value} is no number of requests", "Give a number, or leave the limit out.")
    if value <= 0:
        raise problem(
            f"a limit of {value:g} answers every request with 429", "Give more than 0, or leave it out."
        )
    return value


def _as_aws_counts(value: int) -> int:
    if value > limits.LARGEST_INTEGER:
        fix = f"AWS accepts at most {limits.LARGEST_INTEGER}."
        raise problem(f"a limit of {value} is out of range", fix)
    return value


class ThrottleConfig(ConfigModel):
    """How many requests are let through before callers get 429; a limit left out is the one around it.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
    """

    rate_limit: Annotated[Number, AfterValidator(_some_requests)] | None = None
    """Requests per second. A stage's default is 1000: a tenth of what AWS gives all APIs of an account
    together, so that none of them starves the others."""
    burst_limit: Annotated[Whole, AfterValidator(_some_requests), AfterValidator(_as_aws_counts)] | None = (
        None
    )
    """Requests at the same moment. A stage's default is 500, a tenth of the account's likewise."""


_FIELDS = {name: variable for fields in log_fields.LOG_FIELDS.values() for name, variable in fields.items()}
LogField = Annotated[str, Field(examples=list(_FIELDS))]
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-logging-to-kinesis.html
FirehoseArn = Annotated[
    str,
    matching(
        r"arn:[a-z-]+:firehose:[a-z0-9-]+:\d{12}:deliverystream/amazon-apigateway-[\w.-]+",
        "the ARN of a Firehose stream whose name begins with 'amazon-apigateway-', or ${ref.name} for one",
    ),
]


class AccessLogConfig(ConfigModel):
    """One line of JSON a request, in CloudWatch; of REST and WebSocket APIs by the account's
    role (`access_log_role`). REST APIs may send it to Firehose instead.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
    """

    fields: Annotated[tuple[LogField, ...], distinct] = log_fields.HTTP_DEFAULT_LOG_FIELDS
    """Fields of each line, by name. REST APIs have others, and by default `resourcePath` for `routeKey`, and
    `apiKeyId`, `authorizeError` and `xrayTraceId` besides; WebSocket APIs have `eventType`, `connectionId`,
    `connectedAt` and `messageId` in place of method and path."""
    format: str | None = None
    """Your own format in place of `fields`; it needs `$context.requestId` or `$context.extendedRequestId`."""
    retention_days: RetentionDays = 30
    """Days that CloudWatch keeps the log: one of CloudWatch's own values, 1 to 3653."""
    kms_key_arn: KmsKeyArn | None = None
    """KMS key that encrypts the log; CloudWatch's own encryption where left out."""
    log_class: Literal["STANDARD", "INFREQUENT_ACCESS"] | None = None
    """CloudWatch's log class, `STANDARD` where left out; a change of it loses the log."""

    firehose_arn: FirehoseArn | None = None
    """Firehose stream that gets the lines in place of a log group, of REST APIs alone: its name begins with
    `amazon-apigateway-`. The account's role is not needed for it."""

    @field_validator("fields")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        refusals(
            ((position,), f"there is no log field {name!r}. {_field_meant(name)}")
            for position, name in enumerate(value)
            if name not in _FIELDS
        )
        if "requestId" not in value and "extendedRequestId" not in value:
            raise problem("no field holds a request id, which AWS wants in each line", "Add 'requestId'.")
        return value

    @field_validator("format")
    @classmethod
    def _request_id(cls, value: str | None) -> str | None:
        if value is None:
            return value
        if "$context.requestId" not in value and "$context.extendedRequestId" not in value:
            raise problem(
                "the format has no request id, which AWS wants in each line", "Add $context.requestId to it."
            )
        if "\n" in value.strip():
            raise problem(
                "the format has line breaks, while a log format is one line", "Write it as one line."
            )
        if len(value.encode()) > limits.ACCESS_LOG_FORMAT_BYTES:
            size = f"the format has {len(value.encode())} bytes"
            raise problem(size, f"AWS takes at most {limits.ACCESS_LOG_FORMAT_BYTES}: leave something out.")
        return value

    def variables(self, protocol: str) -> dict[str, str]:
        """Variables by the field that holds them, for an API of one protocol, which has its own default."""
        names = self.fields if "fields" in self.model_fields_set else log_fields.DEFAULT_LOG_FIELDS[protocol]
        return {name: log_fields.LOG_FIELDS[protocol][name] for name in names}

    @model_validator(mode="after")
    def _one_destination(self) -> AccessLogConfig:
        given = [name for name in _LOG_GROUP if name in self.model_fields_set]
        if self.firehose_arn is not None and given:
            names = " and ".join(repr(name) for name in given)
            fact = f"'firehose_arn' sends the log to Firehose, and {names} would be a log group's"
            raise problem(fact, "Keep one of the two.")
        return self

    @model_validator(mode="after")
    def _one_format(self) -> AccessLogConfig:
        if self.format is not None and "fields" in self.model_fields_set:
            raise problem("'fields' and 'format' exclude each other", "Keep one of them.")
        return self


_LOG_GROUP = ("retention_days", "kms_key_arn", "log_class")
"""What a log group has, and a Firehose stream has not."""


def _field_meant(name: str) -> str:
    variable = f"$context.{name.removeprefix('$').removeprefix('context.')}"
    by_variable = {each: field for field, each in _FIELDS.items()}
    if field := by_variable.get(variable):
        return f"Did you mean {field!r}?"
    if variable.startswith(log_fields.AUTHORIZER_LOG_VARIABLES):
        return f"Write {variable} in a 'format' of your own."
    return did_you_mean(name, _FIELDS)


def _no_switch(value: Any) -> Any:
    if isinstance(value, bool):
        fix = "Leave it out: access logs are on." if value else "Write 'none' for none."
        raise problem(f"{shown(value)} is no access log", fix)
    return value


def _kind(value: Any) -> str:
    return "none" if isinstance(value, str) else "log"


AnyAccessLogConfig = Annotated[
    Annotated[AccessLogConfig, Tag("log")] | Annotated[Literal["none"], Tag("none")],
    Discriminator(_kind),
    BeforeValidator(_no_switch),
]
"""An access log, or `none`."""
