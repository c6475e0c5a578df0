"""Writes a zip whose bytes depend on the names, modes and contents of its files alone."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ..aws.limits import FUNCTION_ZIP_BYTES
from ..errors import ArtifactError
from .files import File

__all__ = ["content_digest", "write_zip"]

_OLDEST_TIME = (1980, 1, 1, 0, 0, 0)
_LOCAL_HEADER, _CENTRAL_HEADER, _END = 30, 46, 22


def content_digest(path: Path) -> str:
    """SHA-256 of a file's content, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_zip(target: Path, files: Sequence[File], digests: Mapping[str, str]) -> None:
    """Write `files` into `target`, in their order.

    `digests` gives the SHA-256 of each name's content; a file that was edited meanwhile is an ArtifactError.
    """
    with ZipFile(target, "w") as archive:
        method = _compression(files)
        for file in files:
            archive.writestr(_entry(file, method), _content(file, digests))


def _compression(files: Sequence[File]) -> int:
    # Stored, because deflate's output differs between builds of zlib (macOS, zlib-ng in Fedora and in Python
    # for Windows): the zip made on a laptop would not be the one made in CI. It costs a longer
    # upload. Only what Lambda would refuse is deflated.
    stored = sum(file.size + _LOCAL_HEADER + _CENTRAL_HEADER + 2 * len(file.name.encode()) for file in files)
    return ZIP_STORED if stored + _END <= FUNCTION_ZIP_BYTES else ZIP_DEFLATED


def _entry(file: File, compression: int) -> ZipInfo:
    info = ZipInfo(file.name, _OLDEST_TIME)
    info.create_system = 3  # Unix, also when made on Windows: it says that the attributes below are a mode
    info.external_attr = (stat.S_IFREG | (0o755 if file.executable else 0o644)) << 16
    info.compress_type = compression
    return info


def _content(file: File, digests: Mapping[str, str]) -> bytes:
    content = file.path.read_bytes()
    expected = digests.get(file.name)
    if expected is not None and hashlib.sha256(content).hexdigest() != expected:
        raise ArtifactError(f"{file.path} changed while it was packed. Run again.")
    return content
