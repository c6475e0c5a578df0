"""Release files: what stages of one API are pinned to, in git beside the config."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any, Final

from ..errors import ConfigError, Location, Problem
from .release import Release

__all__ = ["FOLDER", "is_release_file", "read_release", "release_ids", "release_path", "release_text"]

FOLDER: Final = "releases"
"""The folder beside the config that release files are in."""

_FILE: Final = re.compile(r"([0-9a-f]{12})\.json")
_FIX: Final = (
    "It is written by 'apigw promote' and never by hand: take it from git, or remove it and promote again."
)

_RENAMED: Final = (
    "A service of another name is deployed anew: remove 'release', 'promoted' and 'gradual' of its stages."
)


def release_path(folder: Path, release: str) -> Path:
    """Where the file of a release is; `folder` is the config's."""
    return folder / FOLDER / f"{release}.json"


def is_release_file(path: PurePath) -> bool:
    """Whether this is the path of a release file from the config's folder."""
    return path.parent == PurePath(FOLDER) and _FILE.fullmatch(path.name) is not None


def release_ids(folder: Path, service: str) -> Iterator[str]:
    """The releases that there are files of, without those of another service in the same folder."""
    for path in sorted((folder / FOLDER).glob("*.json")):
        found = _FILE.fullmatch(path.name)
        if found and _service(path) in (None, service):
            yield found[1]


def read_release(folder: Path, release: str, *, service: str) -> Release | None:
    """The release of a service as it was promoted, None where there is no file of it.

    Raises ConfigError for a file that cannot be read, holds no release or another one, or was edited by hand.
    """
    path = release_path(folder, release)
    try:
        data = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _refused(path, f"the file cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise _refused(path, f"this is not JSON: {error}") from None
    except RecursionError:
        raise _refused(path, "this is nested too deeply") from None
    try:
        found = Release.from_data(data)
    except ConfigError as error:
        facts = "; ".join(f"{each.path}: {each.message.partition('. ')[0]}" for each in error.problems)
        raise _refused(path, f"this is no release: {facts}") from None
    if found.id != release:
        raise _refused(path, f"this is release {found.id!r}")
    if found.service != service:
        fact = f"this is of the service {found.service!r}, and not of {service!r}"
        raise _refused(path, fact, _RENAMED)
    if not found.is_as_made:
        raise _refused(path, f"this is not what release {release!r} was made of: the file was changed since")
    published = {name: (each.version or "").isdecimal() for name, each in found.functions.items()}
    if missing := [name for name, is_there in published.items() if not is_there]:
        raise _refused(path, f"there is no version of {', '.join(missing)}, as of one that is not deployed")
    return found


def release_text(release: Release) -> str:
    """What the file of a release holds: JSON in which git shows each value's change as a line."""
    return json.dumps(release.to_data(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _service(path: Path) -> Any:
    """The service that a file says it is of, None where it says none."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return data.get("service") if isinstance(data, dict) else None


def _refused(path: Path, fact: str, fix: str = _FIX) -> ConfigError:
    return ConfigError([Problem("", f"{fact}. {fix}", Location(str(path), 1))])
