"""Entries of mappings that are written in brackets: added and removed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .yaml_entries import Entry
from .yaml_text import YamlText
from .yaml_values import inline

__all__ = ["change_brackets"]

_COMMA = re.compile(r"[ \t]*,")
_REST_OF_ENTRY = re.compile(r"[ \t]*,?[ \t]*")
_REST_OF_LINE = re.compile(r"(#.*)?\r?\n")


def change_brackets(
    text: YamlText,
    mapping: Entry,
    entries: Sequence[Entry],
    removed: Sequence[Entry],
    added: Mapping[str, Any],
) -> None:
    """Remove entries with their commas, and add others after the last one that stays."""
    kept = [entry for entry in entries if entry not in removed]
    if not kept:
        start, end = mapping.value.start_mark, mapping.value.end_mark
        new = text.style.flow_value(added, start.column, text.line_indent(start.index))
        text.put(start.index, end.index, new)
        return
    for position, entry in enumerate(entries):
        if entry in removed:
            before = entries[position - 1] if entries.index(kept[0]) < position else None
            after = entries[position + 1] if position + 1 < len(entries) else None
            text.put(*_with_comma(text, entry, before, after), "")
    if added:
        _add(text, mapping, kept[-1], added)


def _with_comma(text: YamlText, entry: Entry, before: Entry | None, after: Entry | None) -> tuple[int, int]:
    """What goes with an entry: its comma, and its line where it has one of its own.

    `before` is None where no entry before this one stays.
    """
    end = _end(text, entry)
    rest = _REST_OF_ENTRY.match(text.text, end)
    assert rest
    if text.starts_line(entry.start) and _REST_OF_LINE.match(text.text, rest.end()):
        return text.line_start(entry.start), text.line_end(end)
    if before is None:
        return entry.start, after.start if after else end
    if "#" in text.text[_end(text, before) : entry.start]:
        return entry.start, rest.end()  # a comment that stands between would hide what follows
    return _end(text, before), end


def _add(text: YamlText, mapping: Entry, last: Entry, added: Mapping[str, Any]) -> None:
    """Add entries in the line of the last one if there is room, else in lines as the last one's."""
    end = _end(text, last)
    if text.starts_line(last.start):
        column = last.column
    else:
        line = text.text[text.line_start(end) : text.line_end(end)].rstrip()
        if text.style.may_follow(added, len(line)):
            text.put(end, end, f", {inline(added, flow=True)[1:-1]}")
            return
        column = text.line_indent(last.start) + text.style.step
    margin = " " * column
    lines = f",\n{margin}".join(text.style.flow(added, column))
    tail = text.text[end : mapping.value.end_mark.index - 1]
    if "\n" not in tail:
        text.put(end, end, f",\n{margin}{lines}")
        return
    comma = _COMMA.match(tail)
    if not comma:
        text.put(end, end, ",")
    below = text.line_end(end)
    text.put(below, below, f"{margin}{lines}{',' if comma else ''}\n")


def _end(text: YamlText, entry: Entry) -> int:
    assert entry.key
    return text.end(entry.key, entry.value)
