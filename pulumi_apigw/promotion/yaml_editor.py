"""Changes of plain data → pieces of YAML text, in the style of what stands around."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from .yaml_brackets import change_brackets
from .yaml_changes import REMOVE, Branch
from .yaml_entries import Entry, UnsafeEditError, entries_of, merged_names
from .yaml_lines import change_lines, put_below
from .yaml_text import Alias, YamlText, is_block, walk
from .yaml_values import inline

__all__ = ["put_changes"]


def put_changes(text: YamlText, changes: Branch) -> None:
    """Put changes into a text whose root is a mapping. Raises UnsafeEditError."""
    assert text.root is not None
    _change(text, Entry((), None, text.root, flow=False), changes)


def _change(text: YamlText, mapping: Entry, changes: Branch) -> None:
    node = mapping.value
    if isinstance(node, Alias):
        fact = f"the alias *{node.anchor} stands here, so the change would hold at the anchor too"
        raise UnsafeEditError(mapping, f"{fact}. Write the mapping out here.")
    _refuse_shared(text, mapping, [node])
    if _is_empty(node) or (isinstance(node, ScalarNode) and text.plain(node) is None):
        if data := changes.data():
            _replace(text, mapping, data)
        return
    if not isinstance(node, MappingNode):
        raise UnsafeEditError(mapping, "this is no mapping. Write one here.")
    entries = entries_of(mapping)
    removed = _change_entries(text, entries, changes)
    added = _added(mapping, {entry.name for entry in entries}, changes)
    if added or removed:
        change = change_brackets if node.flow_style else change_lines
        change(text, mapping, entries, removed, added)


def _change_entries(text: YamlText, entries: list[Entry], changes: Branch) -> list[Entry]:
    """Change the entries that are there already, and return those that are to go."""
    removed, seen = [], set()
    for entry in entries:
        if entry.name not in changes:
            continue
        if entry.name in seen:
            raise UnsafeEditError(entry, "the key is there twice. Remove one of the two.")
        seen.add(entry.name)
        wanted = changes[entry.name]
        if wanted is REMOVE:
            _refuse_shared(text, entry, walk(entry.value))
            removed.append(entry)
        elif isinstance(wanted, Branch):
            _change(text, entry, wanted)
        else:
            _set(text, entry, wanted)
    return removed


def _added(mapping: Entry, there: set[str], changes: Branch) -> dict[str, Any]:
    added = Branch({name: wanted for name, wanted in changes.items() if name not in there})
    for name in merged_names(mapping.value) & set(added):
        # A whole value may hide the one that is merged; a part of it, or nothing, would hide too much.
        if added[name] is REMOVE or isinstance(added[name], Branch):
            message = f"{name!r} comes from '<<', so the change would hold elsewhere too. Write it out here."
            raise UnsafeEditError(mapping, message)
    return added.data()


def _set(text: YamlText, entry: Entry, value: Any) -> None:
    node = entry.value
    if json.dumps(text.plain(node)) == json.dumps(value):
        return
    if isinstance(value, Mapping) and value and isinstance(node, MappingNode) and node.value:
        gone = {each.name: REMOVE for each in entries_of(entry) if each.name not in value}
        _change(text, entry, Branch({**gone, **value}))
    else:
        _refuse_shared(text, entry, walk(node))
        _replace(text, entry, value)


def _replace(text: YamlText, entry: Entry, value: Any) -> None:
    """Put a value in the place of one that stands beside its key, or of none."""
    node = entry.value
    if is_block(node) or (isinstance(node, ScalarNode) and node.style in ("|", ">")):
        fix = "Write it beside the key."
        raise UnsafeEditError(entry, f"the value has lines of its own, which are not replaced. {fix}")
    colon = text.after_colon(entry.key) if entry.key else None
    if colon is not None and isinstance(value, Mapping) and value and _goes_below(text, entry, colon, value):
        put_below(text, entry, colon, value)
        return
    start, end = node.start_mark.index, node.end_mark.index
    if entry.flow and isinstance(value, Mapping):
        new = text.style.flow_value(value, node.start_mark.column, text.line_indent(entry.start))
    else:
        quote = node.style if isinstance(node, ScalarNode) else None
        new = inline(value, flow=entry.flow, quote=quote)
    if start < end:
        text.put(start, end, new)
    elif colon is not None:
        text.put(colon, colon, f" {new}")
    elif entry.key:
        text.put(entry.key.end_mark.index, entry.key.end_mark.index, f": {new}")


def _goes_below(text: YamlText, entry: Entry, colon: int, value: Mapping[str, Any]) -> bool:
    """Whether a mapping gets lines below its key: `key:` does, `key: {}` where brackets would be too long."""
    start, end = entry.value.start_mark.index, entry.value.end_mark.index
    if entry.flow or (start < end and "\n" in text.text[colon:start]):
        return False
    return not (_is_empty(entry.value) and text.style.in_one_line(value, entry.value.start_mark.column))


def _refuse_shared(text: YamlText, entry: Entry, nodes: Iterable[Node]) -> None:
    for node in nodes:
        if id(node) in text.aliases:
            fact = f"the anchor &{node.anchor} stands here, so the change would hold at *{node.anchor} too"
            raise UnsafeEditError(entry, f"{fact}. Write the value out in one of the two places.")


def _is_empty(node: Node) -> bool:
    return isinstance(node, MappingNode) and not node.value
