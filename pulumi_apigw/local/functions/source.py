"""From a function's code, as a Pulumi program gives it, to a folder that a worker can run from."""

from __future__ import annotations

import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pulumi

from pulumi_apigw.aws.limits import FUNCTION_UNZIPPED_BYTES
from pulumi_apigw.errors import GatewayError

__all__ = ["CodeFolder", "lay_out"]

_TAR_SUFFIXES = (".tar", ".tar.gz", ".tgz")


@dataclass(frozen=True)
class CodeFolder:
    """Where a function's code lies: `path` is used in place where it is the user's own folder, so edits show.

    `watched` are the files and folders the code came from.
    """

    path: Path
    in_place: bool
    watched: tuple[Path, ...]


def lay_out(code: Any, *, owner: str, into: Path) -> CodeFolder:
    """Give the folder of a `pulumi.Archive`, unpacked or assembled below the folder `into` where need be.

    `owner` names the function in errors. Raises `GatewayError` for code that is missing, remote, not an
    archive, or that would be written outside `into`.
    """
    only = _only_folder(code)
    if only is not None:
        folder = _existing(only, owner)
        if folder.is_dir():
            return CodeFolder(folder, True, (folder,))
    into.mkdir(parents=True, exist_ok=True)
    _write(code, into, owner)
    return CodeFolder(into.resolve(), False, tuple(_origins(code)))


def _only_folder(code: Any) -> str | None:
    """The path of a `FileArchive`, also where it stands alone at the root of an `AssetArchive`."""
    if isinstance(code, pulumi.AssetArchive) and [*code.assets] in (["."], ["./"], [""]):
        return _only_folder(next(iter(code.assets.values())))
    return code.path if isinstance(code, pulumi.FileArchive) else None


def _existing(path: str, owner: str) -> Path:
    found = Path(path).absolute()
    if not found.exists():
        raise GatewayError(
            f"{owner}: its code is to be at {found}, where there is nothing. "
            "Create it, or mend the path in the program (paths count from where the program runs)."
        )
    return found.resolve()


def _origins(code: Any) -> Iterator[Path]:
    if isinstance(code, pulumi.AssetArchive):
        for asset in code.assets.values():
            yield from _origins(asset)
    elif isinstance(code, pulumi.FileArchive | pulumi.FileAsset):
        yield Path(code.path).absolute()


def _write(code: Any, target: Path, owner: str) -> None:
    if isinstance(code, pulumi.AssetArchive):
        for name, asset in code.assets.items():
            _write(asset, _inside(target, name, owner), owner)
    elif isinstance(code, pulumi.FileArchive):
        _unpack(_existing(code.path, owner), target, owner)
    elif isinstance(code, pulumi.FileAsset):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(_existing(code.path, owner), target)
    elif isinstance(code, pulumi.StringAsset):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(code.text, encoding="utf-8")
    else:
        kind = type(code).__name__
        raise GatewayError(
            f"{owner}: its code is a {kind}, which the local gateway does not fetch. "
            "Use a pulumi.FileArchive of a folder or zip on this computer."
        )


def _unpack(archive: Path, target: Path, owner: str) -> None:
    if archive.is_dir():
        shutil.copytree(archive, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        return
    try:
        if zipfile.is_zipfile(archive):
            _unzip(archive, target, owner)
        elif archive.name.endswith(_TAR_SUFFIXES):
            with tarfile.open(archive) as tar:
                _check_size(sum(member.size for member in tar), archive, owner)
                tar.extractall(target, filter="data")
        else:
            raise GatewayError(f"{owner}: {archive} is not a zip file. Give a folder or a zip of the code.")
    except (tarfile.TarError, zipfile.BadZipFile, OSError) as error:
        raise GatewayError(f"{owner}: {archive} cannot be unpacked: {error}. Build it again.") from error


def _unzip(archive: Path, target: Path, owner: str) -> None:
    with zipfile.ZipFile(archive) as zipped:
        _check_size(sum(member.file_size for member in zipped.infolist()), archive, owner)
        for member in zipped.infolist():
            _inside(target, member.filename, f"{owner}: {archive}")
            path = Path(zipped.extract(member, target))
            mode = member.external_attr >> 16 & 0o777
            if mode and path.is_file():
                path.chmod(mode | 0o400)


def _check_size(size: int, archive: Path, owner: str) -> None:
    if size > FUNCTION_UNZIPPED_BYTES:
        raise GatewayError(
            f"{owner}: {archive} unpacks to {size} bytes; Lambda takes {FUNCTION_UNZIPPED_BYTES}. "
            "Make it smaller."
        )


def _inside(target: Path, name: str, owner: str) -> Path:
    """The path of an archive's member; an archive has no business outside its own folder."""
    member = PurePosixPath(name.replace("\\", "/"))
    if member.is_absolute() or ".." in member.parts:
        raise GatewayError(f"{owner}: member {name!r} points outside the archive. Build it without that.")
    return target / member
