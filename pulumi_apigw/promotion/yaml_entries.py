"""Entries of YAML mappings: set, added and removed in the text, as the text around is written."""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..source import Path
from .yaml_text import Alias, YamlText, is_block, key_name, walk
from .yaml_values import scalar_text

__all__ = ["REMOVE", "Branch", "Editor", "Refusal"]

_MERGE: Final = "tag:yaml.org,2002:merge"


class Removal(enum.Enum):
    """The type of `REMOVE`."""

    REMOVE = "remove"


REMOVE: Final = Removal.REMOVE
"""In the place of a value: the key goes."""


class Branch(dict[str, Any]):
    """Changes of a mapping, by key: a value, `REMOVE`, or a Branch for what is below."""

    def data(self) -> dict[str, Any]:
        """What the changes make where there is nothing."""
        data = {key: each.data() if isinstance(each, Branch) else each for key, each in self.items()}
        empty = [key for key, each in self.items() if isinstance(each, Branch) and not data[key]]
        return {key: each for key, each in data.items() if each is not REMOVE and key not in empty}

    def paths(self) -> Iterator[Path]:
        for key, value in self.items():
            yield from ((key, *path) for path in value.paths()) if isinstance(value, Branch) else [(key,)]


class Refusal(Exception):
    """A change that is not safe: at the path, for what stands at the position of the text."""

    def __init__(self, path: Path, position: int, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.position = position


@dataclass(frozen=True)
class _Entry:
    """A key and its value; `flow` where it stands in brackets. The document itself has no key."""

    path: Path
    key: Node | None
    value: Node
    flow: bool

    @property
    def start(self) -> int:
        return int((self.key or self.value).start_mark.index)

    @property
    def column(self) -> int:
        return int((self.key or self.value).start_mark.column)


class Editor:
    """Puts changes into a YAML text whose root is a mapping."""

    def __init__(self, text: YamlText) -> None:
        self._text = text
        self._style = text.style

    def edit(self, changes: Branch) -> None:
        """Raises Refusal."""
        assert self._text.root is not None
        self._change(_Entry((), None, self._text.root, flow=False), changes)

    def _change(self, place: _Entry, changes: Branch) -> None:
        node = place.value
        if isinstance(node, Alias):
            message = f"the alias *{node.anchor} stands here, so the change would hold for the anchor too."
            raise _refusal(place, f"{message} Write the mapping out here.")
        self._refuse_shared(place, [node])
        if (isinstance(node, ScalarNode) and self._text.plain(node) is None) or _is_empty(node):
            if data := changes.data():
                self._replace(place, data)
            return
        if not isinstance(node, MappingNode):
            raise _refusal(place, "this is no mapping. Write one here.")
        entries = self._entries(place)
        names = [entry.path[-1] for entry in entries]
        added: dict[str, Any] = {}
        removed: list[_Entry] = []
        for name, wanted in changes.items():
            if names.count(name) > 1:
                raise _refusal(place, f"the key {name!r} is there twice. Remove one of the two.")
            if name not in names:
                self._add(place, name, wanted, added)
                continue
            entry = entries[names.index(name)]
            if wanted is REMOVE:
                self._refuse_shared(entry, walk(entry.value))
                removed.append(entry)
            elif isinstance(wanted, Branch):
                self._change(entry, wanted)
            else:
                self._set(entry, wanted)
        if added or removed:
            change = self._change_brackets if node.flow_style else self._change_lines
            change(place, entries, removed, added)

    def _entries(self, place: _Entry) -> list[_Entry]:
        flow = bool(place.value.flow_style)
        return [
            _Entry((*place.path, name), key, value, flow)
            for key, value in place.value.value
            if (name := key_name(key)) is not None
        ]

    def _add(self, place: _Entry, name: str, wanted: Any, added: dict[str, Any]) -> None:
        whole = not isinstance(wanted, Branch) and wanted is not REMOVE
        if not whole and name in _merged(place.value):
            message = (
                f"{name!r} comes from '<<', which gives it to other places too. Write {name!r} out here."
            )
            raise _refusal(place, message)
        data = wanted.data() if isinstance(wanted, Branch) else wanted
        if whole or (data and data is not REMOVE):
            added[name] = data

    def _set(self, entry: _Entry, value: Any) -> None:
        node = entry.value
        if json.dumps(self._text.plain(node)) == json.dumps(value):
            return
        if isinstance(value, Mapping) and value and isinstance(node, MappingNode) and node.value:
            gone = {str(each.path[-1]): REMOVE for each in self._entries(entry) if each.path[-1] not in value}
            self._change(entry, Branch({**gone, **value}))
        else:
            self._refuse_shared(entry, walk(node))
            self._replace(entry, value)

    def _replace(self, entry: _Entry, value: Any) -> None:
        node, text = entry.value, self._text
        if is_block(node) or (isinstance(node, ScalarNode) and node.style in ("|", ">")):
            raise _refusal(
                entry, "the value has lines of its own, which are not replaced. Write it in one line."
            )
        start = node.start_mark.index
        written = text.text[start : node.end_mark.index]
        colon = text.after_colon(entry.key) if entry.key else None
        if isinstance(value, Mapping) and value and not entry.flow and colon is not None:
            near = not written or "\n" not in text.text[colon:start]
            if near and not (_is_empty(node) and self._style.in_one_line(value, start)):
                self._put_below(entry, colon, value)
                return
        new = scalar_text(value, flow=entry.flow, quote=node.style if isinstance(node, ScalarNode) else None)
        if entry.flow:
            new = new if not isinstance(value, Mapping) else self._in_brackets(entry, value)
        if written:
            text.put(start, node.end_mark.index, new)
        elif colon is not None:
            text.put(colon, colon, f" {new}")
        elif entry.key:
            text.put(entry.key.end_mark.index, entry.key.end_mark.index, f": {new}")

    def _in_brackets(self, entry: _Entry, value: Mapping[str, Any]) -> str:
        line = self._text.line_indent(entry.start)
        start = entry.value.start_mark.index
        return self._style.flow_value(value, start - self._text.line_start(start), line)

    def _put_below(self, entry: _Entry, colon: int, value: Mapping[str, Any]) -> None:
        """A mapping in lines below its key, whose comment stays beside it."""
        assert entry.key
        end = self._text.end(entry.key, entry.value)
        self._text.put(colon, end, "")
        below = self._text.after_comments(self._text.line_end(end), entry.column + 1)
        self._put_lines(below, self._style.block(value, entry.column + self._style.step))

    def _change_lines(
        self, place: _Entry, entries: Sequence[_Entry], removed: Sequence[_Entry], added: Mapping[str, Any]
    ) -> None:
        text = self._text
        for entry in [*removed, entries[-1]]:
            if not text.starts_line(entry.start):
                raise _refusal(
                    entry, "something stands before the key in its line. Write the key alone there."
                )
        for entry in removed:
            start = text.line_start(entry.start)
            text.put(start, text.after_comments(self._lines_end(entry), entry.column + 1), "")
        if added:
            column = entries[0].column
            below = text.after_comments(self._lines_end(entries[-1]), column)
            self._put_lines(below, self._style.block(added, column))
        elif len(removed) == len(place.value.value):
            colon = text.after_colon(place.key) if place.key else None
            if colon is None:
                raise _refusal(place, "nothing would be left.")
            text.put(colon, colon, " {}")

    def _lines_end(self, entry: _Entry) -> int:
        assert entry.key
        return self._text.lines_end(entry.key, entry.value)

    def _put_lines(self, position: int, lines: Sequence[str]) -> None:
        self._text.put(position, position, "".join(f"{line}\n" for line in lines))

    def _change_brackets(
        self, place: _Entry, entries: Sequence[_Entry], removed: Sequence[_Entry], added: Mapping[str, Any]
    ) -> None:
        kept = [entry for entry in entries if entry not in removed]
        if not kept:
            node = place.value
            indent = self._text.line_indent(node.start_mark.index)
            column = node.start_mark.column
            self._text.put(
                node.start_mark.index, node.end_mark.index, self._style.flow_value(added, column, indent)
            )
            return
        for entry in removed:
            position = entries.index(entry)
            before = entries[position - 1] if entries.index(kept[0]) < position else None
            after = entries[position + 1] if position + 1 < len(entries) else None
            self._text.put(*self._removed_piece(entry, before, after), "")
        if added:
            self._add_in_brackets(place, kept[-1], added)

    def _removed_piece(self, entry: _Entry, before: _Entry | None, after: _Entry | None) -> tuple[int, int]:
        """What goes with an entry in brackets: its comma, and its line where it has one of its own."""
        text = self._text
        end = self._end(entry)
        rest = re.compile(r"[ \t]*,?[ \t]*").match(text.text, end)
        assert rest
        line_end = text.line_end(end)
        if text.starts_line(entry.start) and re.match(r"(#.*)?\r?\n", text.text[rest.end() : line_end]):
            return text.line_start(entry.start), line_end
        if before is None:
            return entry.start, after.start if after else end
        if "\n" in text.text[self._end(before) : entry.start]:
            return entry.start, rest.end()
        return self._end(before), end

    def _add_in_brackets(self, place: _Entry, last: _Entry, added: Mapping[str, Any]) -> None:
        text = self._text
        end = self._end(last)
        tail = text.text[end : place.value.end_mark.index - 1]
        comma = re.match(r"[ \t]*,", tail)
        if text.starts_line(last.start):
            indent = last.column
        else:
            inline = ", " + ", ".join(self._style.flow(added, 0))
            line = text.text[text.line_start(end) : text.line_end(end)].rstrip()
            if self._style.fits(inline, len(line)) and "\n" not in inline:
                text.put(end, end, inline)
                return
            indent = text.line_indent(last.start) + self._style.step
        margin = " " * indent
        lines = f",\n{margin}".join(self._style.flow(added, indent))
        if "\n" not in tail:
            text.put(end, end, f",\n{margin}{lines}")
            return
        if not comma:
            text.put(end, end, ",")
        below = text.line_end(end)
        text.put(below, below, f"{margin}{lines}{',' if comma else ''}\n")

    def _end(self, entry: _Entry) -> int:
        assert entry.key
        return self._text.end(entry.key, entry.value)

    def _refuse_shared(self, entry: _Entry, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if id(node) in self._text.aliases:
                message = (
                    f"the anchor &{node.anchor} stands here, so the change would hold for *{node.anchor} too."
                )
                raise _refusal(entry, f"{message} Write the value out in one of the places.")


def _refusal(entry: _Entry, message: str) -> Refusal:
    return Refusal(entry.path, entry.start, message)


def _is_empty(node: Node) -> bool:
    return isinstance(node, MappingNode) and not node.value


def _merged(node: Node, inside: tuple[Node, ...] = ()) -> set[str]:
    """Names of keys that `<<` brings in."""
    names: set[str] = set()
    for key, merge in node.value:
        if key.tag != _MERGE:
            continue
        for each in merge.value if isinstance(merge, SequenceNode) else [merge]:
            source = each.value if isinstance(each, Alias) else each
            if isinstance(source, MappingNode) and source not in inside:
                names |= {name for own, _ in source.value if (name := key_name(own)) is not None}
                names |= _merged(source, (*inside, source))
    return names
