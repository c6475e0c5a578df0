"""A release of one stage on its way to another: what it changes in the file, and what is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..config import ConfigFile, ServiceConfig, stage_variables
from ..config.promotion import LATEST
from ..config.stages import StageConfig
from ..releases import Release
from ..source import Path as DataPath
from . import git
from .change import ShareChange, VariableChange, own_variables, stage_changes
from .deployed import Deployments
from .edit import REMOVE
from .gradual import Share
from .release_files import ReleaseFiles, other_versions, versions_of

__all__ = ["FunctionChange", "Move"]


@dataclass(frozen=True)
class FunctionChange:
    """A function's code in the target and in the source: SHA-256 of the zip and the version there.

    None where it is not there. Versions are counted by each account and function: equal code may have
    different ones. Where one stack runs all stages, another version of the same code has other settings.
    """

    name: str
    old_sha256: str | None
    new_sha256: str | None
    old_version: str | None
    new_version: str | None


@dataclass(frozen=True)
class Move:
    """The `release` of one stage on its way to the `target`, as a whole or as a `share` of its requests.

    `config` is the target's; `files` are release files with what stages run.
    """

    file: ConfigFile
    config: ServiceConfig
    release: Release
    target: str
    deployed: Deployments
    files: ReleaseFiles
    share: Share | None
    at: str

    @property
    def settings(self) -> StageConfig:
        """What the config says of the target."""
        return self.config.stages[self.target]

    @property
    def is_whole(self) -> bool:
        """Whether all requests get the release."""
        return self.part is None

    @property
    def part(self) -> Share | None:
        """The share of the requests that get the release; None for all of them."""
        return None if self.share is None or self.share.is_all else self.share

    @property
    def runs(self) -> Release | None:
        """What the target runs, None where that is nothing, another service, or not known."""
        release = self.deployed.runs(self.target)
        return release if release and release.service == self.config.service else None

    @property
    def values(self) -> Mapping[str, str]:
        """The promotable variables, with the values that the source runs with."""
        declared = self.config.stage_variables.items()
        return {
            name: self.release.variables[name]
            for name, each in declared
            if each.promote and name in self.release.variables
        }

    @property
    def given(self) -> Mapping[str, str]:
        """The promotable variables as the target has them then; the record of a move has few of them."""
        held = stage_variables(self.config, self.target)
        kept = {
            name: held[name]
            for name, each in self.config.stage_variables.items()
            if each.promote and name in held
        }
        return {**kept, **self.values}

    @property
    def written(self) -> Mapping[str, str]:
        """The variables that the file gives the source, whether they are deployed or not."""
        stage = self.release.stage
        return stage_variables(self.file.examination.written.get(stage, self.config), stage)

    @property
    def had(self) -> Release | None:
        """What the target is to run by now, with its versions: that which it is pinned to, or what runs."""
        pinned, record = self.settings.release, self.settings.promoted
        if not self.config.is_shared or pinned == LATEST:
            return self.runs
        found = self.files.find(pinned)
        if found is None or record is None or record.release != pinned:
            return found
        return found.with_versions(record.versions)

    @property
    def is_needed(self) -> bool:
        """Whether the target has anything else than the source runs."""
        same = self.release.id == self.settings.release and not self.settings.gradual
        if not same or self.variables():
            return True
        had = self.had if self.config.is_shared else None
        return had is not None and versions_of(had) != versions_of(self.release)

    def variables(self) -> tuple[VariableChange, ...]:
        """The variables of the target that get other values."""
        held, own = stage_variables(self.config, self.target), own_variables(self.file, self.target)
        return tuple(
            VariableChange(name, own.get(name), value)
            for name, value in self.values.items()
            if held.get(name) != value
        )

    def functions(self) -> tuple[FunctionChange, ...]:
        """The functions of both stages."""
        old, new = self.runs.functions if self.runs else {}, self.release.functions
        return tuple(
            FunctionChange(
                name,
                old[name].code_sha256 if name in old else None,
                new[name].code_sha256 if name in new else None,
                old[name].version if name in old else None,
                new[name].version if name in new else None,
            )
            for name in dict.fromkeys([*new, *old])
        )

    def share_change(self) -> ShareChange | None:
        """How the share of the requests that get the release changes; None where no move is under way."""
        running = self.settings.gradual
        if self.part is not None:
            return ShareChange(self.release.id, None, self.part.number, self.part.until)
        return ShareChange(running.release, running.percent, 100) if running else None

    def record(self) -> dict[str, Any]:
        """What would stand in the target's `promoted`, or in its `gradual`."""
        # The files here give the release, apart from one that AWS keeps.
        here = None if self.config.is_shared else git.head(self.file.folder)
        commit = self.release.commit or here
        came = {"from": self.release.stage, "at": self.at, **({"commit": commit} if commit else {})}
        if self.part is not None:
            variables = {each.name: each.new for each in self.variables()}
            return {
                "release": self.release.id,
                "percent": self.part.number,
                **({"until": self.part.until} if self.part.until else {}),
                **came,
                **({"variables": variables} if variables else {}),
                **self._versions(self.release),
            }
        return {
            "from": came.pop("from"),
            "release": self.release.id,
            **came,
            "contents": dict(self.release.contents),
            **self._versions(self.release),
            "before": self._before(),
        }

    def _before(self) -> dict[str, Any]:
        """What the target has; a stage that takes every release goes back to the one that it runs."""
        release = self._stable()
        known = self.runs is not None and self.runs.id == release and self.runs.commit
        variables = {each.name: each.old for each in self.variables()}
        had = self.had
        return {
            "release": release,
            **({"commit": known} if known else {}),
            **({"variables": variables} if variables else {}),
            **(self._versions(had) if had and had.id == release else {}),
        }

    def _stable(self) -> str:
        release = self.settings.release
        return self.runs.id if release == LATEST and self.runs else release

    def _versions(self, release: Release) -> dict[str, Any]:
        """The versions that the release's file does not say; a stack of its own has its own versions."""
        return other_versions(release, self.files.find(release.id)) if self.config.is_shared else {}

    def changes(self, record: Mapping[str, Any]) -> dict[DataPath, Any]:
        """The changes of the file's data."""
        here: DataPath = ("stages", self.target)
        if self.is_whole:
            ends = {(*here, "gradual"): REMOVE} if self.settings.gradual else {}
            return {**stage_changes(self.target, self.release.id, self.variables(), record), **ends}
        pinned = {(*here, "release"): self._stable()} if self.settings.release == LATEST else {}
        return {**pinned, (*here, "gradual"): record}
