"""Writes a zip whose bytes depend on the names, modes and contents of its files alone."""

from __future__ import annotations

import hashlib
import stat
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ..aws.limits import FUNCTION_UNZIPPED_BYTES, FUNCTION_ZIP_BYTES
from ..errors import ArtifactError
from .files import File

__all__ = ["content_digest", "write_zip"]

_QUOTAS = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
_OLDEST_TIME = (1980, 1, 1, 0, 0, 0)
_LOCAL_HEADER, _CENTRAL_HEADER, _END = 30, 46, 22
_MB = 1024 * 1024
_FOLDERS_SHOWN = 5


def content_digest(path: Path) -> str:
    """SHA-256 of a file's content, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_zip(target: Path, files: Sequence[File], digests: Mapping[str, str]) -> None:
    """Write `files` into `target`, in their order.

    `digests` gives the SHA-256 that a name's content must have: a file that was edited meanwhile is an error.
    Raises ArtifactError where the zip is too large for Lambda.
    """
    unzipped = sum(file.size for file in files)
    if unzipped > FUNCTION_UNZIPPED_BYTES:
        raise ArtifactError(_too_large("unzipped", unzipped, FUNCTION_UNZIPPED_BYTES, files))
    with ZipFile(target, "w") as archive:
        method = _compression(files)
        for file in files:
            archive.writestr(_entry(file, method), _content(file, digests))
    zipped = target.stat().st_size
    if zipped > FUNCTION_ZIP_BYTES:
        raise ArtifactError(_too_large("zipped", zipped, FUNCTION_ZIP_BYTES, files))


def _compression(files: Sequence[File]) -> int:
    # Stored, because deflate's output differs between builds of zlib (macOS, zlib-ng in Fedora and in Python
    # for Windows): the zip made on a laptop would not be the one made in CI. Only what Lambda would refuse is
    # deflated.
    stored = sum(file.size + _LOCAL_HEADER + _CENTRAL_HEADER + 2 * len(file.name.encode()) for file in files)
    return ZIP_STORED if stored + _END <= FUNCTION_ZIP_BYTES else ZIP_DEFLATED


def _entry(file: File, compression: int) -> ZipInfo:
    info = ZipInfo(file.name, _OLDEST_TIME)
    info.create_system = 3  # Unix, also on Windows: Lambda reads the mode below only then
    info.external_attr = (stat.S_IFREG | (0o755 if file.executable else 0o644)) << 16
    info.compress_type = compression
    return info


def _content(file: File, digests: Mapping[str, str]) -> bytes:
    content = file.path.read_bytes()
    expected = digests.get(file.name)
    if expected is not None and hashlib.sha256(content).hexdigest() != expected:
        raise ArtifactError(f"{file.path} changed while it was packed. Run again.")
    return content


def _too_large(kind: str, size: int, limit: int, files: Sequence[File]) -> str:
    folders: Counter[str] = Counter()
    for file in files:
        folders[file.name.split("/")[0]] += file.size
    biggest = ", ".join(f"{name} {_megabytes(total)}" for name, total in folders.most_common(_FOLDERS_SHOWN))
    return (
        f"the function is {_megabytes(size)} {kind}, and Lambda takes {_megabytes(limit)} ({_QUOTAS}). "
        f"Biggest, unzipped: {biggest}. Leave out what it does not need (`exclude`), or move data to S3."
    )


def _megabytes(size: int) -> str:
    return f"{size / _MB:.1f} MB"
