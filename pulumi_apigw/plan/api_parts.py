"""What the plans of APIs of every kind are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["AccessLogPlan", "PermissionPlan", "Tags", "TargetPlan", "ThrottlePlan"]

Tags = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class TargetPlan:
    """A call of a function, by the alias that a stage variable names, by one alias, or by none.

    `aliases` is every alias that can be called, None where no alias is.
    """

    function: str
    aliases: tuple[str | None, ...]
    variable: str | None = None

    @property
    def qualifier(self) -> str | None:
        """What stands after the function's ARN, as API Gateway looks it up."""
        return f"${{stageVariables.{self.variable}}}" if self.variable else self.aliases[0]


@dataclass(frozen=True, kw_only=True)
class PermissionPlan:
    """Leave for the API to call one function, by one alias (None: by no alias)."""

    function: str
    alias: str | None


@dataclass(frozen=True, kw_only=True)
class ThrottlePlan:
    """Requests per second and at once; both are always there, since AWS takes a missing one for 0."""

    rate_limit: float
    burst_limit: int


@dataclass(frozen=True, kw_only=True)
class AccessLogPlan:
    """A stage's access log: the log group's name (or the stream in its place), and what a line holds."""

    log_group: str
    format: str
    retention_days: int
    kms_key_arn: str | None
    log_class: str | None
    firehose_arn: str | None = None
