"""A rollback before it is made: back to what a stage had before its last promotion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from ..source import Path as DataPath
from .gates import Gate
from .plan import VariableChange

__all__ = ["Rollback", "plan_rollback"]


@dataclass(frozen=True, kw_only=True)
class Rollback:
    """What `apigw rollback` would do; fields as those of a `Promotion`.

    `commit` is the one whose tree gives the release that is put back, None where git does not know it.
    """

    path: Path
    stage: str
    old_release: str | None
    release: str | None
    commit: str | None = None
    variables: tuple[VariableChange, ...] = ()
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
        """Whether it may be made."""
        if self.refusals:
            return "refused"
        return "pending" if self.changes else "nothing"

    def to_data(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        raise NotImplementedError

    def write(self) -> None:
        """Make the change to the file. Raises PromotionError where somebody else changed it meanwhile."""
        raise NotImplementedError


def plan_rollback(path: Path, stage: str, *, now: datetime | None = None) -> Rollback:
    """What going back in `stage` would change in the config at `path`, and every gate.

    Raises ConfigError for a file that is no config.
    """
    raise NotImplementedError
