"""Values are written so that every reader of YAML takes them for what they are."""

from __future__ import annotations

import io
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from pulumi_apigw.promotion.edit import edit

AMBIGUOUS = [
    *(
        "yes",
        "no",
        "on",
        "Off",
        "y",
        "true",
        "null",
        "~",
        "",
        "1",
        "1e3",
        "1_000",
        "0o17",
        "0x1f",
        "1.5",
        ".5",
    ),
    *("012345678901", "12e456789012", "0a1b2c3d4e5f", ".inf", "1:30", "2026-11-23", "2026-11-23T12:00:00Z"),
    *(
        "a: b",
        "a #b",
        "#a",
        "- a",
        "-",
        "? a",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "|",
        ">",
        "[a",
        "{a",
        "a:",
    ),
    *(" a", "a ", "<<", "=", "---", "...", "'a", '"a', "a\nb", "a\tb", "a\\b"),
    *("\u2028", "\ufeff", "\x7f", "\x85", "\U0001f600"),
]
PLAIN = ["latest", "classic", "a-b", "a.b", "v1.2", "$default", "a b", "é"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(AMBIGUOUS)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.dictionaries(TEXTS, inner, max_size=4) | st.lists(inner, max_size=3),
    max_leaves=8,
)


def read(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(io.StringIO(text))


@pytest.mark.parametrize("text", ["a: x\n", "a: {}\n", "{a: x}\n", "a:\n"])
@pytest.mark.parametrize("value", AMBIGUOUS)
def test_what_could_be_taken_for_something_else_is_quoted(text: str, value: str) -> None:
    edited = edit(text, {("a",): value, ("b",): {value: [value]}})
    expected = {"a": value, "b": {value: [value]}}
    assert read(edited) == yaml.safe_load(edited) == expected


@pytest.mark.parametrize("value", PLAIN)
def test_what_is_plain_is_not_quoted(value: str) -> None:
    assert edit("a: x\n", {("a",): value}) == f"a: {value}\n"


def test_a_url_is_quoted_in_brackets_alone() -> None:
    url = "https://shop.example.com"
    assert edit("a: x\n", {("a",): url}) == f"a: {url}\n"
    assert edit("{a: x}\n", {("a",): url}) == f'{{a: "{url}"}}\n'


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["a: x\n", "a: {}\n", "{a: x}\n", "a: {b: {c: 1}}\n", "a:\n", "x: 1\n"]), VALUES)
def test_every_value_is_read_back(text: str, value: Any) -> None:
    read_back = read(edit(text, {("a",): value}))["a"]
    assert read_back == value
    assert type(read_back) is type(value)
