from __future__ import annotations

import pytest

from pulumi_apigw.config.references import (
    Reference,
    find_references,
    has_reference,
    iter_text,
    malformed_references,
    substitute_stage,
)


def test_references_in_their_order() -> None:
    text = "${ref.a}/${stage.b_2}/${stageVariables.c}/${ref.a}"
    assert list(find_references(text)) == [
        Reference("ref", "a"),
        Reference("stage", "b_2"),
        Reference("ref", "a"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "$ref.a",
        "{ref.a}",
        "${stageVariables.x}",
        "${request.path}",
        "${context.stage}",
        "${reference}",
    ],
)
def test_what_is_no_reference_and_none_is_meant(text: str) -> None:
    assert not has_reference(text)
    assert list(find_references(text)) == []
    assert list(malformed_references(text)) == []


@pytest.mark.parametrize(
    "text", ["${ref}", "${ref.}", "${ref.a-b}", "${refs.a}", "${stages.a}", "${Stage.a}", "${ stage.a}",
             "${ref.ä}", "${ref.1}", "${ref.a", "${ref.a.b}"]
)  # fmt: skip
def test_what_is_meant_as_a_reference(text: str) -> None:
    assert has_reference(text)
    assert list(malformed_references(f"x{text}")) == [text]


def test_text_at_every_depth() -> None:
    data = {"a": "x", "b": [1, "y", {"c": "z"}], "d": None, "e": ("t",)}
    assert list(iter_text(data)) == [
        (("a",), "x"),
        (("b", 1), "y"),
        (("b", 2, "c"), "z"),
        (("e", 0), "t"),
    ]


def test_stage_variables_are_put_in_everywhere_but_in_keys() -> None:
    data = {
        "a": "${stage.x}-${stage.x}",
        "b": [{"c": "${stage.y}"}, 5],
        "${stage.x}": "${ref.x}",
        "d": "${stage.z}",
    }
    assert substitute_stage(data, {"x": "1", "y": "2"}) == {
        "a": "1-1",
        "b": [{"c": "2"}, 5],
        "${stage.x}": "${ref.x}",
        "d": "${stage.z}",
    }
