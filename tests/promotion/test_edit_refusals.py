"""What could change something else too is refused, with its line."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.errors import PromotionError
from pulumi_apigw.promotion.edit import REMOVE, edit
from pulumi_apigw.source import Path

RELEASE: Path = ("stages", "prod", "release")
PRICING: Path = ("stages", "prod", "variables", "pricing")


@pytest.mark.parametrize(
    ("text", "changes", "message"),
    [
        (
            "stages: {prod: {a: 1}}\nx: *y",
            {RELEASE: "x"},
            "api.yaml: this is not YAML: found undefined alias",
        ),
        ("# nothing\n", {RELEASE: "x"}, "api.yaml: there is no mapping to edit"),
        ("- a\n", {RELEASE: "x"}, "there is no mapping to edit"),
        ("a: 1\r\nb: 2\rc: 3\n", {RELEASE: "x"}, "api.yaml:2: a carriage return stands alone"),
        ("\n\nstages: {prod: 5}\n", {RELEASE: "x"}, "api.yaml:3 stages.prod: this is no mapping"),
        (
            "stages:\n  dev: &d {a: 1}\n  prod: *d\n",
            {RELEASE: "x"},
            r"api.yaml:3 stages.prod: the alias \*d stands",
        ),
        (
            "stages:\n  prod: &d {a: 1}\n  dev: *d\n",
            {RELEASE: "x"},
            "api.yaml:2 stages.prod: the anchor &d stands",
        ),
        ("stages: &s\n  prod: {a: 1}\nx: {<<: *s}\n", {RELEASE: "y"}, "stages: the anchor &s stands here"),
        ("stages:\n  prod: {release: &r x}\n  dev: *r\n", {RELEASE: "y"}, "the anchor &r stands here"),
        ("stages:\n  prod: {release: &r x}\n  dev: *r\n", {RELEASE: REMOVE}, "the anchor &r stands here"),
        (
            "x: &x {variables: {a: 1}}\nstages: {prod: {<<: [*x]}}\n",
            {PRICING: "y"},
            "stages.prod: 'variables' comes from '<<'",
        ),
        (
            "x: &x {release: y}\nz: &z {<<: *x}\nstages: {prod: {<<: *z}}\n",
            {RELEASE: REMOVE},
            "'release' comes from '<<'",
        ),
        (
            "stages:\n  prod:\n    release: >-\n      x\n",
            {RELEASE: "y"},
            "api.yaml:3 stages.prod.release: the value has",
        ),
        ("stages:\n  prod:\n    release:\n    - x\n", {RELEASE: "y"}, "the value has lines of its own"),
        (
            "stages:\n  prod: {release: x, release: y}\n",
            {RELEASE: "z"},
            "prod.release: the key is there twice",
        ),
        (
            "stages:\n  prod:\n    a: 1\n    ? b\n    : 1\n",
            {RELEASE: "y"},
            "api.yaml:4 stages.prod.b: the key does not start",
        ),
        ("stages: {prod: }\nb: |\n  no line end", {("c",): 1}, "api.yaml: c cannot be written without"),
        ("stages:\n", {("stages",): REMOVE}, "nothing would be left of the file"),
        (
            "stages:\n  prod: &p\n    release: x\n",
            {RELEASE: REMOVE},
            "stages.prod.release cannot be written without",
        ),
    ],
)
def test_what_is_not_safe_is_refused(text: str, changes: dict[Path, Any], message: str) -> None:
    with pytest.raises(PromotionError, match=message):
        edit(text, changes, file="api.yaml")


def test_two_changes_of_one_value_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match=r"two changes of one value: stages\.prod\.release\.x"):
        edit("a: 1", {RELEASE: {}, (*RELEASE, "x"): 1})


@pytest.mark.parametrize("path", [(), ("a", 0)])
def test_lists_and_the_whole_file_are_not_set(path: Path) -> None:
    with pytest.raises(ValueError, match="this is no path to a key of a mapping"):
        edit("a: [1]", {path: 1})
