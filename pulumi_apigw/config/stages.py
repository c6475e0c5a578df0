"""Stages and stage variables: what differs between dev and prod."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, field_validator

from ..aws import limits
from .base import ConfigModel, Description, Flag, Tags, matching, problem, shown
from .domains import AnyDomainsConfig
from .observability import AnyObservabilityConfig
from .promotion import LATEST, GradualConfig, PromotionRecord, ReleaseId
from .rest.stage_settings import AnyCacheConfig, CanaryConfig
from .stage_settings import AnyAccessLogConfig, ThrottleConfig
from .stage_variables import StageVariableName, StageVariableValue

__all__ = ["StageConfig", "StageName", "StageVariableConfig"]


def _no_default_stage(value: str) -> str:
    if value == "$default":
        raise problem(
            "'$default' is the name of AWS's stage, while a stage here is named as its Pulumi stack",
            "Name it 'prod', say, and give the API 'default_stage: true'.",
        )
    return value


StageName = Annotated[
    str,
    AfterValidator(_no_default_stage),
    matching(r"[A-Za-z0-9_-]+", "letters, digits, '-' and '_'", length=limits.STAGE_NAME_LENGTH, final=True),
]


class StageVariableConfig(ConfigModel):
    """A variable that every stage has, each with its own value.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html
    """

    description: Description | None = None
    """What the variable is for."""
    pattern: str | None = None
    """Regular expression that each value must match as a whole."""
    default: StageVariableValue | None = None
    """Value in stages that give none."""
    promote: Flag = False
    """Whether `apigw promote` carries the value from stage to stage; a table's name, say, stays."""

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as error:
            raise problem(
                f"{shown(value)} is no regular expression ({error})", "Mend it, or leave 'pattern' out."
            ) from None
        return value


class StageConfig(ConfigModel):
    """One stage: its variables and what else is its own."""

    description: Description | None = None
    """What the stage is for."""
    variables: dict[StageVariableName, StageVariableValue] = {}
    """Values of the stage variables that are declared in `stage_variables`."""
    throttle: ThrottleConfig = ThrottleConfig()
    """The stage's own limits."""
    detailed_metrics: Flag | None = None
    """CloudWatch metrics for each route; the API's setting where left out."""
    access_log: AnyAccessLogConfig | None = None
    """The stage's own access log; the API's setting where left out."""
    cache: AnyCacheConfig | None = None
    """Cache of the stage's REST APIs; the API's setting where left out."""
    canary: CanaryConfig | None = None
    """A share of the requests of REST APIs that goes to other stage variables, or to a newer deployment."""
    domain: AnyDomainsConfig | None = None
    """Custom domain name of the APIs, or a list of them; the `execute-api` URL alone where left out."""
    observability: AnyObservabilityConfig | None = None
    """The stage's own alarms and dashboard; the service's where left out."""
    release: ReleaseId = LATEST
    """What the stage runs: `latest`, which is what the files say, or one release alone, by its 12 hex digits
    in quotes. Anything else is refused until it is promoted (`apigw promote`)."""
    promoted: PromotionRecord | None = None
    """What was promoted last, as `apigw promote` and `apigw rollback` write it."""
    gradual: GradualConfig | None = None
    """A release that the stage moves to bit by bit, as `apigw promote` writes it; `release` is what
    the other requests run."""
    tags: Tags = {}
    """Tags of the stage's resources."""
    patch: dict[str, Any] = {}
    """JSON Merge Patch (RFC 7396) of the whole config for this stage alone; stages that share a stack have
    none."""

    @field_validator("patch")
    @classmethod
    def _patchable(cls, value: dict[str, Any]) -> dict[str, Any]:
        if "stages" in value:
            raise problem(
                "a stage's patch cannot change 'stages'", "Set the stage's own keys beside 'patch' instead."
            )
        if "topology" in value:
            raise problem("a stage's patch cannot change 'topology'", "Set it at the top of the file.")
        return value
