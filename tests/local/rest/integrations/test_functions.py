"""https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.local.functions import FunctionError, Invocation
from pulumi_apigw.local.model import LocalStage, Permission
from pulumi_apigw.local.responses import MalformedResponseError
from pulumi_apigw.local.rest.integrations.functions import proxy_response

from ..conftest import EXECUTION_ARN, LAMBDA, Service, function

MakeService = Callable[..., Service]
ERROR = b'{"message": "Internal server error"}'


@pytest.mark.parametrize(
    ("payload", "status", "headers", "body"),
    [
        ({}, 200, [("content-type", "application/json")], b""),
        ({"statusCode": "201", "body": "a"}, 201, [("content-type", "application/json")], b"a"),
        ({"body": None, "headers": None}, 200, [("content-type", "application/json")], b""),
        (
            {
                "headers": {"Content-Type": "text/x", "X-A": "1", "X-B": True},
                "multiValueHeaders": {"x-a": ["2", "3"]},
            },
            200,
            [("x-a", "2"), ("x-a", "3"), ("content-type", "text/x"), ("x-b", "true")],
            b"",
        ),
        ({"isBase64Encoded": True, "body": "AP8="}, 200, [("content-type", "application/json")], b"AP8="),
    ],
)
def test_responses(payload: Any, status: int, headers: Any, body: bytes) -> None:
    response = proxy_response(payload, binary=False)
    assert (response.status, list(response.headers), response.body) == (status, headers, body)


def test_binary_content_is_decoded_for_who_asks_for_it() -> None:
    assert proxy_response({"isBase64Encoded": True, "body": "AP8="}, binary=True).body == b"\0\xff"
    assert proxy_response({"isBase64Encoded": False, "body": "AP8="}, binary=True).body == b"AP8="


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (None, "it is None, not an object"),
        ("text", "it is 'text', not an object"),
        ({"statusCode": 200, "cookies": []}, "'cookies' is none of the fields statusCode, headers, multi"),
        ({"errorMessage": "x"}, "'errorMessage' is none of the fields"),
        ({"statusCode": "two"}, "`statusCode` is 'two', not a number"),
        ({"body": {"a": 1}}, "`body` is of type dict, not a string. Use json.dumps"),
        ({"headers": []}, None),
        ({"headers": [1]}, "`headers` is of type list, not an object"),
        ({"headers": {"x-count": 1}}, "header 'x-count' is of type int, not a string"),
        ({"headers": {"x": "a\nb"}}, "cannot be sent over HTTP"),
    ],
)
def test_payloads_that_are_no_response(payload: Any, message: str | None) -> None:
    if message is None:
        assert proxy_response(payload, binary=False).status == 200
        return
    with pytest.raises(MalformedResponseError) as e:
        proxy_response(payload, binary=False)
    assert message in str(e.value)


@pytest.mark.parametrize(
    ("result", "status", "note"),
    [
        (
            Invocation(error=FunctionError("unhandled", "ValueError", "no stock")),
            502,
            "function 'orders' failed (unhandled): ValueError: no stock",
        ),
        (
            Invocation(error=FunctionError("timeout", "Sandbox.Timedout", "timed out")),
            502,
            "function 'orders' failed (timeout): Sandbox.Timedout: timed out",
        ),
        (
            Invocation(error=FunctionError("not-found", "ResourceNotFoundException", "Function not found")),
            500,
            "function 'orders' failed (not-found): ResourceNotFoundException: Function not found",
        ),
        ({"statusCode": 200, "body": {}}, 502, "function 'orders' gave no valid response: `body` is of type"),
    ],
)
def test_functions_that_fail(service: MakeService, result: Any, status: int, note: str) -> None:
    given = service(orders=lambda event: result)
    response = given.answer().response
    assert (response.status, response.body) == (status, ERROR)
    assert dict(response.headers)["x-amzn-errortype"] == "InternalServerErrorException"
    assert given.notes[0].startswith(f"{status} GET /items: {note}")


def test_an_event_that_is_too_large_for_a_function_is_413(service: MakeService) -> None:
    error = FunctionError("too-large", "RequestEntityTooLargeException", "Request must be smaller")
    given = service(orders=lambda event: Invocation(error=error))
    response = given.answer().response
    assert (response.status, response.body) == (413, b'{"message": "Request Too Long"}')
    assert dict(response.headers)["x-amzn-errortype"] == "BadRequestException"
    assert given.notes[0].startswith("413 GET /items: function 'orders' failed (too-large): ")


def test_a_function_that_takes_too_long_is_504(service: MakeService, monkeypatch: pytest.MonkeyPatch) -> None:
    given = service({"GET /items": function(integration={"timeoutInMillis": 50})})

    async def never(arn: str, event: object) -> Invocation:
        await asyncio.Event().wait()
        raise AssertionError("the wait has no end")

    monkeypatch.setattr(given.pool, "invoke", never)
    response = given.answer().response
    assert (response.status, response.body) == (504, b'{"message": "Endpoint request timed out"}')
    assert given.notes == ["504 GET /items: function 'orders' gave no answer in 50 ms."]


def test_P8_a_missing_permission_is_500_with_the_fix_in_the_log(service: MakeService) -> None:
    given = service(permissions=[])
    response = given.answer().response
    assert (response.status, response.body) == (500, ERROR)
    assert given.notes == [
        "500 GET /items: API 'public' may not call function 'orders': no lambda permission covers "
        f"{EXECUTION_ARN}/dev/GET/items. Add aws.lambda_.Permission(action='lambda:InvokeFunction', "
        f"function='orders', principal='apigateway.amazonaws.com', source_arn='{EXECUTION_ARN}/*')."
    ]


@pytest.mark.parametrize("source", ["dev/GET/items/{id}", "*/GET/items/*", "dev/*", "*/*/items/*"])
def test_P8_a_permission_for_the_resource_is_enough(service: MakeService, source: str) -> None:
    permission = Permission(
        "orders",
        "lambda:InvokeFunction",
        "apigateway.amazonaws.com",
        source_arn=f"{EXECUTION_ARN}/{source}",
    )
    given = service({"GET /items/{id}": function()}, permissions=[permission])
    assert given.answer("GET /items/7").response.status == 200


def test_a_stage_variable_chooses_the_alias(service: MakeService) -> None:
    permission = Permission("orders", "lambda:InvokeFunction", "apigateway.amazonaws.com", "blue")
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{LAMBDA}:orders"
    integration = {"uri": uri + ":${stageVariables.backend}/invocations"}
    operations = {"GET /items": function(integration=integration)}
    assert service(operations, permissions=[permission]).answer().function == "orders:blue"
    bare = service(operations, permissions=[permission], stages=(LocalStage("dev"),))
    assert bare.answer().response.status == 500
    assert "stage 'dev' has no stage variable 'backend'" in bare.notes[0]


def test_functions_are_called_by_post_alone(service: MakeService) -> None:
    given = service({"GET /items": function(integration={"httpMethod": "GET"})})
    response = given.answer().response
    assert (response.status, response.body) == (500, ERROR)
    assert given.notes == ["500 GET /items: the integration's method is GET. Functions are called by POST."]


def test_a_challenge_of_a_function_gets_another_name(service: MakeService) -> None:
    answer = {"statusCode": 401, "headers": {"WWW-Authenticate": "Basic"}}
    headers = dict(service(orders=lambda event: answer).answer().response.headers)
    assert headers["x-amzn-remapped-www-authenticate"] == "Basic"
    assert "www-authenticate" not in headers


def test_a_role_needs_no_permission(service: MakeService) -> None:
    integration = {"credentials": "arn:aws:iam::123456789012:role/gateway"}
    given = service({"GET /items": function(integration=integration)}, permissions=[])
    assert given.answer().response.status == 200
