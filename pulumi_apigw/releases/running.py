"""What each stage of a stack runs: the files' release, or what a release file says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..config import ServiceConfig
from ..config.promotion import LATEST
from ..config.stages import StageConfig
from ..errors import ConfigError, Problem
from ..source import Path as DataPath
from ..source import SourceMap, format_path
from .files import read_release
from .parts import missing_parts
from .pin import pin_problem, unknown_release
from .release import Release

__all__ = ["StageRun", "pinned_in_file", "stage_runs"]


@dataclass(frozen=True)
class StageRun:
    """What one stage runs; None stands for the release that the files give, as newest as they are.

    `percent` of the requests run `gradual`, the others `stable`; it is None where no gradual move is under
    way, and `gradual` says nothing then. Functions of a release have the versions that the stage runs.
    `kept` are releases that the stage may go back to, of which AWS keeps the APIs in their `deployments`.
    """

    stage: str
    stable: Release | None = None
    gradual: Release | None = None
    percent: float | None = None
    kept: tuple[Release, ...] = ()


def stage_runs(
    config: ServiceConfig,
    tree: Release,
    folder: Path,
    *,
    sources: SourceMap | None = None,
    find_commit: Callable[[str], str | None] = lambda release: None,
    find_release: Callable[[str], Release | None] | None = None,
) -> dict[str, StageRun]:
    """What the stages of one stack run: all of a shared service, else the stage of `tree`.

    `tree` is the release that the files give, `folder` the config's. `find_commit` gives the commit that
    pinned a stack's only stage to a release, `find_release` a release by its id (default: its file's). Raises
    ConfigError with all that keeps stages from running what they are pinned to.
    """

    def in_file(release: str) -> Release | None:
        return read_release(folder, release, service=config.service)

    kind = _Shared if config.is_shared else _Own
    found = kind(config, tree, sources or SourceMap(), find_commit, find_release or in_file)
    runs: dict[str, StageRun] = {}
    problems: list[Problem] = []
    for stage in config.stages if config.is_shared else [tree.stage]:
        try:
            runs[stage] = found.run(stage, config.stages[stage])
        except ConfigError as error:
            problems += error.problems
    if problems:
        # Stages may be pinned to one release, whose file is broken.
        raise ConfigError(list(dict.fromkeys(problems)))
    return runs


def pinned_in_file(config: ServiceConfig, stage: str, folder: Path) -> Release | None:
    """What a stage is pinned to by its release file, with the versions that it is to run; None without one.

    Raises ConfigError for a file that holds no release.
    """
    settings = config.stages[stage]
    if settings.release == LATEST:
        return None
    found = read_release(folder, settings.release, service=config.service)
    return found and _with(found, _versions(settings))


@dataclass(frozen=True)
class _Stages:
    config: ServiceConfig
    tree: Release
    sources: SourceMap
    find_commit: Callable[[str], str | None]
    find_release: Callable[[str], Release | None]

    def run(self, stage: str, settings: StageConfig) -> StageRun:
        raise NotImplementedError

    def refused(self, path: DataPath, message: str) -> ConfigError:
        return ConfigError([Problem(format_path(path), message, self.sources.locate(path))])


class _Own(_Stages):
    """A stage whose stack owns nothing else: what it moves to, or is pinned to, is what the files give."""

    def run(self, stage: str, settings: StageConfig) -> StageRun:
        if problem := pin_problem(self.config, self.tree, self.sources, find_commit=self.find_commit):
            raise ConfigError([problem])
        if settings.gradual is None or settings.release == LATEST:
            return StageRun(stage)
        stable = self.find_release(settings.release)
        if stable is None:
            path = ("stages", stage, "release")
            fact = f"there is no releases/{settings.release}.json, which says what the other requests run"
            raise self.refused(path, f"{fact}. Take it from git, or end the move: apigw rollback {stage}.")
        return StageRun(stage, _with(stable, _versions(settings)), None, settings.gradual.percent)


class _Shared(_Stages):
    """Stages of one API: a release file says what each that is pinned runs, whatever the files give."""

    def run(self, stage: str, settings: StageConfig) -> StageRun:
        path: DataPath = ("stages", stage)
        stable = self._pinned(stage, (*path, "release"), settings.release, _versions(settings))
        kept = tuple(self._kept(settings))
        move = settings.gradual
        if move is None:
            return StageRun(stage, stable, kept=kept)
        gradual = self._pinned(stage, (*path, "gradual", "release"), move.release, move.versions)
        return StageRun(stage, stable, gradual, move.percent, kept)

    def _pinned(
        self, stage: str, path: DataPath, release: str, versions: Mapping[str, str]
    ) -> Release | None:
        if release == LATEST:
            return None
        found = self.find_release(release)
        if found is None:
            if release == self.tree.id:
                return None
            raise ConfigError([unknown_release(self.config, self.tree, self.sources, stage, path, release)])
        problems = [
            Problem(format_path(path), f"release {release!r} {fact}.", self.sources.locate(path))
            for fact in missing_parts(found, self.tree, self.config, stage)
        ]
        if problems:
            raise ConfigError(problems)
        return _with(found, versions)

    def _kept(self, settings: StageConfig) -> Iterator[Release]:
        before = settings.promoted.before if settings.promoted else None
        if before is None or before.release in (LATEST, settings.release):
            return
        if found := self.find_release(before.release):
            yield _with(found, before.versions)


def _versions(settings: StageConfig) -> Mapping[str, str]:
    """Versions that the record of the stage's release has in place of those of its file."""
    record = settings.promoted
    return record.versions if record and record.release == settings.release else {}


def _with(release: Release, versions: Mapping[str, str]) -> Release:
    return release.with_versions(versions) if versions else release
