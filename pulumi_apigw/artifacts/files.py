"""The files that go into a zip, in a fixed order and under names that are the same on every system."""

from __future__ import annotations

import itertools
import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from ..errors import ArtifactError

__all__ = ["DEFAULT_EXCLUDES", "File", "collect"]

DEFAULT_EXCLUDES = (
    *("__pycache__/", "*.py[co]", "*.egg-info/"),
    *(".git/", ".hg/", ".svn/", ".DS_Store", "Thumbs.db", ".idea/", ".vscode/"),
    *(
        ".venv/",
        ".tox/",
        ".nox/",
        ".pytest_cache/",
        ".mypy_cache/",
        ".ruff_cache/",
        ".hypothesis/",
        ".coverage",
    ),
    # Whoever wants a file of secrets in a zip has to say so: `exclude: ["!.env"]`.
    *(".apigw/", ".env"),
)
"""What no function needs, as .gitignore patterns: caches, version control, environments, editors' files."""


@dataclass(frozen=True, order=True)
class File:
    """One file of a zip: its `name` there (`/` between folders, Unicode NFC), and where it is on disk."""

    name: str
    path: Path
    executable: bool
    size: int


def collect(root: Path, patterns: Sequence[str], *, skip: Path | None = None) -> tuple[File, ...]:
    """The files below `root` that no pattern (in .gitignore's syntax) leaves out, sorted by name.

    `skip` is a folder to pass over. Symbolic links are followed where they stay inside `root`. Raises
    ArtifactError for a pattern that is none, a link that leaves it, a loop, a file that is neither regular
    nor a link, and two names that are one in NFC.
    """
    try:
        excludes = GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise ArtifactError(f"exclude: {error}. Write it as in a .gitignore file.") from None
    walk = _Walk(root.resolve(), excludes, skip and skip.resolve())
    files = sorted(walk.folder(root, "", ()))
    for before, after in itertools.pairwise(files):
        if before.name == after.name:
            raise ArtifactError(
                f"{before.path} and {after.path} have one name in a zip, which holds Unicode NFC. Rename one."
            )
    return tuple(files)


@dataclass(frozen=True)
class _Walk:
    root: Path
    excludes: GitIgnoreSpec
    skip: Path | None

    def folder(self, folder: Path, prefix: str, above: tuple[Path, ...]) -> Iterator[File]:
        here = folder.resolve()
        if here in above:
            raise ArtifactError(f"{folder}: this symbolic link leads to a folder above it. Exclude it.")
        for path in folder.iterdir():
            name = prefix + _portable(path)
            if path.is_dir():
                if not self.excludes.match_file(f"{name}/") and path.resolve() != self.skip:
                    self._stay_inside(path)
                    yield from self.folder(path, f"{name}/", (*above, here))
            elif not self.excludes.match_file(name):
                yield self._file(path, name)

    def _file(self, path: Path, name: str) -> File:
        self._stay_inside(path)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ArtifactError(f"{path}: not a regular file. Exclude it, or remove it.")
        return File(name, path, executable=bool(status.st_mode & stat.S_IXUSR), size=status.st_size)

    def _stay_inside(self, path: Path) -> None:
        if not path.is_symlink():
            return
        if not path.resolve().is_relative_to(self.root):
            raise ArtifactError(
                f"{path}: this symbolic link leaves the source folder, to {os.readlink(path)}. "
                "Copy what it links to, or exclude it."
            )
        if not path.exists():
            raise ArtifactError(f"{path}: this symbolic link leads nowhere ({os.readlink(path)}). Remove it.")


def _portable(path: Path) -> str:
    try:
        path.name.encode()
    except UnicodeEncodeError:
        raise ArtifactError(f"{os.fsencode(path)!r}: this name is not UTF-8. Rename the file.") from None
    # macOS gives names decomposed (NFD) that Linux gives as they were written.
    return unicodedata.normalize("NFC", path.name)
