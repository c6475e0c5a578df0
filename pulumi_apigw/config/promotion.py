"""Releases and promotions of stages: what a stage is pinned to, and how it came to be."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from .base import ConfigModel, Flag, NameOf, Text, distinct, matching
from .stage_variables import StageVariableName, StageVariableValue

__all__ = [
    "LATEST",
    "PreviousConfig",
    "PromotionConfig",
    "PromotionRecord",
    "ReleaseId",
]

LATEST = "latest"
"""A stage that takes every release, as it comes."""

Digest = Annotated[Text, matching(r"[0-9a-f]{12}", "12 hex digits, in quotes", final=True)]
Commit = Annotated[Text, matching(r"[0-9a-f]{40}|[0-9a-f]{64}", "a commit's whole id", final=True)]
ReleaseId = Annotated[
    Text,
    matching(r"latest|[0-9a-f]{12}", "'latest', or the 12 hex digits of a release, in quotes", final=True),
]


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


class PromotionRecord(ConfigModel):
    """What was promoted to a stage last, from where, and when: written by `apigw promote`."""

    model_config = ConfigDict(serialize_by_alias=True)

    source: NameOf = Field(alias="from")
    """Stage that it came from."""
    release: ReleaseId
    """The release that was promoted; `latest` where a rollback found the stage so."""
    at: Annotated[
        Text, matching(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "a time in UTC such as 2026-11-23T12:00:00Z")
    ]
    """When, in UTC."""
    commit: Commit | None = None
    """Commit that the source was deployed from."""
    contents: dict[NameOf, Digest] = {}
    """Digests of the release's APIs and functions, by which a refusal says what differs."""
    before: PreviousConfig = PreviousConfig()
    """What the stage had before."""
    rollback: Flag = False
    """Whether it went back to what the stage had before."""
