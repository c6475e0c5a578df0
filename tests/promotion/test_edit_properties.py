"""Whatever a file looks like: what is asked for changes, and no other line does."""

from __future__ import annotations

import copy
import difflib
import io
from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import event, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from pulumi_apigw.promotion.edit import REMOVE, edit
from pulumi_apigw.source import Path

KEYS = ["a", "b", "c", "GET /x", "$default"]
SCALARS = ["1", "x", "'q r'", '"d"', "https://a.b", "null", "~", "[1, 2]", "x y"]
NEW: st.SearchStrategy[Any] = st.sampled_from(["x", "012345678901", "it's: a", 5, None, True]) | st.just(
    {"from": "dev", "contents": {"apis.public": "0a1b2c3d4e5f" * 9, "b": "0a1b2c3d4e5f"}, "before": {}}
)
SPACES = st.sampled_from(["", "", " ", "  "])


@st.composite
def documents(draw: st.DrawFn) -> str:
    step = draw(st.sampled_from([1, 2, 4]))
    head = draw(st.sampled_from(["", "---\n", "# head\n\n", "\ufeff"]))
    text = head + "".join(draw(blocks(0, step, 0))) + draw(st.sampled_from(["", "# end\n", "\n\n", "...\n"]))
    if not text.endswith(("...\n", "text\n")):
        text = text.removesuffix(draw(st.sampled_from(["", "\n"])))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@st.composite
def blocks(draw: st.DrawFn, column: int, step: int, depth: int) -> list[str]:
    lines = []
    for key in draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True)):
        margin = " " * column
        name = margin + draw(st.sampled_from([key, f"'{key}'"])) + ":"
        note = draw(st.sampled_from(["", "", " # note"]))
        kind = draw(st.sampled_from(["scalar", "null", "empty", "flow", "text", "list", *["block"] * 3]))
        if kind == "block" and depth < 3:
            lines += [f"{name}{note}\n", *draw(blocks(column + step, step, depth + 1))]
        elif kind == "text":
            lines += [
                f"{name} {draw(st.sampled_from(['|', '>-']))}\n",
                f"{margin} text\n",
                f"{margin} # text\n",
            ]
        elif kind == "list":
            lines += [f"{name}{note}\n", f"{margin}- 1\n", f"{margin}-\n"]
        elif kind == "flow":
            lines += f"{name} {draw(brackets(column + step, depth))}{note}\n".splitlines(keepends=True)
        else:
            value = {"null": "", "empty": " {}"}.get(kind) or f" {draw(st.sampled_from(SCALARS))}"
            lines.append(f"{name}{'' if kind == 'null' else value}{note}\n")
        lines += draw(st.lists(st.sampled_from([f"{margin}# c\n", "# left\n", "\n"]), max_size=2))
    return lines


@st.composite
def brackets(draw: st.DrawFn, column: int, depth: int) -> str:
    entries = []
    for key in draw(st.lists(st.sampled_from(KEYS[:3]), max_size=3, unique=True)):
        inner = brackets(column + 1, depth + 1) if depth < 3 else st.just("{}")
        value = draw(st.sampled_from(['"x"', "1", "null", "{}", "'it''s'"]) | inner)
        entries.append(f"{key}: {value}")
    if draw(st.booleans()) and entries:
        margin = "\n" + " " * column
        notes = draw(st.lists(st.sampled_from(["", " # n"]), min_size=len(entries), max_size=len(entries)))
        last = draw(st.sampled_from(["", ","]))
        commas = [","] * (len(entries) - 1) + [last]
        parts = [f"{e}{c}{n}" for e, c, n in zip(entries, commas, notes, strict=True)]
        close = margin if notes[-1] or draw(st.booleans()) else ""
        return "{" + draw(st.sampled_from(["", margin])) + margin.join(parts) + close + "}"
    return "{" + draw(SPACES) + ", ".join(entries) + draw(SPACES if entries else st.just("")) + "}"


def read(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(io.StringIO(text.removeprefix("\ufeff")))


def mappings(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Whatever may get a key."""
    if data is None or isinstance(data, dict):
        yield path, data
    for key, value in data.items() if isinstance(data, dict) else ():
        yield from mappings(value, (*path, key))


def changed(data: Any, changes: dict[Path, Any]) -> Any:
    data = copy.deepcopy(data)
    for path, value in changes.items():
        inner = data
        for key in path[:-1]:
            if inner.get(key) is None:
                inner[key] = {}
            inner = inner[key]
        if value is REMOVE:
            inner.pop(path[-1])
        else:
            inner[path[-1]] = value
    return data


def lost_lines(old: str, new: str) -> int:
    matcher = difflib.SequenceMatcher(None, old.splitlines(True), new.splitlines(True), autojunk=False)
    return sum(end - start for kind, start, end, _, _ in matcher.get_opcodes() if kind != "equal")


@settings(max_examples=50, deadline=None)
@given(documents(), st.data(), NEW)
def test_a_new_key_is_put_in_and_taken_out(text: str, data: st.DataObject, value: Any) -> None:
    before = read(text)
    path, parent = data.draw(st.sampled_from(list(mappings(before))))
    changes = {(*path, "new"): value}
    edited = edit(text, changes)
    assert read(edited) == yaml.safe_load(edited) == changed(before, changes)
    # The line of brackets, or the one that `{}` was in.
    assert lost_lines(text + "\n", edited + "\n") <= 1
    assert edited.count("#") == text.count("#")
    assert edited.count("\r\n") in (0, edited.count("\n"))

    removed = edit(edited, {(*path, "new"): REMOVE})
    assert read(removed) == (before if parent is not None else changed(before, {path: {}}))
    if parent and "{" not in text:
        event("the very text again")
        assert removed == text


@settings(max_examples=50, deadline=None)
@given(documents(), st.data(), st.sampled_from(["x", "012345678901", "it's: a", 5, None]))
def test_a_value_is_set_and_set_back(text: str, data: st.DataObject, value: Any) -> None:
    before = read(text)
    values = [(*path, key) for path, each in mappings(before) for key in each or {} if leaf(each[key])]
    if not values:
        return
    path = data.draw(st.sampled_from(values))
    edited = edit(text, {path: value})
    assert read(edited) == yaml.safe_load(edited) == changed(before, {path: value})
    assert lost_lines(text, edited) <= 1
    assert edited.count("#") == text.count("#")


@settings(max_examples=50, deadline=None)
@given(documents(), st.data())
def test_several_changes_at_once(text: str, data: st.DataObject) -> None:
    before = read(text)
    changes: dict[Path, Any] = {}
    for path, parent in mappings(before):
        if any(path[: len(each)] == each for each in changes):
            continue
        for key in [*(parent or {}), "new"]:
            wanted = data.draw(st.sampled_from(["leave", "set", "remove"]))
            if wanted == "set" and leaf((parent or {}).get(key)):
                changes[(*path, key)] = "new value"
            elif wanted == "remove" and parent and key in parent and (path or len(parent) > 1):
                changes[(*path, key)] = REMOVE
    if not changes or all(value is REMOVE for path, value in changes.items() if len(path) == 1):
        changes[("other",)] = 1
    edited = edit(text, changes)
    assert read(edited) == yaml.safe_load(edited) == changed(before, changes)


def leaf(value: Any) -> bool:
    """What is surely in one line."""
    return not isinstance(value, dict | list) and "text" not in str(value)
