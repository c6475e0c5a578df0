from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.local.json_values import value_at

TEXT = '{"a": {"b": [1, {"c d": null}]}, "0": "zero", "n": 7}'


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("n", 7),
        ("0", "zero"),
        (".a.b[0]", 1),
        ("a['b'].1", {"c d": None}),
        ('a["b"][1]["c d"]', None),
        ("a.b[2]", None),
        ("a.b[-1]", None),
        ("a.b.²", None),
        ("n.x", None),
        ("x.y", None),
    ],
)
def test_a_path_leads_through_objects_and_lists(path: str, expected: Any) -> None:
    assert value_at(TEXT, path) == expected
    assert value_at(TEXT.encode(), path) == expected


@pytest.mark.parametrize("text", ["", "no JSON", b"\xff", "[" * 100_000])
def test_other_text_has_no_values(text: str | bytes) -> None:
    assert value_at(text, "a") is None
