"""A function's code to deploy: a zip, or its sources alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ArtifactError
from .building import zips_are_built

if TYPE_CHECKING:
    from .inputs import Dependencies

__all__ = ["Artifact", "package"]

Report = Callable[[str], None]


@dataclass(frozen=True)
class Artifact:
    """A function's code to deploy: a zip and its SHA-256 in hex, or (None) the bare source folder."""

    path: Path
    sha256: str | None


def package(
    source: Path,
    *,
    requirements: Path | None,
    runtime: str,
    architecture: str,
    exclude: Sequence[str] = (),
    build_dir: Path,
    report: Report | None = None,
) -> Artifact:
    """Pack a function's source folder, and the wheels of its requirements, into a zip in `build_dir`.

    The same input gives the same bytes on every computer, so Lambda sees a change only where there is one. A
    zip that was built before from the same input is used again, without a network.

    `requirements` is a requirements.txt (with a version for every package, hashes respected), a `pylock.toml`
    or a `uv.lock` (its project's own dependencies, without groups); None packs the source alone, for any
    runtime. Wheels are those of the `runtime` ("python3.13") on the `architecture` ("arm64" or "x86_64").
    `exclude` takes patterns in .gitignore's syntax, for sources and dependencies; they come after
    `DEFAULT_EXCLUDES`, so `!.env` brings a file back. `report` is told what takes long; without it the logger
    `pulumi_apigw.artifacts` is.

    Raises ArtifactError: a folder or file that is missing, an empty source, a symbolic link out of it, a file
    that the source and a dependency both have, a package without a wheel for the platform, a zip over
    Lambda's limits (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html), no network.
    """
    report = report or logging.getLogger("pulumi_apigw.artifacts").info
    try:
        _check_folder(source)
        dependencies = _dependencies(requirements, runtime, architecture) if requirements else None
        if not zips_are_built():
            return Artifact(source, None)
        # Imported where zips are built: a capture, such as the local gateway's, need not wait for it.
        from .zips import find_or_build

        return Artifact(*find_or_build(source, dependencies, exclude, build_dir, report))
    except OSError as error:
        raise ArtifactError(f"{error.filename or source}: {error.strerror or error}.") from error


def _check_folder(source: Path) -> None:
    if not source.exists():
        raise ArtifactError(f"{source}: there is no such source folder. Create it, or correct the path.")
    if not source.is_dir():
        raise ArtifactError(f"{source}: the source is a file. Name the folder that holds it.")


def _dependencies(requirements: Path, runtime: str, architecture: str) -> Dependencies:
    from .inputs import Dependencies
    from .platform import platform_of
    from .requirements import read_requirements

    platform = platform_of(runtime, architecture)
    wanted = read_requirements(requirements)
    wanted.check_python(platform.python_version)
    return Dependencies(wanted, platform)
