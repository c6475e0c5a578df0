"""The file that names a function's dependencies: requirements.txt, pylock.toml or uv.lock."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from ..errors import ArtifactError

__all__ = ["Requirements", "normalised", "read_requirements"]

_PYLOCK = re.compile(
    r"pylock(\.[^.]+)?\.toml"
)  # https://packaging.python.org/en/latest/specifications/pylock-toml/
_INCLUDE = re.compile(r"(?:-r|--requirement|-c|--constraint)[\s=]*(\S+)")
_PIN = re.compile(r"([A-Za-z0-9][\w.-]*)\s*(?:\[[^]]*\])?\s*(?:===?\s*[^\s;,*]+(?=\s|;|$)|@)")
_WHEEL = re.compile(r"(\S*?([^\s/\\-]+)-[^\s/\\]+\.whl)(?=\s|;|$)")
_COMMENT = re.compile(r"(^|\s)#.*")


@dataclass(frozen=True)
class Requirements:
    """A requirements file that was read; `contents` are its bytes and those of the files it includes."""

    path: Path
    kind: Literal["requirements", "pylock", "uv.lock"]
    contents: tuple[bytes, ...]
    pinned: frozenset[str] = frozenset()
    requires_python: str = ""

    def check_python(self, version: str) -> None:
        """Raise ArtifactError where a lock was made for other versions of Python than `version` ("3.13")."""
        if version not in SpecifierSet(self.requires_python):
            raise ArtifactError(
                f"{self.path} is for Python {self.requires_python}, and the function's is {version}. "
                "Change the function's runtime, or lock for its version."
            )

    def unpinned(self, installed: dict[str, str]) -> dict[str, str]:
        """Those of the `installed` packages (name to version) whose version the file leaves open."""
        if self.kind != "requirements":
            return {}
        return {name: version for name, version in installed.items() if normalised(name) not in self.pinned}


def read_requirements(path: Path) -> Requirements:
    """Read a requirements file, told by its name: `uv.lock`, `pylock.toml` or `pylock.NAME.toml`, else pip's
    format.

    Raises ArtifactError where a file is missing, or holds what cannot be packed.
    """
    if path.name == "uv.lock":
        contents = (_read(path), _read(path.with_name("pyproject.toml")))
        return Requirements(path, "uv.lock", contents, requires_python=_requires_python(path))
    if _PYLOCK.fullmatch(path.name):
        return Requirements(path, "pylock", (_read(path),), requires_python=_requires_python(path))
    read: list[bytes] = []
    pinned = frozenset(_follow(path, read, seen=set()))
    return Requirements(path, "requirements", tuple(read), pinned)


def normalised(name: str) -> str:
    """A name as it is compared: https://packaging.python.org/en/latest/specifications/name-normalization/"""
    return re.sub(r"[-_.]+", "-", name).lower()


def _requires_python(path: Path) -> str:
    try:
        required = tomllib.loads(_read(path).decode()).get("requires-python", "")
        return str(SpecifierSet(required))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, InvalidSpecifier) as error:
        raise ArtifactError(
            f"{path}: not a lock ({error}). Let the tool that made it write it again."
        ) from None


def _follow(path: Path, contents: list[bytes], seen: set[Path]) -> Iterator[str]:
    if path.resolve() in seen:
        return
    seen.add(path.resolve())
    contents.append(_read(path))
    for line in _lines(path, contents[-1]):
        if include := _INCLUDE.match(line):
            yield from _follow(path.parent / include[1], contents, seen)
        elif re.match(r"(-e|--editable)\b", line):
            raise ArtifactError(f"{path}: '{line}' is editable, which no zip can hold. Build a wheel of it.")
        elif wheel := _WHEEL.match(line):
            contents.append(_read(path.parent / wheel[1]))
            yield normalised(wheel[2])
        elif pin := _PIN.match(line):
            yield normalised(pin[1])


def _lines(path: Path, content: bytes) -> Iterator[str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ArtifactError(f"{path}: not UTF-8 text. Save it as UTF-8.") from None
    for line in re.sub(r"\\\r?\n", " ", text).splitlines():
        yield _COMMENT.sub("", line).strip()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ArtifactError(f"{path}: there is no such file. Create it, or correct the path.") from None
    except IsADirectoryError:
        raise ArtifactError(
            f"{path}: this is a folder. Name a requirements.txt, pylock.toml or uv.lock."
        ) from None
