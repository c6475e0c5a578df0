"""Answers of AWS services by their status, which is what API Gateway keeps them by."""

from __future__ import annotations

from typing import Any

import pytest

from .service_calls import ROWS
from .service_plans import TOPIC, plan

CALLS: dict[str, dict[str, Any]] = {type_: fields for type_, fields, *_ in ROWS}


@pytest.mark.parametrize("type_", CALLS)
def test_no_status_is_answered_with_twice(type_: str) -> None:
    statuses = [response.status for response in plan(type_, **CALLS[type_]).responses]
    assert len(statuses) == len({*statuses})


def test_the_routes_answer_takes_the_place_of_another_of_its_status() -> None:
    mine = {"application/json": "mine"}
    route = {"integration_responses": {"404": {"status": 502, "templates": mine}}}
    found = {each.status: each for each in plan("SNS-Publish", route, topic_arn=TOPIC).responses}
    assert [*found] == ["200", "502", "400"]
    assert found["502"].selection == r"403|5\d{2}|404"
    assert found["502"].templates == mine


def test_what_is_answered_alike_is_one_answer() -> None:
    [refused] = [each for each in plan("SNS-Publish", topic_arn=TOPIC).responses if each.status == "502"]
    assert refused.selection == r"403|5\d{2}"
