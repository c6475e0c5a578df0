"""What only a domain with very much below it goes beyond."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.config.resolve import examine
from pulumi_apigw.source import SourceMap


def levels(data: dict[str, Any], count: int) -> None:
    # Base paths of one level are not counted.
    paths = [*(f"orders/v{number}" for number in range(count)), "v1", ""]
    data["stages"]["dev"] = {"domain": {"name": "api.example.com", "apis": {"public": paths}}}


def rules(data: dict[str, Any], count: int) -> None:
    found = {
        f"rule{number}": {"priority": number, "base_path": f"v{number}", "api": "public"}
        for number in range(1, count + 1)
    }
    data["stages"]["dev"] = {"domain": {"name": "api.example.com", "routing_rules": found}}


@pytest.mark.parametrize(
    ("grow", "most", "message"),
    [
        (
            levels,
            200,
            "stages.dev.domain.apis: 201 base paths have several levels, while AWS takes 200 at a domain. "
            "Make some of one level, or use another domain.",
        ),
        (
            rules,
            50,
            "stages.dev.domain.routing_rules: there are 51 routing rules, while AWS's default quota is 50 a "
            "domain. Have it raised, or remove some.",
        ),
    ],
)
def test_as_much_as_aws_takes_and_one_more(
    grow: Callable[[dict[str, Any], int], None],
    most: int,
    message: str,
    changed_rest: Callable[[str], dict[str, Any]],
) -> None:
    data = changed_rest("{}")
    grow(data, most)
    assert examine(data, SourceMap()).problems == ()
    grow(data, most + 1)
    (found,) = examine(data, SourceMap()).problems
    assert f"{found.path}: {found.message}" == message


def levels_of_two_stages(data: dict[str, Any], count: int) -> None:
    levels(data, 100)
    paths = [f"items/v{number}" for number in range(count - 100)]
    data["stages"]["prod"] = {"domain": {"name": "api.example.com", "apis": {"public": paths}}}


def rules_of_two_stages(data: dict[str, Any], count: int) -> None:
    rules(data, 25)
    found = {
        f"rule{number}": {"priority": number, "base_path": f"v{number}", "api": "public"}
        for number in range(26, count + 1)
    }
    data["stages"]["prod"] = {"domain": {"name": "api.example.com", "apis": {}, "routing_rules": found}}


@pytest.mark.parametrize(
    ("grow", "most", "message"),
    [
        (
            levels_of_two_stages,
            200,
            "stages.prod.domain.name: 201 base paths of all stages have several levels, while AWS takes 200 "
            "at a domain. Make some of one level, or use another domain.",
        ),
        (
            rules_of_two_stages,
            50,
            "stages.prod.domain.name: all stages have 51 routing rules, while AWS's default quota is 50 a "
            "domain. Have it raised, or remove some.",
        ),
    ],
)
def test_as_much_of_all_stages_as_aws_takes_and_one_more(
    grow: Callable[[dict[str, Any], int], None],
    most: int,
    message: str,
    changed_rest: Callable[[str], dict[str, Any]],
) -> None:
    data = changed_rest("topology: shared")
    grow(data, most)
    assert examine(data, SourceMap()).problems == ()
    grow(data, most + 1)
    (found,) = examine(data, SourceMap()).problems
    assert f"{found.path}: {found.message}" == message
