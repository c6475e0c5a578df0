"""Values of an OpenAPI document with the file and path that they are at, and what is found out about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import Problem, Severity
from ...source import Path, format_path
from .files import File

__all__ = ["Findings", "Node"]


@dataclass(frozen=True)
class Node:
    """A value in one of a document's files."""

    file: File
    path: Path
    data: Any

    def child(self, *parts: str | int) -> Node:
        """The value below this one; its data is None where there is none."""
        data = self.data
        for part in parts:
            if isinstance(part, int):
                data = data[part] if isinstance(data, list) and part < len(data) else None
            else:
                data = data.get(part) if isinstance(data, Mapping) else None
        return Node(self.file, (*self.path, *parts), data)

    def items(self) -> Iterator[tuple[str, Node]]:
        """The values of a mapping by key, extensions (`x-…`) left out."""
        return ((key, node) for key, node in self.entries() if not key.startswith("x-"))

    def entries(self) -> Iterator[tuple[str, Node]]:
        """The values of a mapping by key, whatever the keys are: a header's name may begin with `x-`."""
        if isinstance(self.data, Mapping):
            yield from ((key, self.child(key)) for key in self.data)

    def each(self) -> Iterator[Node]:
        """The values of a list."""
        if isinstance(self.data, list):
            yield from (self.child(position) for position in range(len(self.data)))

    def text(self, key: str) -> str | None:
        """The text at `key`, None where there is none."""
        value = self.data.get(key) if isinstance(self.data, Mapping) else None
        return value.strip() or None if isinstance(value, str) else None

    def has(self, key: str) -> bool:
        return isinstance(self.data, Mapping) and key in self.data


class Findings:
    """Problems of a document, each with its own file and line."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._told: set[str] = set()

    def error(self, node: Node, fact: str, fix: str) -> None:
        self._add(node, fact, fix, "error")

    def advice(self, node: Node, kind: str, fact: str, fix: str) -> None:
        """Advice that is told once of each `kind`: a document has hundreds of the same."""
        if kind not in self._told:
            self._told.add(kind)
            self._add(node, fact, fix, "advice")

    def _add(self, node: Node, fact: str, fix: str, severity: Severity) -> None:
        where = node.file.nearest(node.path)
        self.problems.append(Problem(format_path(node.path), f"{fact}. {fix}", where, severity))
