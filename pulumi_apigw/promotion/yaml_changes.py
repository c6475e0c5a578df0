"""What is to change in a mapping, as a tree."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any, Final

from ..source import Path

__all__ = ["REMOVE", "Branch"]


class Removal(enum.Enum):
    """The type of `REMOVE`."""

    REMOVE = "remove"


REMOVE: Final = Removal.REMOVE
"""In the place of a value: the key goes."""


class Branch(dict[str, Any]):
    """Changes of a mapping, by key: a value, `REMOVE`, or a Branch for what is below."""

    def data(self) -> dict[str, Any]:
        """What the changes make where there is nothing."""
        data = {}
        for key, value in self.items():
            if isinstance(value, Branch):
                if inner := value.data():
                    data[key] = inner
            elif value is not REMOVE:
                data[key] = value
        return data

    def paths(self) -> Iterator[Path]:
        """Where values are set or removed."""
        for key, value in self.items():
            if isinstance(value, Branch):
                yield from ((key, *path) for path in value.paths())
            else:
                yield (key,)
