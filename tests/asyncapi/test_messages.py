"""Routes as messages and operations: which message takes which route, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

Documented = Callable[..., dict[str, Any]]

OPEN = {"$connect": {"authorizer": "none"}}


def messages(found: dict[str, Any]) -> dict[str, Any]:
    definitions: dict[str, Any] = found["channels"]["connection"]["messages"]
    return definitions


def taken(found: dict[str, Any], message: Any) -> list[str]:
    """The messages of clients that this one is."""
    received = [name for name, each in found["operations"].items() if each["action"] == "receive"]
    components = {"components": found["components"]}
    return [
        name
        for name in received
        if jsonschema.Draft7Validator({**messages(found)[name]["payload"], **components}).is_valid(message)
    ]


ROUTES = {**OPEN, "$disconnect": {}, "sendMessage": {"body": "Send"}, "ping": {}, "$default": {}}
MODELS = {"Send": {"type": "object", "required": ["text"]}}


@pytest.mark.parametrize(
    ("message", "names"),
    [
        ({"action": "sendMessage", "text": "Hello"}, ["sendMessage"]),
        ({"action": "sendMessage"}, []),
        ({"action": "ping", "more": 1}, ["ping"]),
        ({"action": "other"}, ["default"]),
        ({"text": "Hello"}, ["default"]),
        ("Hello", ["default"]),
    ],
)
def test_a_message_is_one_of_the_messages_of_its_route(
    documented: Documented, message: Any, names: list[str]
) -> None:
    assert taken(documented(routes=ROUTES, models=MODELS), message) == names


def test_connecting_and_leaving_are_no_messages(documented: Documented) -> None:
    assert messages(documented(routes={**OPEN, "$disconnect": {}})).keys() == {"refused"}


@pytest.mark.parametrize("expression", ["$request.body.kind.name", "${request.body.kind.name}"])
def test_the_selection_expression_says_where_the_key_is(documented: Documented, expression: str) -> None:
    found = documented(routes={**OPEN, "ping": {}}, route_selection_expression=expression)
    assert taken(found, {"kind": {"name": "ping"}}) == ["ping"]
    assert taken(found, {"kind": {"name": "pong"}}) == taken(found, {"action": "ping"}) == []


def test_a_key_of_several_values_is_told_in_words(documented: Documented) -> None:
    expression = "${request.body.service}/${request.body.action}"
    found = documented(
        routes={**OPEN, "chat/ping": {}, "$default": {}}, route_selection_expression=expression
    )
    assert messages(found)["chat_ping"] == {
        "name": "chat_ping",
        "description": f"Sent so that {expression} is 'chat/ping'.",
        "payload": {},
    }
    assert messages(found)["default"]["payload"] == {}


def test_two_keys_that_make_one_name_are_two_messages(documented: Documented) -> None:
    found = documented(routes={**OPEN, "a/b": {}, "a_b": {}, "refused": {}})
    assert list(messages(found)) == ["a_b", "a_b_", "refused", "refused_"]
    assert list(found["operations"]) == ["a_b", "a_b_", "refused", "refuse"]


def test_an_operation_is_called_as_the_config_calls_it(documented: Documented) -> None:
    found = documented(routes={**OPEN, "ping": {"operation_name": "Are you there"}})
    assert list(found["operations"]) == ["Are_you_there", "refuse"]
    assert found["operations"]["Are_you_there"]["messages"] == [
        {"$ref": "#/channels/connection/messages/ping"}
    ]


def test_a_one_way_route_has_no_reply(documented: Documented) -> None:
    found = documented(routes={**OPEN, "ping": {"reply": True}, "note": {}})
    assert {name: "reply" in each for name, each in found["operations"].items()} == {
        "ping": True,
        "note": False,
        "refuse": False,
    }


def test_who_pushes_is_told(documented: Documented) -> None:
    found = documented(routes=OPEN, push=["chat", "gate"])
    assert found["operations"]["push"]["action"] == "send"
    assert messages(found)["pushed"]["description"].startswith("What the API pushes (chat, gate);")
    assert "push" not in documented(routes=OPEN)["operations"]
