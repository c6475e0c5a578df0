"""A rollback before it is made: back to what a stage had before its last promotion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ..config import ConfigFile, ServiceConfig
from ..config.promotion import LATEST, PromotionRecord
from ..errors import ArtifactError
from ..releases import release_in_tree
from . import gates, git, release_gates
from .change import (
    StageChange,
    VariableChange,
    own_variables,
    read_file,
    stage_changes,
    stage_config,
    time_text,
)
from .gates import Gate

__all__ = ["Rollback", "plan_rollback"]


@dataclass(frozen=True, kw_only=True)
class Rollback(StageChange):
    """What `apigw rollback` would do.

    `commit` is the one to check out and deploy, whose tree gives the release that is put back; None where
    the files here give it, or where git does not know it (the gate `files` says which).
    """

    stage: str
    commit: str | None = None

    def to_data(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {"stage": self.stage, **self.common_data(), "commit": self.commit}


def plan_rollback(
    path: Path,
    stage: str,
    *,
    now: datetime | None = None,
    report: Callable[[str], None] | None = None,
) -> Rollback:
    """What going back in `stage` would change in the config at `path`, and every gate.

    A rollback is recorded as a promotion is, so that going back once more undoes it. `now` is the time of the
    record (default: the clock's); functions are packed, and `report` is told what takes long. Raises
    ConfigError for a file that is no config, and PromotionError where there is none.
    """
    text, file = read_file(path)
    rollback = Rollback(path=path, stage=stage, old_text=text)
    exist = gates.stages_exist(file, stage)
    if not exist.passed:
        return rollback.with_gates(exist)
    config = stage_config(file, stage)
    written = config.stages[stage].promoted
    recorded = _recorded(stage, written)
    rollback = replace(rollback, old_release=config.stages[stage].release).with_gates(exist, recorded)
    if written is None or not recorded.passed:
        return rollback
    back = _Back(file, config, stage, written)
    pinned = back.pinned()
    variables = back.variables()
    rollback = replace(
        rollback,
        release=written.before.release,
        commit=pinned.commit if pinned else written.before.commit,
        variables=variables,
    ).with_gates(back.declared())
    if not variables and rollback.release == rollback.old_release:
        return rollback
    record = back.record(rollback, time_text(now), pinned.contents if pinned else {})
    rollback = replace(
        rollback, changes=stage_changes(stage, written.before.release, variables, record), record=record
    )
    return _checked(rollback, file, report)


def _checked(rollback: Rollback, file: ConfigFile, report: Callable[[str], None] | None) -> Rollback:
    """The rollback with its new text, and the gates on what would be deployed."""
    rollback, edited = rollback.edited(file)
    if edited is None or rollback.release is None:
        return rollback
    stage, release = rollback.stage, rollback.release
    values = {each.name: each.new for each in rollback.variables if each.new is not None}
    rollback = rollback.with_gates(release_gates.takes_hold(edited, stage, release, values))
    given = _given(edited, stage, report)
    here = f"the files here give {given!r}" if given else "the files here cannot be packed"
    if release == LATEST:
        fact = f"{stage!r} took every release; {here}."
    elif given == release:
        rollback = replace(rollback, commit=None)
        fact = "The files here give that release."
    elif rollback.commit:
        fact = f"Commit {rollback.commit[:12]} gives that release; {here}."
    else:
        fix = "To deploy it, check out the commit that it was made of"
        fact = f"Git knows no commit that pinned that release, and {here}. {fix}."
    return rollback.with_gates(Gate("files", True, fact))


def _given(file: ConfigFile, stage: str, report: Callable[[str], None] | None) -> str | None:
    try:
        return release_in_tree(file, stage, report=report).id
    except ArtifactError:
        # A function that cannot be packed now keeps nobody from going back to when it could.
        return None


def _recorded(stage: str, record: PromotionRecord | None) -> Gate:
    """It is recorded what the stage had."""
    if record is None:
        fact = f"Nothing was promoted to {stage!r} yet: it has no record ('promoted') to go back by."
        return Gate("record", False, fact, "Deploy the commit that it is to run.")
    what = f"got {record.release!r} from {record.source!r}"
    if record.rollback:
        what = f"went back to {record.release!r}, which is undone"
    return Gate("record", True, f"On {record.at} {stage!r} {what}.")


@dataclass(frozen=True)
class _Back:
    """One stage on the way back to what its record says."""

    file: ConfigFile
    config: ServiceConfig
    stage: str
    written: PromotionRecord

    def pinned(self) -> git.Pinned | None:
        release = self.written.before.release
        if release == LATEST:
            return None
        undone = self.file.data["stages"][self.stage]
        return git.find_promotion(self.file.path, self.stage, release, undone=undone)

    def declared(self) -> Gate:
        """Which variables are put back; what is no longer declared has no place to go."""
        names = [name for name in self.written.before.variables if name not in self.config.stage_variables]
        if names:
            fact = f"{gates.quoted(names)} {'is' if len(names) == 1 else 'are'} no longer declared"
            return Gate("variables", True, f"{fact} and not put back.")
        return Gate("variables", True, "Every variable that was changed is put back.")

    def variables(self) -> tuple[VariableChange, ...]:
        own = own_variables(self.file, self.stage)
        before = self.written.before.variables.items()
        values = [(name, own.get(name), value) for name, value in before]
        return tuple(
            VariableChange(name, old, new)
            for name, old, new in values
            if name in self.config.stage_variables and old != new
        )

    def record(self, rollback: Rollback, at: str, contents: Mapping[str, str]) -> dict[str, Any]:
        variables = {each.name: each.old for each in rollback.variables}
        return {
            "from": self.stage,
            "release": rollback.release,
            "at": at,
            **({"commit": rollback.commit} if rollback.commit else {}),
            **({"contents": dict(contents)} if contents else {}),
            "before": {"release": rollback.old_release, **({"variables": variables} if variables else {})},
            "rollback": True,
        }
