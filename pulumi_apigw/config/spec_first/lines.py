"""The lines of a config whose routes and models were read from elsewhere, looked up when they are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...errors import Location
from ...source import Path
from .nodes import Node

__all__ = ["Lines"]


class Lines(Mapping[Path, Location]):
    """Locations of the config's own file, and of values that were read from a document.

    A document has more values than are ever told of, so no line of it is known before it is asked for.
    """

    def __init__(self, own: Mapping[Path, Location]) -> None:
        self._own = dict(own)
        self._origins: dict[Path, Node] = {}

    def read_from(self, place: Path, origins: Mapping[Path, Node]) -> None:
        """The values below `place` were read at `origins`, by their path below it."""
        self._origins |= {(*place, *path): node for path, node in origins.items()}

    def copy(self, place: Path, to: Path, *, whole: bool) -> None:
        """What is below `place` stands below `to` as well; as a `whole`, `place` itself at `to`."""
        size = len(place)
        copies = {(*to, *path[size:]): at for path, at in self._own.items() if path[:size] == place}
        self._own |= {path: at for path, at in copies.items() if whole or path != to}

    def __getitem__(self, path: Path) -> Location:
        if path in self._own:
            return self._own[path]
        for length in range(len(path), 2, -1):
            if origin := self._origins.get(path[:length]):
                if found := origin.file.locate((*origin.path, *path[length:])):
                    return found
                break
        raise KeyError(path)

    def __iter__(self) -> Iterator[Path]:
        # A part of a route may be made of what the document has elsewhere, or has not: that has no line.
        return (path for path in {**self._own, **self._origins} if path in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
