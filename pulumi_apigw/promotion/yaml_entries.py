"""The entries of a YAML mapping, with where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from ..source import Path
from .yaml_text import Alias, key_name

__all__ = ["Entry", "UnsafeEditError", "entries_of", "merged_names"]

_MERGE = "tag:yaml.org,2002:merge"


@dataclass(frozen=True)
class Entry:
    """A key and its value; `flow` where it stands in brackets. The document itself has no key."""

    path: Path
    key: Node | None
    value: Node
    flow: bool

    @property
    def name(self) -> str:
        return str(self.path[-1])

    @property
    def start(self) -> int:
        return int((self.key or self.value).start_mark.index)

    @property
    def column(self) -> int:
        return int((self.key or self.value).start_mark.column)


class UnsafeEditError(Exception):
    """A change of an entry that could change something else too."""

    def __init__(self, entry: Entry, message: str) -> None:
        super().__init__(message)
        self.entry = entry


def entries_of(mapping: Entry) -> list[Entry]:
    """The entries of a value that is a mapping, with a `<<` as it is written."""
    node = mapping.value
    assert isinstance(node, MappingNode)
    return [
        Entry((*mapping.path, name), key, value, bool(node.flow_style))
        for key, value in node.value
        if (name := key_name(key)) is not None
    ]


def merged_names(node: Node, inside: tuple[Node, ...] = ()) -> set[str]:
    """Names of keys that `<<` brings into a mapping."""
    names: set[str] = set()
    for key, merge in node.value:
        if key.tag != _MERGE:
            continue
        for each in merge.value if isinstance(merge, SequenceNode) else [merge]:
            source = each.value if isinstance(each, Alias) else each
            if isinstance(source, MappingNode) and source not in inside:
                names |= {name for own, _ in source.value if (name := key_name(own)) is not None}
                names |= merged_names(source, (*inside, source))
    return names
