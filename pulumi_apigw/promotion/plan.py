"""A promotion before it is made: what it changes, and whether it may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ..config import ConfigFile, ServiceConfig, stage_variables
from ..config.promotion import LATEST
from ..releases import Release, release_in_tree
from ..releases.differences import Differences, compare
from . import gates, git, release_gates, tree_gates
from .change import (
    StageChange,
    VariableChange,
    own_variables,
    read_file,
    stage_changes,
    stage_config,
    time_text,
)
from .deployed import Deployments

__all__ = ["FunctionChange", "Promotion", "plan_promotion"]

Report = Callable[[str], None]


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
class Promotion(StageChange):
    """What `apigw promote` would do to `target`.

    `release` is the source's. `differences` compare what the target runs with what it would run; None where
    either is not known.
    """

    source: str
    target: str
    functions: tuple[FunctionChange, ...] = ()
    differences: Differences | None = None

    def to_data(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {
            "source": self.source,
            "target": self.target,
            **self.common_data(),
            "functions": [asdict(each) for each in self.functions],
            "differences": self.differences and self.differences.to_data(),
        }


def plan_promotion(
    path: Path,
    source: str,
    target: str,
    *,
    deployed: Deployments,
    allow_breaking: bool = False,
    now: datetime | None = None,
    report: Report | None = None,
) -> Promotion:
    """What promoting `source` to `target` in the config at `path` would change, and every gate.

    Functions are packed, as a deployment would do; `report` is told what takes long. `now` is the time of the
    record (default: the clock's). Raises ConfigError for a file that is no config, PromotionError where there
    is none, and ArtifactError for a function that cannot be packed.
    """
    text, file = read_file(path)
    promotion = Promotion(path=path, source=source, target=target, old_text=text)
    exist = gates.stages_exist(file, source, target)
    if not exist.passed:
        return promotion.with_gates(exist)
    config = stage_config(file, target)
    known, release = gates.deployed(deployed, source, config.service)
    promotion = replace(promotion, old_release=config.stages[target].release)
    promotion = promotion.with_gates(exist, gates.order(config, source, target), known)
    if release is None:
        return promotion.with_gates(tree_gates.clean_tree(file, config))
    move = _Move(file, config, release, target, deployed, time_text(now))
    promotion = replace(promotion, release=release.id, functions=move.functions(), variables=move.variables())
    promotion = promotion.with_gates(gates.variables(config, release, move.written))
    if not promotion.variables and promotion.release == promotion.old_release:
        return promotion
    record = move.record()
    changes = stage_changes(target, release.id, promotion.variables, record)
    promotion = replace(promotion, changes=changes, record=record)
    return move.checked(promotion, allow_breaking, report)


@dataclass(frozen=True)
class _Move:
    """The release of one stage on its way to another: the target's config and what runs in it."""

    file: ConfigFile
    config: ServiceConfig
    release: Release
    target: str
    deployed: Deployments
    at: str

    @property
    def runs(self) -> Release | None:
        """What the target runs, None where that is nothing, another service, or not known."""
        found = self.deployed.found.get(self.target)
        release = found.release if found else None
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
    def written(self) -> Mapping[str, str]:
        """The variables that the file gives the source, whether they are deployed or not."""
        stage = self.release.stage
        return stage_variables(self.file.examination.written.get(stage, self.config), stage)

    def variables(self) -> tuple[VariableChange, ...]:
        held, own = stage_variables(self.config, self.target), own_variables(self.file, self.target)
        return tuple(
            VariableChange(name, own.get(name), value)
            for name, value in self.values.items()
            if held.get(name) != value
        )

    def functions(self) -> tuple[FunctionChange, ...]:
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

    def record(self) -> dict[str, Any]:
        commit = self.release.commit or git.head(self.file.folder)
        return {
            "from": self.release.stage,
            "release": self.release.id,
            "at": self.at,
            **({"commit": commit} if commit else {}),
            "contents": dict(self.release.contents),
            "before": self._before(),
        }

    def _before(self) -> dict[str, Any]:
        """What the target has; a stage that takes every release goes back to the one that it runs."""
        release = self.config.stages[self.target].release
        if release == LATEST and self.runs:
            release = self.runs.id
        known = self.runs is not None and self.runs.id == release and self.runs.commit
        variables = {each.name: each.old for each in self.variables()}
        return {
            "release": release,
            **({"commit": known} if known else {}),
            **({"variables": variables} if variables else {}),
        }

    def checked(self, promotion: Promotion, allow_breaking: bool, report: Report | None) -> Promotion:
        """The promotion with its differences, its new text, and the gates on what would be deployed."""
        promotion = promotion.with_gates(
            tree_gates.clean_tree(self.file, self.config), tree_gates.not_packed(self.file, self.config)
        )
        promotion, edited = promotion.edited(self.file)
        settings = self.runs.settings if self.runs else {}
        if edited:
            ours = release_in_tree(edited, self.release.stage, report=report)
            theirs = release_in_tree(edited, self.target, report=report)
            settings = theirs.settings
            promotion = promotion.with_gates(
                release_gates.takes_hold(edited, self.target, self.release.id, self.values),
                release_gates.same_in_tree(ours, self.release),
                release_gates.same_in_target(self.file, ours, theirs),
            )
        known = release_gates.target_known(
            self.deployed, self.target, self.config.service, allow_breaking=allow_breaking
        )
        promotion = promotion.with_gates(known)
        if self.target not in self.deployed.found or not known.passed:
            return promotion
        becomes = replace(self.release, stage=self.target, settings=settings, variables=self.values)
        differences = compare(self.runs, becomes)
        breaks = release_gates.nothing_breaks(differences, self.target, allow_breaking=allow_breaking)
        return replace(promotion, differences=differences).with_gates(breaks)
