"""The folder of zips that were built: found again by what they were built from."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .archive import content_digest
from .folders import make_folder

__all__ = ["ZipStore"]

_KEPT = 5
# Functions may share a source folder, and so a name: what this run or another one of today uses is never
# removed.
_KEPT_SECONDS = 24 * 3600
_STAGING = ".staging-"
_KEY_LENGTH = 16


@dataclass(frozen=True)
class ZipStore:
    """Zips of the source folder called `name`, each beside a `.sha256` file that tells if it is whole."""

    folder: Path
    name: str

    def path(self, key: str) -> Path:
        """Where the zip built from the inputs with digest `key` is, or would be."""
        return self.folder / f"{self.name}-{key[:_KEY_LENGTH]}.zip"

    def find(self, key: str) -> str | None:
        """The SHA-256 of a zip that was built before, is undamaged, and now counts as used; else None."""
        path = self.path(key)
        try:
            digest = content_digest(path)
            if _side_file(path).read_text().split()[:1] != [digest]:
                return None
            os.utime(path)
        except FileNotFoundError:
            return None
        return digest

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder to build in, on the same disk, by its absolute path; gone afterwards."""
        make_folder(self.folder)
        with tempfile.TemporaryDirectory(prefix=_STAGING, dir=self.folder) as folder:
            yield Path(folder).absolute()

    def add(self, key: str, built: Path) -> str:
        """Move a zip from `staging()` to its place and return its SHA-256; old zips of this name are removed.

        Safe beside other builds of the same inputs: they make the same bytes, and each file appears at once.
        """
        path, digest = self.path(key), content_digest(built)
        side_file = built.with_suffix(".sha256")
        side_file.write_text(f"{digest}  {path.name}\n")  # the format of `sha256sum --check`
        built.replace(path)
        side_file.replace(_side_file(path))
        self._prune()
        return digest

    def _prune(self) -> None:
        ours = re.compile(rf"{re.escape(self.name)}-[0-9a-f]{{{_KEY_LENGTH}}}\.zip")
        zips = [(_last_used(path), path) for path in self.folder.iterdir() if ours.fullmatch(path.name)]
        for used, path in sorted(zips, reverse=True)[_KEPT:]:
            if used < time.time() - _KEPT_SECONDS:
                path.unlink(missing_ok=True)
                _side_file(path).unlink(missing_ok=True)
        for folder in self.folder.glob(f"{_STAGING}*"):  # left by builds that were killed
            if _last_used(folder) < time.time() - _KEPT_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def _side_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
