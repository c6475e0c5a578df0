"""What only a large WebSocket API goes beyond."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.config.resolve import examine
from pulumi_apigw.source import SourceMap


def routes(data: dict[str, Any], count: int) -> None:
    # $connect and sendMessage are there already.
    data["apis"]["public"]["routes"] |= {f"message{number}": {} for number in range(count - 2)}


def authorizers(data: dict[str, Any], count: int) -> None:
    guard = data["apis"]["public"]["authorizers"]["customers"]
    names = [f"guard{number}" for number in range(count - 1)]
    data["apis"]["public"]["authorizers"] |= dict.fromkeys(names, guard)


def template(data: dict[str, Any], count: int) -> None:
    mock = {
        "integration": {"type": "mock"},
        "request_templates": {"$default": '"statusCode"' + "é" * (count // 2 - 6)},
    }
    data["apis"]["public"]["routes"]["sendMessage"] = mock | {"reply": True}


@pytest.mark.parametrize(
    ("grow", "most", "message"),
    [
        (
            routes,
            300,
            "apis.public.routes: there are 301 routes, while AWS's default quota is 300. "
            "Ask AWS to raise the quota, or split the API.",
        ),
        (
            authorizers,
            10,
            "apis.public.authorizers: there are 11 authorizers, while AWS's default quota is 10. "
            "Ask AWS to raise the quota, or split the API.",
        ),
        (
            template,
            300 * 1024,
            'apis.public.routes.sendMessage.request_templates["$default"]: the template has 307202 bytes. '
            "AWS takes at most 300 KB: shorten it.",
        ),
    ],
)
def test_one_more_than_aws_takes_is_told(
    changed_websocket: Callable[[str], dict[str, Any]],
    grow: Callable[[dict[str, Any], int], None],
    most: int,
    message: str,
) -> None:
    step = 2 if grow is template else 1
    for count, told in ((most, []), (most + step, [message])):
        data = changed_websocket("{}")
        grow(data, count)
        # Nine authorizers of ten guard nothing here, which is a problem of its own.
        found = [
            str(each) for each in examine(data, SourceMap()).problems if "guards no route" not in str(each)
        ]
        assert found == told


@pytest.mark.parametrize("more", [0, 1])
def test_a_model_counts_with_those_that_it_refers_to(
    changed_websocket: Callable[[str], dict[str, Any]], more: int
) -> None:
    data = changed_websocket("{}")
    around = len('{"allOf": [{"$ref": "#/definitions/Text"}], "definitions": {"Text": {"description": ""}}}')
    api = data["apis"]["public"]
    api["models"] = {
        "Message": {"$ref": "#/models/Text"},
        "Text": {"description": "é" * (32_768 - around + more)},
    }
    api["routes"]["sendMessage"] = {"body": "Message"}
    found = [str(each) for each in examine(data, SourceMap()).problems]
    assert (
        found
        == [
            "apis.public.models.Message: the schema has 32769 characters, with the models that it refers to. "
            "AWS takes at most 32768: split the message, or say less of it."
        ][:more]
    )
