"""Entries of mappings that are written in lines: added and removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .yaml_entries import Entry, UnsafeEditError
from .yaml_text import YamlText

__all__ = ["change_lines", "put_below"]


def change_lines(
    text: YamlText,
    mapping: Entry,
    entries: Sequence[Entry],
    removed: Sequence[Entry],
    added: Mapping[str, Any],
) -> None:
    """Remove entries with their lines, and add others below the last one, where its own comments end."""
    for entry in [*removed, entries[-1]]:
        if not text.starts_line(entry.start):
            raise UnsafeEditError(entry, "the key does not start its line. Write it in a line of its own.")
    for entry in removed:
        below = text.after_comments(_end(text, entry), entry.column + 1)
        text.put(text.line_start(entry.start), below, "")
    if added:
        column = entries[0].column
        below = text.after_comments(_end(text, entries[-1]), column)
        _put_lines(text, below, text.style.block(added, column))
    elif len(removed) == len(mapping.value.value):
        colon = text.after_colon(mapping.key) if mapping.key else None
        if colon is None:
            raise UnsafeEditError(mapping, "nothing would be left of the file. Remove it by hand.")
        text.put(colon, colon, " {}")


def put_below(text: YamlText, entry: Entry, colon: int, value: Mapping[str, Any]) -> None:
    """Put a mapping in lines below its key, in the place of a value beside it; a comment stays there."""
    assert entry.key
    end = text.end(entry.key, entry.value)
    text.put(colon, end, "")
    below = text.after_comments(text.line_end(end), entry.column + 1)
    _put_lines(text, below, text.style.block(value, entry.column + text.style.step))


def _end(text: YamlText, entry: Entry) -> int:
    assert entry.key
    return text.lines_end(entry.key, entry.value)


def _put_lines(text: YamlText, position: int, lines: Sequence[str]) -> None:
    text.put(position, position, "".join(f"{line}\n" for line in lines))
