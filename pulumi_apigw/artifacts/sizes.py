"""Lambda's limits on a function's size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ..aws.limits import FUNCTION_UNZIPPED_BYTES, FUNCTION_ZIP_BYTES
from ..errors import ArtifactError
from .files import File

__all__ = ["check_unzipped", "check_zipped", "megabytes"]

_QUOTAS = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
_FOLDERS_SHOWN = 5


def check_unzipped(source: Path, files: Sequence[File]) -> None:
    """Raise ArtifactError where the files are more than Lambda unzips."""
    size = sum(file.size for file in files)
    if size > FUNCTION_UNZIPPED_BYTES:
        raise ArtifactError(_too_large(source, "unzipped", size, FUNCTION_UNZIPPED_BYTES, files))


def check_zipped(source: Path, size: int, files: Sequence[File]) -> None:
    """Raise ArtifactError where the zip of `size` bytes is more than Lambda takes in one upload."""
    if size > FUNCTION_ZIP_BYTES:
        raise ArtifactError(_too_large(source, "zipped", size, FUNCTION_ZIP_BYTES, files))


def megabytes(size: int) -> str:
    """A size in bytes as people read it, by AWS's megabytes of 1024 * 1024 bytes: "3.1 MB"."""
    return f"{size / 1024 / 1024:.1f} MB"


def _too_large(source: Path, kind: str, size: int, limit: int, files: Sequence[File]) -> str:
    folders: Counter[str] = Counter()
    for file in files:
        folders[file.name.split("/")[0]] += file.size
    biggest = ", ".join(f"{name} {megabytes(total)}" for name, total in folders.most_common(_FOLDERS_SHOWN))
    return (
        f"{source}: the function is {megabytes(size)} {kind}, and Lambda takes {megabytes(limit)} "
        f"({_QUOTAS}). Biggest, unzipped: {biggest}. "
        "Leave out what it does not need (`exclude`), or move data to S3."
    )
