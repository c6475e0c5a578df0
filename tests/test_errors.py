from __future__ import annotations

import pytest

from pulumi_apigw import errors
from pulumi_apigw.errors import ApigwError, ConfigError, Location, MissingExtraError, Problem


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("", "fact. Fix."), "fact. Fix."),
        (Problem("a.b", "fact. Fix."), "a.b: fact. Fix."),
        (Problem("", "fact. Fix.", Location("api.yaml", 3)), "api.yaml:3: fact. Fix."),
        (Problem("a.b", "fact. Fix.", Location("api.yaml", 3)), "api.yaml:3 a.b: fact. Fix."),
        (Problem("a.b", "fact. Fix.", severity="advice"), "a.b: fact. Fix."),
    ],
)
def test_a_problem_in_one_line(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_a_config_error_tells_every_problem() -> None:
    error = ConfigError(iter([Problem("a", "first."), Problem("b", "second.")]))
    assert str(error) == "a: first.\nb: second."
    assert [problem.path for problem in error.problems] == ["a", "b"]


def test_a_missing_extra_tells_how_to_install_it() -> None:
    assert str(MissingExtraError("apigw serve", "local")) == (
        "apigw serve needs an extra that is not installed. Run: pip install 'pulumi-apigw[local]'"
    )


def test_every_error_is_in_the_tree_and_in_its_picture() -> None:
    names = {name for name in errors.__all__ if name.endswith("Error")}
    assert all(issubclass(getattr(errors, name), ApigwError) for name in names)
    assert errors.__doc__ is not None
    assert {word for word in errors.__doc__.split() if word.endswith("Error")} == names
