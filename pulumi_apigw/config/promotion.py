"""Releases and promotions of stages: what a stage is pinned to, and how it came to be."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from ..aws import limits
from .base import ConfigModel, Flag, NameOf, Number, Text, distinct, matching, problem, shown
from .stage_variables import StageVariableName, StageVariableValue

__all__ = [
    "LATEST",
    "GradualConfig",
    "PreviousConfig",
    "PromotionConfig",
    "PromotionRecord",
    "ReleaseId",
    "utc_time",
]

LATEST = "latest"
"""A stage that takes every release, as it comes."""

Digest = Annotated[Text, matching(r"[0-9a-f]{12}", "12 hex digits in lower case, in quotes", final=True)]
Commit = Annotated[Text, matching(r"[0-9a-f]{40}|[0-9a-f]{64}", "a commit's whole id", final=True)]
ReleaseId = Annotated[
    Text,
    matching(
        r"latest|[0-9a-f]{12}",
        "'latest', or the 12 hex digits of a release in lower case, in quotes",
        final=True,
    ),
]
Time = Annotated[
    Text,
    matching(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "a time in UTC such as 2026-11-23T12:00:00Z", final=True),
]


def utc_time(text: str) -> datetime | None:
    """The moment that a time such as `2026-11-23T12:00:00Z` says; None for one that is on no calendar."""
    try:
        return datetime.strptime(f"{text[:-1]}+0000", "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None


def _some_moment(value: str) -> str:
    if utc_time(value) is None:
        raise problem(f"{shown(value)} is on no calendar", "Give a time in UTC such as 2026-11-23T12:00:00Z.")
    return value


def _some_share(value: float) -> float:
    most = limits.VERSION_WEIGHT_PERCENT.maximum
    if 0 < value < most:
        return value
    fix = f"Give a number between 0 and {most}, such as 10 or 0.5."
    if value == 0:
        fix = "Remove 'gradual': no request would run the release."
    elif value == most:
        fix = "Promote the release as a whole: 'apigw promote FROM TO --percent 100'."
    raise problem(f"{value:g} percent is no share of the requests", fix)


Versions = dict[NameOf, Annotated[Text, matching(r"[1-9][0-9]*", "a version's number", final=True)]]


class PromotionConfig(ConfigModel):
    """In which order releases go from stage to stage."""

    order: Annotated[tuple[NameOf, ...], distinct] = ()
    """Stages from the first to the last, such as `[dev, staging, prod]`; the order of `stages` where left
    out. What is promoted to a stage comes from the one before it."""


class PreviousConfig(ConfigModel):
    """What a stage had before a promotion, for `apigw rollback`."""

    release: ReleaseId = LATEST
    """Its release; of a stage that took every release, the one that it ran, where that was known."""
    commit: Commit | None = None
    """Commit that it ran."""
    variables: dict[StageVariableName, StageVariableValue | None] = {}
    """Its own values of the variables that the promotion changed; null where it had none."""
    versions: Versions = {}
    """Versions of its functions, where they are others than the release's file says."""


class PromotionRecord(ConfigModel):
    """What was promoted to a stage last, from where, and when: written by `apigw promote`."""

    model_config = ConfigDict(serialize_by_alias=True)

    source: NameOf = Field(alias="from")
    """Stage that it came from."""
    release: ReleaseId
    """The release that was promoted; `latest` where a rollback found the stage so."""
    at: Time
    """When, in UTC."""
    commit: Commit | None = None
    """Commit that the source was deployed from."""
    contents: dict[NameOf, Digest] = {}
    """Digests of the release's APIs and functions, by which a refusal says what differs."""
    versions: Versions = {}
    """Versions of functions that are others than the release's file says: the same code with other settings,
    such as memory (`topology: shared`)."""
    before: PreviousConfig = PreviousConfig()
    """What the stage had before."""
    rollback: Flag = False
    """Whether it went back to what the stage had before."""


class GradualConfig(ConfigModel):
    """A release that a stage moves to bit by bit: a share of its requests runs it, the others what the stage
    runs. Written by `apigw promote`.

    Source: https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
    """

    model_config = ConfigDict(serialize_by_alias=True)

    release: Digest
    """The release that the stage moves to, by its 12 hex digits in quotes."""
    percent: Annotated[Number, AfterValidator(_some_share)]
    """Percent of the requests that run it: more than 0 and less than 100, with decimals where wanted. Lambda
    chooses anew for each request."""
    until: Annotated[Time, AfterValidator(_some_moment)] | None = None
    """When the move should have been completed or taken back, in UTC: `apigw check` and `apigw status` tell
    of one that is late, and nothing moves by itself."""
    source: NameOf = Field(alias="from")
    """Stage that it comes from."""
    at: Time
    """When its share was set, in UTC."""
    commit: Commit | None = None
    """Commit that the source was deployed from."""
    variables: dict[StageVariableName, StageVariableValue] = {}
    """Values of the promotable variables that change with the release; of REST APIs the share has them
    already, of the others the stage gets them when the move is completed."""
    versions: Versions = {}
    """Versions of functions that are others than the release's file says."""
