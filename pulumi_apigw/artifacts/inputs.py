"""All that decides a zip's bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..errors import ArtifactError
from .archive import content_digest
from .files import DEFAULT_EXCLUDES, File, collect
from .platform import Platform
from .requirements import Requirements
from .sizes import check_unzipped

__all__ = ["Dependencies", "Inputs", "read_inputs"]

_FORMAT = 1  # raised whenever the same inputs give other bytes, so that no zip of before is found


@dataclass(frozen=True)
class Dependencies:
    """What is to be installed, and for which platform."""

    requirements: Requirements
    platform: Platform


@dataclass(frozen=True)
class Inputs:
    """The source's files with the SHA-256 of each by name, its dependencies, the user's exclude patterns."""

    source: Path
    files: tuple[File, ...]
    digests: Mapping[str, str]
    dependencies: Dependencies | None
    exclude: tuple[str, ...]

    @cached_property
    def key(self) -> str:
        """One SHA-256 of everything here but where the source is."""
        parts = {
            "format": _FORMAT,
            "files": [(file.name, file.executable, self.digests[file.name]) for file in self.files],
            "exclude": self.exclude,
            "dependencies": self.dependencies and _parts(self.dependencies),
        }
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def read_inputs(
    source: Path, dependencies: Dependencies | None, exclude: Sequence[str], build_dir: Path
) -> Inputs:
    """Read the source's files; raises ArtifactError where there are none, or one cannot be packed."""
    files = collect(source, (*DEFAULT_EXCLUDES, *exclude), skip=build_dir)
    if not files:
        raise ArtifactError(f"{source}: the source folder is empty. Put the function's code there.")
    check_unzipped(source, files)
    digests = {file.name: content_digest(file.path) for file in files}
    return Inputs(source, files, digests, dependencies, tuple(exclude))


def _parts(dependencies: Dependencies) -> list[str]:
    contents = dependencies.requirements.contents
    return [
        dependencies.platform.runtime,
        dependencies.platform.uv_name,
        dependencies.requirements.kind,
        *(hashlib.sha256(content).hexdigest() for content in contents),
    ]
