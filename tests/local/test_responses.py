from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.local.responses import MalformedResponseError, function_response, message

JSON = ("content-type", "application/json")
TEXT = ("content-type", "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    ("payload", "body"),
    [
        ("Hello from Lambda!", b'"Hello from Lambda!"'),
        ({"message": "Hello from Lambda!"}, b'{"message": "Hello from Lambda!"}'),
        ([1, "é"], '[1, "é"]'.encode()),
        (None, b"null"),
        ({"body": "no status"}, b'{"body": "no status"}'),
    ],
)
def test_format_2_infers_a_response(payload: Any, body: bytes) -> None:
    response = function_response(payload, "2.0")
    assert (response.status, list(response.headers), response.body) == (200, [JSON], body)


def test_format_2_takes_headers_and_cookies() -> None:
    response = function_response(
        {
            "statusCode": 201,
            "headers": {"X-Id": 7, "Content-Type": "text/html"},
            "cookies": ["a=1", "b=2"],
            "body": "x",
        },
        "2.0",
    )
    assert response.status == 201
    assert list(response.headers) == [
        ("x-id", "7"), ("content-type", "text/html"), ("set-cookie", "a=1"), ("set-cookie", "b=2")
    ]  # fmt: skip
    assert response.body == b"x"


def test_format_1_sends_multi_value_headers_each() -> None:
    response = function_response(
        {
            "statusCode": "200",
            "headers": {"A": "one", "B": "b"},
            "multiValueHeaders": {"a": ["1", "2"], "c": "34"},
        },
        "1.0",
    )
    assert list(response.headers) == [("a", "1"), ("a", "2"), ("c", "34"), ("b", "b"), TEXT]


def test_base64_bodies_are_decoded() -> None:
    assert (
        function_response({"statusCode": 200, "body": "AP8=", "isBase64Encoded": True}, "2.0").body
        == b"\x00\xff"
    )


@pytest.mark.parametrize(
    ("payload", "payload_format", "fact"),
    [
        ("text", "1.0", "format 1.0 needs an object with `statusCode`"),
        ({"body": "x"}, "1.0", "format 1.0 needs an object with `statusCode`"),
        ({"statusCode": "abc"}, "2.0", "`statusCode` is 'abc', not a number"),
        ({"statusCode": None}, "2.0", "`statusCode` is None, not a number"),
        ({"statusCode": float("inf")}, "2.0", "`statusCode` is inf, not a number"),
        ({"statusCode": 99}, "2.0", "`statusCode` is 99, not between 200 and 599"),
        (
            {"statusCode": 200, "body": {"a": 1}},
            "2.0",
            "`body` is of type dict, not a string. Use json.dumps",
        ),
        ({"statusCode": 200, "headers": ["a"]}, "2.0", "`headers` is of type list, not an object"),
        ({"statusCode": 200, "headers": {"a": ["b"]}}, "2.0", "header 'a' is of type list, not a string"),
        ({"statusCode": 200, "headers": {"a": "b\r\nc: d"}}, "2.0", "cannot be sent over HTTP"),
        ({"statusCode": 200, "headers": {"a b": "c"}}, "2.0", "header 'a b' with value 'c' cannot be sent"),
        ({"statusCode": 200, "body": "a", "isBase64Encoded": True}, "2.0", "`body` is not Base64"),
        ({"statusCode": 200, "body": "é", "isBase64Encoded": True}, "2.0", "`body` is not Base64"),
    ],
)
def test_malformed_payloads_say_what_is_wrong(payload: Any, payload_format: str, fact: str) -> None:
    with pytest.raises(MalformedResponseError, match=fact.replace("(", r"\(")):
        function_response(payload, payload_format)


def test_own_answers_have_the_words_of_aws() -> None:
    response = message(413)
    assert (response.status, response.body) == (413, b'{"message":"Request Entity Too Large"}')
    assert list(response.headers) == [JSON]
