"""The release files that a change needs, and those that no stage needs any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..config import ServiceConfig
from ..config.promotion import LATEST
from ..config.stages import StageConfig
from ..releases import Release
from ..releases.files import read_release, release_ids, release_path, release_text
from .file import FileChanges
from .outputs import RunningMove

__all__ = ["ReleaseFiles", "other_versions", "versions_of"]


@dataclass(frozen=True)
class ReleaseFiles:
    """Release files in `folder` as they would be: as they are, and with what stages say that they run.

    `service` is whose they are. `is_shared`: whether a stage that is pinned runs what its file says; else
    only one that moves bit by bit does. `told` are the releases that stages run, the one that is promoted
    first, and `moves` those that they move to.
    """

    folder: Path
    service: str
    is_shared: bool
    told: Sequence[Release] = ()
    moves: Sequence[RunningMove] = ()

    def find(self, release: str) -> Release | None:
        """What the file of a release would hold, None where nobody knows it. Raises ConfigError as reading.

        Versions stay those that it was promoted with first; a stage that has others has them in its record.
        """
        return self._joined(self._held(release), release)

    def _held(self, release: str) -> Release | None:
        return read_release(self.folder, release, service=self.service)

    def _joined(self, found: Release | None, release: str) -> Release | None:
        told = [each for each in self.told if each.id == release and _is_deployed(each)]
        if found is None and not told:
            return None
        base = found or told[0]
        deployments = dict(base.deployments)
        for move in self.moves:
            deployments |= move.deployments if move.release == release else {}
        for each in reversed(told):
            deployments |= each.deployments
        return replace(base, deployments=deployments)

    def changes(self, config: ServiceConfig, *, adds: bool = True) -> FileChanges:
        """What is to be written and removed where `config` is what the config's file says.

        Where it does not add, deployments that a file does not have yet are left for the next promotion.
        """
        stages = config.stages.values()
        needed = dict.fromkeys(name for stage in stages for name in self._needed(stage))
        there = release_ids(self.folder, self.service)
        written = {release_path(self.folder, name): self._content(name, adds=adds) for name in needed}
        return FileChanges(
            {path: new for path, new in written.items() if new is not None and new != _bytes(path)},
            tuple(release_path(self.folder, name) for name in there if name not in needed),
        )

    def _content(self, release: str, *, adds: bool) -> bytes | None:
        held = self._held(release)
        found = self._joined(held, release)
        if found and held and not adds:
            known = {api: each for api, each in found.deployments.items() if api in held.deployments}
            found = replace(found, deployments=known)
        return release_text(found).encode() if found else None

    def _needed(self, stage: StageConfig) -> Iterator[str]:
        if self.is_shared:
            yield from _mentioned(stage)
        elif stage.gradual and stage.release != LATEST:
            yield stage.release


def versions_of(release: Release) -> dict[str, str]:
    """The versions of a release's functions."""
    return {name: each.version for name, each in release.functions.items() if each.version is not None}


def other_versions(release: Release, file: Release | None) -> dict[str, Any]:
    """`versions` of a record: those of `release` that are others than its file's, as a mapping to merge."""
    held: Mapping[str, str] = versions_of(file) if file else {}
    found = {name: each for name, each in versions_of(release).items() if held.get(name, each) != each}
    return {"versions": found} if found else {}


def _mentioned(stage: StageConfig) -> Iterator[str]:
    named = [stage.release]
    named += [stage.gradual.release] if stage.gradual else []
    named += [stage.promoted.before.release] if stage.promoted else []
    yield from (name for name in named if name != LATEST)


def _is_deployed(release: Release) -> bool:
    """Whether all of it is known: a captured release has no code, and a function in the making no version."""
    return release.is_built and all(each.version for each in release.functions.values())


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
