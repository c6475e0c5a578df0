"""A rollback before it is made: back to what a stage had before its last promotion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..config import ConfigFile
from ..config.promotion import LATEST, PromotionRecord
from ..errors import ArtifactError, ConfigError
from ..releases import Release, release_in_tree
from ..releases.tree import unpacked_release
from . import gates, gradual, release_gates, shared_gates
from .back import Back
from .change import StageChange, WrittenConfig, stage_changes, stage_config, time_text
from .gates import Gate
from .release_files import ReleaseFiles

__all__ = ["Rollback", "plan_rollback"]

Report = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Rollback(StageChange):
    """What `apigw rollback` would do.

    `commit` is the one to check out and deploy, whose tree gives the release that is put back; None where
    the files here give it, where AWS keeps it, or where git does not know it (the gates say which).
    """

    stage: str
    commit: str | None = None

    def to_data(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {"stage": self.stage, **super().to_data(), "commit": self.commit}


def plan_rollback(
    written: WrittenConfig, stage: str, *, now: datetime | None = None, report: Report | None = None
) -> Rollback:
    """What going back in `stage` would change in a config's file, and every gate.

    A gradual move that is under way ends, and nothing else changes. A rollback is recorded as a promotion is,
    so that going back once more undoes it. `now` is the time of the record (default: the clock's); functions
    are packed, and `report` is told what takes long. Raises ConfigError for a file that is no config.
    """
    file = written.file
    rollback = Rollback(path=file.path, is_shared=file.is_shared, stage=stage, old_text=written.text)
    exist = gates.stages_exist(file, stage)
    if not exist.passed:
        return rollback.with_gates(exist)
    config = stage_config(file, stage)
    rollback = replace(rollback, old_release=config.stages[stage].release).with_gates(exist)
    files = ReleaseFiles(file.folder, config.service, config.is_shared)
    if config.stages[stage].gradual:
        rollback, edited = gradual.ended(rollback, file, config, stage)
        commit = Back(file, config, stage, files).commit_of(config.stages[stage].release)
        return _checked(replace(rollback, commit=commit), edited, files, report)
    record = config.stages[stage].promoted
    recorded = _recorded(stage, record)
    rollback = rollback.with_gates(recorded)
    if record is None:
        return rollback
    try:
        return _planned(rollback, Back(file, config, stage, files), record, now, report)
    except ConfigError as error:
        return rollback.with_gates(Gate("release files", False, str(error)))


def _planned(
    rollback: Rollback, back: Back, record: PromotionRecord, now: datetime | None, report: Report | None
) -> Rollback:
    """The rollback to what a record says, with what it changes and every gate."""
    release, variables = record.before.release, back.variables()
    pinned = None if rollback.is_shared else back.pinned()
    rollback = replace(
        rollback,
        release=release,
        commit=None if rollback.is_shared else pinned.commit if pinned else record.before.commit,
        variables=variables,
    ).with_gates(back.declared())
    if not variables and release == rollback.old_release and not back.other_versions():
        return rollback
    contents = pinned.contents if pinned else back.contents(release)
    data = back.record(rollback.commit, variables, time_text(now), contents)
    changes = stage_changes(rollback.stage, release, variables, data)
    rollback, edited = replace(rollback, changes=changes, record=data).edited(back.file)
    if edited:
        rollback = rollback.with_gates(release_gates.takes_hold(edited, rollback.stage, changes))
    return _checked(rollback, edited, back.files, report)


def _checked(
    rollback: Rollback, edited: ConfigFile | None, files: ReleaseFiles, report: Report | None
) -> Rollback:
    """The rollback with the gates on what would be deployed."""
    if edited is None or rollback.release is None:
        return replace(rollback, commit=None) if rollback.is_shared else rollback
    tree = _given(edited, rollback.stage, report)
    known, changes = shared_gates.release_files(files, edited.stage(rollback.stage))
    rollback = replace(rollback, files=changes)
    if rollback.is_shared or changes or not known.passed:
        rollback = rollback.with_gates(known)
    if not known.passed:
        return rollback
    if not rollback.is_shared:
        return _from_tree(rollback, tree)
    return _from_aws(replace(rollback, commit=None), edited, files, tree)


def _from_aws(rollback: Rollback, edited: ConfigFile, files: ReleaseFiles, tree: Release | None) -> Rollback:
    """The rollback of a stage whose release AWS keeps."""
    stage = rollback.stage
    config = edited.stage(stage)
    # Without functions that can be packed it is not known whether the files give a release; AWS may have it.
    given = tree or unpacked_release(edited, stage)
    return rollback.with_gates(shared_gates.deployments_kept(config, stage, given, files))


def _from_tree(rollback: Rollback, tree: Release | None) -> Rollback:
    """The rollback of a stage that is deployed from files that give its release."""
    here = f"the files here give {tree.id!r}" if tree else "the files here cannot be packed"
    if rollback.release == LATEST:
        fact = f"{rollback.stage!r} took every release; {here}."
    elif tree and tree.id == rollback.release:
        rollback = replace(rollback, commit=None)
        fact = "The files here give that release."
    elif rollback.commit:
        fact = f"Commit {rollback.commit[:12]} gives that release; {here}."
    else:
        fix = "To deploy it, check out the commit that it was made of"
        fact = f"Git knows no commit that pinned that release, and {here}. {fix}."
    return rollback.with_gates(Gate("files", True, fact))


def _given(file: ConfigFile, stage: str, report: Report | None) -> Release | None:
    try:
        return release_in_tree(file, stage, report=report)
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
