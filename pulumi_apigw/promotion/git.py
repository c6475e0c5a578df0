"""What git knows of the working tree: its commit, what is not committed, and where a release was pinned."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ..errors import PromotionError

__all__ = [
    "Pinned",
    "commit_that_pinned",
    "find_promotion",
    "has_git",
    "has_repository",
    "head",
    "is_clean",
    "uncommitted",
]


def has_git() -> bool:
    """Whether git is installed."""
    return shutil.which("git") is not None


def has_repository(folder: Path) -> bool:
    """Whether `folder` lies in a git repository."""
    folder = folder.resolve()
    return any((each / ".git").exists() for each in (folder, *folder.parents))


def head(folder: Path) -> str | None:
    """The id of the commit that is checked out; None without git, a repository or a commit."""
    if not (has_git() and has_repository(folder)):
        return None
    found = _run(folder, "rev-parse", "--verify", "--quiet", "HEAD")
    return found.stdout.strip() or None


def is_clean(folder: Path, packed: Iterable[Path] = ()) -> bool:
    """Whether all is committed, as `uncommitted` says; False without git or a repository."""
    return has_git() and has_repository(folder) and not uncommitted(folder, packed)


def uncommitted(folder: Path, packed: Iterable[Path] = ()) -> tuple[str, ...]:
    """Files with changes that are not committed: known to git, anywhere; unknown to it, in `packed` alone.

    A file of outputs or a note that lies about is no part of what is deployed; one in a function's source is.
    Names are relative to `folder`. Raises PromotionError with git's own words where it fails.
    """
    changed = _status(folder, "--untracked-files=no")
    root = _root(folder)
    there = [each.resolve() for each in packed if each.exists()]
    inside = [str(each) for each in there if each.is_relative_to(root)]
    unknown = _status(folder, "--untracked-files=all", "--", *inside) if inside else []
    return tuple(sorted({*changed, *unknown}))


@dataclass(frozen=True)
class Pinned:
    """A commit that pinned a stage to a release, and the digests of the release's parts in its record."""

    commit: str
    contents: Mapping[str, str]


def commit_that_pinned(file: Path, stage: str, release: str) -> str | None:
    """The commit that `find_promotion` finds, whose tree gives the release."""
    found = find_promotion(file, stage, release)
    return found.commit if found else None


def find_promotion(file: Path, stage: str, release: str) -> Pinned | None:
    """The newest commit of `file` that pinned `stage` to `release` by a promotion, not by going back to it.

    The tree of that commit gives the release. None where git knows of none.
    """
    folder = file.resolve().parent
    if not (has_git() and has_repository(folder)):
        return None
    listed = _run(folder, "log", "--format=%H", f"-S{release}", "--", file.name)
    for commit in listed.stdout.split():
        stages = _stages(_run(folder, "show", f"{commit}:./{file.name}").stdout)
        found = stages.get(stage)
        if isinstance(found, Mapping) and found.get("release") == release:
            record = found.get("promoted")
            record = record if isinstance(record, Mapping) else {}
            if not record.get("rollback"):
                return Pinned(commit, _contents(record))
    return None


def _contents(record: Mapping[str, Any]) -> Mapping[str, str]:
    contents = record.get("contents")
    return dict(contents) if isinstance(contents, Mapping) else {}


def _stages(text: str) -> Mapping[str, Any]:
    try:
        data = YAML(typ="safe", pure=True).load(text)
    except YAMLError:
        return {}
    stages = data.get("stages") if isinstance(data, Mapping) else None
    return stages if isinstance(stages, Mapping) else {}


def _status(folder: Path, *options: str) -> Iterator[str]:
    """Paths of `git status`, relative to `folder`."""
    found = _run(folder, "status", "--porcelain", "--no-renames", "-z", *options)
    if found.returncode:
        raise PromotionError(f"git status: {found.stderr.strip()}")
    root = _root(folder)
    for entry in filter(None, found.stdout.split("\0")):
        # Where zips are built: a service whose source is its own folder may not have git ignore that.
        if ".apigw" not in Path(entry[3:]).parts:
            yield os.path.relpath(root / entry[3:], folder.resolve())


def _root(folder: Path) -> Path:
    return Path(_run(folder, "rev-parse", "--show-toplevel").stdout.rstrip("\n"))


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Optional locks: a status that writes the index would wait for, or hinder, a git that runs beside it.
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    return subprocess.run(
        ["git", "-C", str(folder), *arguments],
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        env=environment,
        check=False,
    )
