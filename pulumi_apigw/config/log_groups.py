"""Log groups: how long CloudWatch keeps what is logged, and what a function logs.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from ..aws import limits
from .base import ConfigModel, KmsKeyArn, Whole, matching, problem

__all__ = ["LogGroupConfig", "RetentionDays"]


def _retention(value: int) -> int:
    if value not in limits.LOG_RETENTION_DAYS:
        accepted = ", ".join(str(days) for days in sorted(limits.LOG_RETENTION_DAYS))
        raise problem(f"CloudWatch cannot keep logs for {value} days", f"Accepted: {accepted}.")
    return value


RetentionDays = Annotated[
    Whole, AfterValidator(_retention), Field(json_schema_extra={"enum": sorted(limits.LOG_RETENTION_DAYS)})
]
LogLevel = Annotated[
    str,
    matching("TRACE|DEBUG|INFO|WARN|ERROR|FATAL", "TRACE, DEBUG, INFO, WARN, ERROR or FATAL"),
    Field(examples=["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]),
]


class LogGroupConfig(ConfigModel):
    """The log group that a function writes to."""

    retention_days: RetentionDays = 30
    """Days that CloudWatch keeps the log: one of CloudWatch's own values, 1 to 3653."""
    kms_key_arn: KmsKeyArn | None = None
    """KMS key that encrypts the log; CloudWatch's own encryption where left out."""
    format: Literal["json", "text"] = "json"
    """Format of the lines that Lambda writes: its own (start, report) and those of the runtime's logging."""
    level: LogLevel | None = None
    """Lowest level that is kept of what the function logs: `TRACE`, `DEBUG`, `INFO`, `WARN`, `ERROR` or
    `FATAL`. Only with the format `json`, whose own is `INFO`; loggers such as Powertools' take it over.
    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html"""

    @model_validator(mode="after")
    def _level_needs_json(self) -> LogGroupConfig:
        if self.level and self.format == "text":
            raise problem("text logs have no level", "Remove 'level', or set 'format' to 'json'.")
        return self
