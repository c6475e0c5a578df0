"""Whether the files a function was started from have changed since."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

__all__ = ["ChangeWatch"]

CHECK_SECONDS: Final = 0.25
"""The least time between two looks at the files."""

_SHARE: Final = 50  # looking takes one part in 50 of the time at most, however large the folder is


class ChangeWatch:
    """Looks at the size and modification time of files, too seldom for a busy gateway to feel it."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self._seen = self._look()
        self._next = 0.0

    def changed(self) -> bool:
        """Whether a file is new, gone or different since the last look; False between two looks."""
        now = time.monotonic()
        if now < self._next:
            return False
        before, self._seen = self._seen, self._look()
        done = time.monotonic()
        self._next = done + max(CHECK_SECONDS, (done - now) * _SHARE)
        return before != self._seen

    def _look(self) -> int:
        return hash(frozenset(entry for path in self._paths for entry in _entries(path)))


def _entries(path: Path) -> Iterator[tuple[str, int, int]]:
    files = _files(path) if path.is_dir() else [os.fspath(path)]
    for file in files:
        try:
            status = os.stat(file)
        except OSError:
            continue  # it went while it was looked at, or is a link to nowhere
        yield file, status.st_mtime_ns, status.st_size


def _files(folder: Path) -> Iterator[str]:
    """The files below a folder, less hidden ones and bytecode, which say nothing of the code."""
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "__pycache__"]
        yield from (os.path.join(parent, name) for name in files if not name.startswith("."))
