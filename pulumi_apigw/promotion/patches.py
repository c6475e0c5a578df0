"""Which keys of the stages' patches make two releases of the same files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..config import ConfigFile
from ..config.resolve import stack_patch_path
from ..releases import Release
from ..source import Path, format_path

__all__ = ["patched_keys"]


def patched_keys(file: ConfigFile, *releases: Release) -> list[str]:
    """Keys of the patches of the releases' stages, each with its line, that make the releases differ."""
    one, other = map(_content, releases)
    differing = list(_different(one, other, ()))
    stages = [release.stage for release in releases]
    patches = [path for stage in stages for path in (("stages", stage, "patch"), stack_patch_path(stage))]
    return [
        f"{format_path(key)} ({file.sources.locate((*patch, *key))})"
        for patch in patches
        for key in _guilty(_keys(file, patch), differing)
    ]


def _keys(file: ConfigFile, patch: Path) -> list[Path]:
    """The innermost keys of a patch."""
    inside = [path[len(patch) :] for path in file.sources.locations if path[: len(patch)] == patch]
    around = {path[:-1] for path in inside if path}
    return [path for path in inside if path and path not in around]


def _guilty(keys: Iterable[Path], differing: Iterable[Path]) -> list[Path]:
    """The keys where the releases differ, else those in the same API or function.

    A release has every default filled in, so a key such as an API's `defaults` shows in its routes.
    """
    found = [key for key in keys if any(_meet(key, path) for path in differing)]
    return found or [key for key in keys if any(_meet(key[:2], path[:2]) for path in differing)]


def _meet(one: Path, other: Path) -> bool:
    """Whether one path leads to the other or into it."""
    return all(a == b for a, b in zip(one, other, strict=False))


def _content(release: Release) -> dict[str, Any]:
    functions = {name: dict(each.content) for name, each in release.functions.items()}
    return {"apis": dict(release.apis), "functions": functions}


def _different(one: Any, other: Any, path: Path) -> Iterator[Path]:
    """The ways to what is not the same in two pieces of plain data."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in dict.fromkeys([*one, *other]):
            yield from _different(one.get(key), other.get(key), (*path, key))
    elif one != other:
        yield path
