from __future__ import annotations

from typing import Any

import pytest

from .conftest import TWO_ORIGINS, method, rest_api

BINARY = ["*/*"]
TEXT = "CONVERT_TO_TEXT"
BACKEND = {"type": "http", "url": "https://example.com", "proxy": False}
BUCKET = {"bucket_arn": "arn:aws:s3:::pictures", "object_key": "{id}.png"}
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:orders"


def handling(
    route: dict[str, Any], key: str = "GET /items", **api: Any
) -> tuple[str | None, list[str | None]]:
    """What is converted of a route's request, and of each of its answers."""
    found = method(route, key, **api).integration
    return found.content_handling, [each.content_handling for each in found.responses]


@pytest.mark.parametrize("types", [["*/*"], ["image/png"]])
@pytest.mark.parametrize("mock", [{"type": "mock"}, {"type": "mock", "body": '{"ok": true}'}])
def test_P22_mocks_are_text_both_ways(mock: dict[str, Any], types: list[str]) -> None:
    assert handling({"integration": mock}, binary_media_types=types) == (TEXT, [TEXT])
    assert handling({"integration": mock}) == (None, [None])


def test_P22_templates_get_text() -> None:
    answers = {"default": {"templates": {"application/json": "{}"}}, "5\\d{2}": {"status": "502"}}
    request = {"request_templates": {"application/json": "{}"}}
    route = {"integration": BACKEND, "integration_responses": answers}
    assert handling(route, binary_media_types=BINARY) == (None, [TEXT, None])
    assert handling({**route, **request}, binary_media_types=BINARY) == (TEXT, [TEXT, None])


def test_P22_services_are_called_and_answer_by_templates() -> None:
    route = {"integration": {"type": "SQS-SendMessage", "queue_arn": QUEUE}}
    request, answers = handling(route, "POST /items", binary_media_types=BINARY)
    assert (request, set(answers)) == (TEXT, {TEXT})


def test_P22_bodies_without_a_template_pass_as_they_are() -> None:
    route = {"integration": {"type": "S3-GetObject", **BUCKET}}
    request, (found, *errors) = handling(route, "GET /{id}", binary_media_types=["image/png"])
    assert (request, found, set(errors)) == (None, None, {TEXT})
    for untouched in ({}, {"integration": {**BACKEND, "proxy": True}}):
        assert handling(untouched, binary_media_types=BINARY) == (None, [])


def test_P22_what_is_written_wins() -> None:
    answers = {
        "default": {"templates": {"image/png": "$input.body"}, "content_handling": "CONVERT_TO_BINARY"}
    }
    route = {
        "integration": BACKEND,
        "content_handling": "CONVERT_TO_BINARY",
        "request_templates": {"image/png": "$input.body"},
        "integration_responses": answers,
    }
    assert handling(route, binary_media_types=BINARY) == ("CONVERT_TO_BINARY", ["CONVERT_TO_BINARY"])


def test_P9_P22_the_preflights_choice_of_an_origin_is_text() -> None:
    plan = rest_api(cors={"allow_origins": TWO_ORIGINS}, binary_media_types=BINARY)
    (preflight,) = [each for each in plan.methods if each.preflight]
    assert preflight.integration.content_handling == TEXT
    assert [each.content_handling for each in preflight.integration.responses] == [TEXT]
