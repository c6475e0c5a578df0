"""The line of any value in a JSON text, found when it is asked for."""

from __future__ import annotations

import json
import re

from ...source import Path

__all__ = ["JsonLines"]

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


class JsonLines:
    """Lines of a JSON text that was read without errors.

    Values that are not on the way are skipped by the decoder, in a fraction of the time that reading the text
    with positions takes.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._children: dict[int, dict[str | int, tuple[int, int]]] = {}

    def line(self, path: Path) -> int | None:
        """The line of the key (or of the item) at `path`, None where there is none."""
        here = value = self._skip(0)
        for part in path:
            children = self._inside(value)
            if part not in children:
                return None
            here, value = children[part]
        return self._text.count("\n", 0, here) + 1

    def _inside(self, start: int) -> dict[str | int, tuple[int, int]]:
        """Where the keys and the values of the collection at `start` begin."""
        if start not in self._children:
            self._children[start] = self._collection(start)
        return self._children[start]

    def _collection(self, start: int) -> dict[str | int, tuple[int, int]]:
        found: dict[str | int, tuple[int, int]] = {}
        opening = self._text[start]
        if opening not in "{[":
            return found
        at = self._skip(start + 1)
        while self._text[at] not in "}]":
            key: str | int = len(found)
            here = at
            if opening == "{":
                key, at = _DECODER.raw_decode(self._text, at)
                at = self._skip(self._skip(at) + 1)
            found[key] = (here, at)
            _, at = _DECODER.raw_decode(self._text, at)
            at = self._skip(at)
            if self._text[at] == ",":
                at = self._skip(at + 1)
        return found

    def _skip(self, at: int) -> int:
        space = _SPACE.match(self._text, at)
        return space.end() if space else at
