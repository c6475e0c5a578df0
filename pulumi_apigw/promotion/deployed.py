"""What runs in a stage, as its stack's outputs tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..releases import Release

__all__ = ["Deployed", "Deployments", "find_deployed"]


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """What one stage was deployed with.

    `release` is None where the stack is empty or not there: the stage was never deployed. `origin` says who
    told it: a file, or the stack. `outputs` are the stack's; the values of secrets are `[secret]`.
    """

    stage: str
    release: Release | None
    outputs: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""


@dataclass(frozen=True, kw_only=True)
class Deployments:
    """What is known of several stages: `found`, and of the others why it is `unknown`, with its fix."""

    found: Mapping[str, Deployed] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)


def find_deployed(stages: Iterable[str], *, files: Sequence[str | Path] = (), folder: Path) -> Deployments:
    """What runs in each of `stages`: by `files`, or else by the stack of the stage's name.

    `files` hold what `pulumi stack output --json` printed; each says itself which stage it is of, and one
    that holds no release is given as `STAGE=FILE`. Stacks are those of the Pulumi project in `folder`.
    Raises PromotionError for a file that cannot be read, or two files of one stage.
    """
    raise NotImplementedError
