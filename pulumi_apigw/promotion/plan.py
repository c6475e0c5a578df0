"""A promotion before it is made: what it changes, and whether it may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from ..source import Path as DataPath
from .deployed import Deployments
from .gates import Gate

__all__ = ["FunctionChange", "Promotion", "VariableChange", "plan_promotion"]


@dataclass(frozen=True)
class VariableChange:
    """A stage variable that gets another value; None stands for the declared default, or for no value."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class FunctionChange:
    """A function's code in the target and in the source: SHA-256 of the zip and the version there.

    None where it is not there. Versions are counted by each account and function: equal code may have
    different ones.
    """

    name: str
    old_sha256: str | None
    new_sha256: str | None
    old_version: str | None
    new_version: str | None


@dataclass(frozen=True, kw_only=True)
class Promotion:
    """What `apigw promote` would do.

    `old_release` is what the target's config says (an id, or `latest`); `release` is the source's id, None where
    that is not known. `changes` are those of the file's data, `record` what stands in the target's `promoted` after.
    `differences` compare what the target runs with what it would run; None where either is not known.
    """

    path: Path
    source: str
    target: str
    old_release: str | None
    release: str | None
    variables: tuple[VariableChange, ...] = ()
    functions: tuple[FunctionChange, ...] = ()
    differences: Any = None
    gates: tuple[Gate, ...] = ()
    changes: Mapping[DataPath, Any] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    old_text: bytes = b""
    new_text: bytes = b""

    @property
    def refusals(self) -> tuple[Gate, ...]:
        """The gates that do not hold."""
        return tuple(gate for gate in self.gates if not gate.passed)

    @property
    def state(self) -> Literal["refused", "nothing", "pending"]:
        """Whether it may be made, or has been already."""
        if self.refusals:
            return "refused"
        return "pending" if self.changes else "nothing"

    def to_data(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        raise NotImplementedError

    def write(self) -> None:
        """Make the change to the file. Raises PromotionError where somebody else changed it meanwhile."""
        raise NotImplementedError


def plan_promotion(
    path: Path,
    source: str,
    target: str,
    *,
    deployed: Deployments,
    allow_breaking: bool = False,
    now: datetime | None = None,
) -> Promotion:
    """What promoting `source` to `target` in the config at `path` would change, and every gate.

    Functions are packed, as a deployment would do. `now` is the time of the record (default: the clock's).
    Raises ConfigError for a file that is no config, ArtifactError for a function that cannot be packed.
    """
    raise NotImplementedError
