"""What a stage of an API is set to: throttling and access logs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, field_validator, model_validator

from ..aws import log_fields
from ..source import did_you_mean
from .base import Arn, ConfigModel, problem
from .functions import RetentionDays

__all__ = ["AccessLogConfig", "ThrottleConfig"]


def _some_requests(value: float) -> float:
    if value < 1:
        raise problem(f"a limit of {value:g} answers every request with 429", "Give 1 or more.")
    return value


class ThrottleConfig(ConfigModel):
    """How many requests are let through before callers get 429; a limit left out is the one around it.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
    """

    rate_limit: Annotated[float, AfterValidator(_some_requests)] | None = None
    """Requests per second. A stage's default is 1000: a tenth of what AWS gives all APIs of an account
    together, so that none of them starves the others."""
    burst_limit: Annotated[int, AfterValidator(_some_requests)] | None = None
    """Requests at the same moment. A stage's default is 500, a tenth of the account's likewise."""


class AccessLogConfig(ConfigModel):
    """One line of JSON a request, in CloudWatch.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
    """

    fields: tuple[str, ...] = log_fields.HTTP_DEFAULT_LOG_FIELDS
    """Fields of each line, by name."""
    format: str | None = None
    """Your own format in place of `fields`; it must hold `$context.requestId` or `$context.extendedRequestId`."""
    retention_days: RetentionDays = 30
    """Days that CloudWatch keeps the log: one of CloudWatch's own values, 1 to 3653."""
    kms_key_arn: Arn | None = None
    """KMS key that encrypts the log; CloudWatch's own encryption where left out."""
    log_class: Literal["STANDARD", "INFREQUENT_ACCESS"] = "STANDARD"
    """CloudWatch's log class; it cannot be changed later without losing the log."""

    @field_validator("fields")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in log_fields.HTTP_LOG_FIELDS:
                raise problem(f"there is no log field {name!r}", did_you_mean(name, log_fields.HTTP_LOG_FIELDS))
        if "requestId" not in value and "extendedRequestId" not in value:
            raise problem("AWS refuses a log without a request id", "Add 'requestId'.")
        return value

    @field_validator("format")
    @classmethod
    def _request_id(cls, value: str | None) -> str | None:
        if value is None:
            return value
        if "$context.requestId" not in value and "$context.extendedRequestId" not in value:
            raise problem("AWS refuses a log format without a request id", "Add $context.requestId to it.")
        if "\n" in value.strip():
            raise problem("a log format is one line", "Write it without line breaks.")
        return value

    @model_validator(mode="after")
    def _one_format(self) -> AccessLogConfig:
        if self.format is not None and "fields" in self.model_fields_set:
            raise problem("'fields' and 'format' exclude each other", "Keep one of them.")
        return self
