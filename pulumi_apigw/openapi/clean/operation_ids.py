"""`operationId`s: clients make the names of their functions of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["OperationNames", "derived_name"]

_WORD = re.compile(r"[A-Za-z0-9]+")
_VARIABLE = re.compile(r"\{([^{}+]+)\+?\}")


def derived_name(method: str, path: str) -> str:
    """A readable name of what a route does: `getItemsById` of `GET /items/{id}`."""
    parts = [_part(each) for each in path.split("/") if each]
    return method.lower() + ("".join(parts) or "Root")


def _part(segment: str) -> str:
    variable = _VARIABLE.fullmatch(segment)
    words = _WORD.findall(variable[1] if variable else segment)
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return f"By{name}" if variable else name


class OperationNames:
    """Gives every operation a name that no other one has; names that the config gives are `reserved`."""

    def __init__(self, reserved: Iterable[str]) -> None:
        self._reserved = set(reserved)
        self._used: set[str] = set()

    def given(self, name: str) -> str:
        """The config's own name, numbered where two routes have it."""
        return self._unique(name, self._used)

    def derived(self, method: str, path: str) -> str:
        """A name made of method and path, numbered where it is taken: `/a-b` and `/a/b` make the same."""
        return self._unique(derived_name(method, path), self._used | self._reserved)

    def _unique(self, name: str, taken: set[str]) -> str:
        found, number = name, 1
        while found in taken:
            number += 1
            found = f"{name}{number}"
        self._used.add(found)
        return found
