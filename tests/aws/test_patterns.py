from __future__ import annotations

import pytest

from pulumi_apigw.aws.patterns import compiled, unbalanced


@pytest.mark.parametrize("pattern", [r"\p{L}", r"(?<year>\d{4})", "a{99999999999}"])
def test_what_python_lacks_is_not_wrong(pattern: str) -> None:
    assert compiled(pattern) is None
    assert unbalanced(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "wrong"), [("(a", "missing )"), ("a)", "unbalanced"), ("*", "nothing to")]
)
def test_what_no_dialect_takes(pattern: str, wrong: str) -> None:
    assert str(unbalanced(pattern)).startswith(wrong)


def test_a_pattern_is_searched_for() -> None:
    found = compiled("b+")
    assert found is not None
    assert found.search("abbc")
