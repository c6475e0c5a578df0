"""Put new content in the place of files, so that none is ever seen half written."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from ..artifacts.folders import OWN_FOLDER, make_folder
from ..errors import PromotionError

__all__ = ["FileChanges", "replace_file"]

# Who has the lock writes one small file: who waits longer than this waits for something that hangs.
_LOCK_SECONDS: Final = 10.0


@dataclass(frozen=True)
class FileChanges:
    """Files beside a config that change with it: what is to be in them, and those that go."""

    written: Mapping[Path, bytes] = field(default_factory=dict)
    removed: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)


def replace_file(path: Path, old: bytes, new: bytes, *, beside: FileChanges | None = None) -> None:
    """Replace a file's content, `old`, by `new`; killed at any time, this leaves one of the two, whole.

    Files `beside` it are written before and removed after it, so that whichever of the two is there finds
    what it needs. The file keeps its mode, and a symbolic link stays one. Of two at once one writes, the
    other is told. What a killed one leaves behind lies in `.apigw` beside the file, out of git's sight, and
    the next one removes it. Raises PromotionError where the file is no longer `old`, or cannot be written.
    """
    beside = beside or FileChanges()
    try:
        target = path.resolve(strict=True)
        # In a folder beside the file: on the same disk, which replacing needs, and no change in a tree that
        # the next promotion wants clean.
        folder = target.parent / OWN_FOLDER
        make_folder(folder)
        with FileLock(folder / f"{target.name}.lock", timeout=_LOCK_SECONDS):
            if target.read_bytes() != old:
                fix = "Nothing was written; run the command again."
                raise PromotionError(f"{path}: the file was changed by somebody else just now. {fix}")
            for each, content in beside.written.items():
                each.parent.mkdir(exist_ok=True)
                _replace(each, content, folder / f"{target.name}.new")
            if new != old:
                _replace(target, new, folder / f"{target.name}.new")
            for each in beside.removed:
                each.unlink(missing_ok=True)
    except Timeout:
        fix = "Nothing was written; run the command again when it has ended."
        raise PromotionError(
            f"{path}: another command has been writing it for {_LOCK_SECONDS:g} s. {fix}"
        ) from None
    except OSError as error:
        is_full = error.errno == errno.ENOSPC
        fix = "Make room on the disk" if is_full else "Make the file and its folder writable"
        fact = f"cannot be replaced: {error.strerror or error}"
        raise PromotionError(f"{path}: {fact}. {fix}, and run the command again.") from None


def _replace(target: Path, new: bytes, draft: Path) -> None:
    draft.unlink(missing_ok=True)
    try:
        with draft.open("xb") as file:
            file.write(new)
            file.flush()
            # Else a machine that loses power may have the new name with nothing in it.
            os.fsync(file.fileno())
        if target.exists():
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _remember(target.parent)


def _remember(folder: Path) -> None:
    """Have the disk keep the names in a folder; where that cannot be asked for, it will in a while."""
    with suppress(OSError):  # Windows opens no folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
