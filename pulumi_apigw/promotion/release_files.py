"""The release files that a change needs, and those that no stage names any more."""

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

__all__ = ["ReleaseFiles", "other_versions", "versions_of"]


@dataclass(frozen=True)
class ReleaseFiles:
    """Release files in `folder` as they would be: as they are, and with what stages say that they run.

    `told` are the releases that stages run, the one that is promoted first. `is_shared`: whether a stage that
    is pinned runs what its file says; else only one that moves bit by bit does.
    """

    folder: Path
    is_shared: bool
    told: Sequence[Release] = ()

    def find(self, release: str) -> Release | None:
        """What the file of a release would hold, None where nobody knows it. Raises ConfigError as reading.

        Versions stay those that it was promoted with first; a stage that has others has them in its record.
        """
        found = read_release(self.folder, release)
        for each in self.told:
            if each.id != release or not _is_deployed(each):
                continue
            deployments = {**(found.deployments if found else {}), **each.deployments}
            found = replace(found or each, deployments=deployments)
        return found

    def changes(self, config: ServiceConfig) -> FileChanges:
        """What is to be written and removed where `config` is what the config's file says."""
        stages = config.stages.values()
        needed = dict.fromkeys(name for stage in stages for name in self._needed(stage))
        mentioned = {name for stage in stages for name in _mentioned(stage)}
        written = {release_path(self.folder, name): self._content(name) for name in needed}
        return FileChanges(
            {path: new for path, new in written.items() if new is not None and new != _bytes(path)},
            tuple(
                release_path(self.folder, name) for name in release_ids(self.folder) if name not in mentioned
            ),
        )

    def _content(self, release: str) -> bytes | None:
        found = self.find(release)
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
    named = [stage.release, stage.gradual and stage.gradual.release]
    named.append(stage.promoted and stage.promoted.before.release)
    yield from (name for name in named if name and name != LATEST)


def _is_deployed(release: Release) -> bool:
    """Whether all of it is known: a captured release has no code, and a function in the making no version."""
    return release.is_built and all(each.version for each in release.functions.values())


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
