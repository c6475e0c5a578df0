"""Selection expressions."""

from __future__ import annotations

import pytest

from pulumi_apigw.local.websocket.selection import body_value, evaluate, read_body

MESSAGE = '{"action": "send", "data": {"kind": "tea", "sizes": [1, 2]}, "n": 7, "on": true, "none": null}'


@pytest.mark.parametrize(
    ("expression", "key"),
    [
        ("$request.body.action", "send"),
        ("${request.body.action}", "send"),
        ("${request.body.action}-${request.body.data.kind}", "send-tea"),
        ("$request.body.data.sizes[1]", "2"),
        ("${request.body.n}", "7"),
        ("$request.body.on", "true"),
        ("$request.body['action']", "send"),
        ("${request.body['data']['kind']}/$request.body['n']", "tea/7"),
        ("$request.bodyaction", ""),
        ("$request.body.none", ""),
        ("$request.body.data", ""),
        ("$request.body.gone.deeper", ""),
        ("$request.header.action", ""),
        ("\\$default", "$default"),
        ("$default", "$default"),
        ("fixed", "fixed"),
    ],
)
def test_an_expression_reads_the_message(expression: str, key: str) -> None:
    assert evaluate(expression, read_body(MESSAGE)) == key


@pytest.mark.parametrize("body", ["hello", "", "[1]", '"text"', "7", None, "[" * 100_000])
def test_a_message_without_keys_has_no_values(body: str | None) -> None:
    assert body_value(body, "action") is None


def test_what_a_message_holds_is_not_evaluated_again() -> None:
    assert (
        evaluate("$request.body.a", read_body('{"a": "$request.body.b", "b": "secret"}')) == "$request.body.b"
    )
