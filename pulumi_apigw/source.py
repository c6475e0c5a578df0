"""Where values were written, how their paths are spelt, and which name was meant."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .errors import Location

__all__ = ["Path", "SourceMap", "did_you_mean", "format_path"]

Path = tuple[str | int, ...]
"""The way to a value in plain data: keys of mappings and positions in lists."""

# More names than this are no help in one line.
_LISTED = 25
_PLAIN_KEY = re.compile(r"[A-Za-z_][\w-]*\Z")


@dataclass(frozen=True)
class SourceMap:
    """The file and line of every value that was read from a file.

    `overlays` are prefixes under which values were written that take the place of the ones at the same path
    below them (a stage's `patch`): they are looked up first.
    """

    locations: Mapping[Path, Location] = field(default_factory=dict)
    overlays: tuple[Path, ...] = ()

    def locate(self, path: Path) -> Location | None:
        """The location of the value at `path`, else of the nearest value around it."""
        for length in range(len(path), -1, -1):
            for overlay in (*self.overlays, ()):
                if (length or not overlay) and (found := self.locations.get(overlay + path[:length])):
                    return found
        return None

    def under(self, *overlays: Path) -> SourceMap:
        """The same map, with values under `overlays` taking the place of others."""
        return SourceMap(self.locations, (*overlays, *self.overlays))

    def joined(self, other: SourceMap) -> SourceMap:
        """This map and `other`, whose locations win."""
        return SourceMap({**self.locations, **other.locations}, (*other.overlays, *self.overlays))


def format_path(path: Sequence[str | int]) -> str:
    """Spell a path as it would be written: `apis.public.routes["GET /items"].scopes[0]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif _PLAIN_KEY.match(part):
            text += f".{part}" if text else part
        else:
            text += f"[{json.dumps(part, ensure_ascii=False)}]"
    return text


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The sentence that names what was meant: the likeliest known name, else all of them."""
    names = sorted(known)
    if not names:
        return "There are none."
    by_case = {each.casefold(): each for each in reversed(names)}
    if close := difflib.get_close_matches(name.casefold(), by_case, n=1, cutoff=0.6):
        return f"Did you mean {by_case[close[0]]!r}?"
    listed = names if len(names) <= _LISTED else [*names[:_LISTED], f"and {len(names) - _LISTED} more"]
    return f"Known: {', '.join(listed)}."
