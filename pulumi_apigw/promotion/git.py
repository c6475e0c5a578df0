"""What git knows of the working tree: its commit, what is not committed, and where a release was pinned."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Any, NamedTuple

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
    "ignored",
    "is_changed",
    "is_clean",
    "is_uncommitted",
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


def is_changed(file: Path, stage: str) -> bool:
    """Whether `file` says of `stage` what the checked out commit does not; False where there is none."""
    file = file.resolve()
    if head(file.parent) is None:
        return False
    committed = _stages(_run(file.parent, "show", f"HEAD:./{file.name}").stdout)
    return committed.get(stage) != _stages(file.read_text(encoding="utf-8")).get(stage)


def is_uncommitted(path: Path) -> bool:
    """Whether a file or folder, or what was in it, is not as it is committed; False where there is none."""
    folder = path.resolve().parent
    if head(folder) is None:
        return False
    return next(_status(folder, "--untracked-files=all", "--", path.name), None) is not None


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


def ignored(folder: Path, paths: Iterable[Path]) -> list[Path]:
    """Those of `paths` that git would not take into a commit; none without git or a repository."""
    if head(folder) is None:
        return []
    found = ((each, _run(folder, "check-ignore", "--quiet", "--", str(each.resolve()))) for each in paths)
    return [each for each, done in found if done.returncode == 0]


@dataclass(frozen=True)
class Pinned:
    """A commit that pinned a stage to a release, and the digests of the release's parts in its record."""

    commit: str
    contents: Mapping[str, str]


def commit_that_pinned(file: Path, stage: str, release: str) -> str | None:
    """The commit that `find_promotion` finds, whose tree gives the release.

    Where the stage went back to it, it is what the record of that says: no promotion may have pinned it, as
    the stage took every one then, or one with other variables.
    """
    if head(file.resolve().parent) is None:
        return None
    record = _pin(_stages(file.read_text(encoding="utf-8")).get(stage)).record
    commit = record.get("commit") if record.get("rollback") and record.get("release") == release else None
    if isinstance(commit, str):
        return commit
    found = find_promotion(file, stage, release) or find_promotion(file, stage, release, bit_by_bit=True)
    return found.commit if found else None


def find_promotion(
    file: Path,
    stage: str,
    release: str,
    *,
    undone: Mapping[str, Any] | None = None,
    fits: Callable[[Any], bool] | None = None,
    bit_by_bit: bool = False,
) -> Pinned | None:
    """The commit of the newest promotion of `release` to `stage`, not of going back to it.

    The tree of that commit gives the release, and the variables that the stage had with it: a promotion may
    change these alone. With `undone`, the stage as a file has it, it is the one that the stage had before;
    with `fits`, one whose file has the stage as that asks for; `bit_by_bit`, it is the one that set the share
    of a gradual move. None where git knows of none, or may not know the commit itself in a clone without all
    of the history.
    """
    folder = file.resolve().parent
    if not (has_git() and has_repository(folder)):
        return None
    history = _History(file, stage)
    now = _pin(undone) if undone else None
    matches = _is_move if bit_by_bit else _is_promotion
    seen = [now]
    for pin in history.pins(release, now):
        if pin in seen or not matches(pin, release):
            continue
        seen.append(pin)
        made = history.made(pin)
        if made is None or (made.has_no_parent and _is_shallow(folder)):
            return None
        if fits is None or fits(history.stage_at(f"{made.commit}:{made.path}")):
            return Pinned(made.commit, _contents(pin.record))
    return None


class _Pin(NamedTuple):
    """The release that a stage is pinned to, its record, and the gradual move to another one."""

    release: Any
    record: Mapping[str, Any]
    move: Mapping[str, Any]


def _pin(stage: Any) -> _Pin:
    stage = stage if isinstance(stage, Mapping) else {}
    record, move = stage.get("promoted"), stage.get("gradual")
    return _Pin(
        stage.get("release"),
        record if isinstance(record, Mapping) else {},
        move if isinstance(move, Mapping) else {},
    )


def _is_promotion(pin: _Pin, release: str) -> bool:
    """Whether the files that a stage was pinned with give the release: with a move they give its release."""
    return pin.release == release and not pin.record.get("rollback") and not pin.move


def _is_move(pin: _Pin, release: str) -> bool:
    return bool(pin.move.get("release") == release)


@dataclass(frozen=True)
class _History:
    """How one stage was pinned in the commits of a file."""

    file: Path
    stage: str

    def pins(self, release: str, now: _Pin | None) -> Iterator[_Pin]:
        """Those that may be of `release`, newest first; begins before that of `now` was made."""
        if now and (made := self.made(now)):
            yield self._at(f"{made.commit}^:{made.path}")
        yield self._at(f"HEAD:./{self.file.resolve().name}")
        for each in _touching(self.file, release):
            yield self._at(f"{each.commit}:{each.path}")
            # What another release took the place of is not in the commit itself.
            yield self._at(f"{each.commit}^:{each.path}")

    def made(self, pin: _Pin) -> _Touched | None:
        """The commit that brought a pin: by its time, for one of variables alone has its release already."""
        for text in (pin.move.get("at"), pin.record.get("at"), pin.release):
            commits = _touching(self.file, text) if isinstance(text, str) else ()
            # Later commits may have the text in another stage, or at another place, and other code by then.
            newest = dropwhile(lambda each: self._of(each) != pin, commits)
            if same := list(takewhile(lambda each: self._of(each) == pin, newest)):
                return same[-1]
        return None

    def _of(self, commit: _Touched) -> _Pin:
        return self._at(f"{commit.commit}:{commit.path}")

    def _at(self, revision: str) -> _Pin:
        return _pin(self.stage_at(revision))

    def stage_at(self, revision: str) -> Any:
        """The stage as a commit's file has it."""
        return _stages(_run(self.file.resolve().parent, "show", revision).stdout).get(self.stage)


@dataclass(frozen=True)
class _Touched:
    """A commit of a file, under the path that it had then."""

    commit: str
    path: str
    has_no_parent: bool


def _touching(file: Path, text: str) -> Iterator[_Touched]:
    """Commits in which `text` came into a file or went out of it, newest first, through renames."""
    path = file.resolve()
    options = ("--follow", "--name-only", "--no-show-signature", "-z", f"-S{text}", "--format=%H %P")
    listed = _run(path.parent, "log", *options, "--", path.name).stdout.split("\0")
    for commits, name in zip(listed[::2], listed[1::2], strict=False):
        commit, *parents = commits.split()
        yield _Touched(commit, name.strip("\n"), not parents)


def _is_shallow(folder: Path) -> bool:
    """Whether the oldest commit there is, which seems to add all files, is not the first one."""
    return _run(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == "true"


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
            name = os.path.relpath(root / entry[3:], folder.resolve())
            # A name that is not UTF-8 could not be printed.
            yield name.encode(errors="surrogateescape").decode(errors="replace")


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
