"""Events, compared with those that AWS was measured to send.

https://github.com/localstack/localstack/blob/main/tests/aws/services/apigateway/test_apigateway_lambda.snapshot.json
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pulumi_apigw.local.authorizers.authorization import Authorization
from pulumi_apigw.local.model import ApiKey, LocalStage
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.events import function_event, request_event, token_event

from .conftest import ACCOUNT, API_ID, EXECUTION_ARN, make_api

MakeCall = Callable[..., RestCall]


def test_a_whole_event(make_call: MakeCall) -> None:
    headers = [("accept", "*/*"), ("host", "h"), ("user-agent", "curl"), ("x-a", "1"), ("x-a", "2")]
    request = Request("POST", "/dev/items/a%2Bb/", "q=1&q=a+b&e=", [*headers, ("content-length", "2")], b"hi")
    path, parameters = "/items/a%2Bb/", {"id": "a%2Bb"}
    event = function_event(make_call(request, path=path, parameters=parameters))
    context = event.pop("requestContext")
    assert event == {
        "resource": "/items/{id}",
        "path": "/items/a%2Bb/",
        "httpMethod": "POST",
        "headers": {"accept": "*/*", "Host": "h", "User-Agent": "curl", "x-a": "2"},
        "multiValueHeaders": {"accept": ["*/*"], "Host": ["h"], "User-Agent": ["curl"], "x-a": ["1", "2"]},
        "queryStringParameters": {"q": "a b", "e": ""},
        "multiValueQueryStringParameters": {"q": ["1", "a b"], "e": [""]},
        "pathParameters": {"id": "a%2Bb"},
        "stageVariables": {"backend": "blue"},
        "body": "hi",
        "isBase64Encoded": False,
    }
    identity = context.pop("identity")
    assert {name: value for name, value in identity.items() if value is not None} == {
        "sourceIp": "127.0.0.1",
        "userAgent": "curl",
    }
    assert len(identity) == 12
    assert context == {
        "accountId": ACCOUNT,
        "apiId": API_ID,
        "deploymentId": "",
        "domainName": f"{API_ID}.execute-api.us-east-1.amazonaws.com",
        "domainPrefix": API_ID,
        "extendedRequestId": request.id,
        "httpMethod": "POST",
        "path": "/dev/items/a%2Bb/",
        "protocol": "HTTP/1.1",
        "requestId": request.uuid,
        "requestTime": request.time,
        "requestTimeEpoch": request.time_epoch_ms,
        "resourceId": "",
        "resourcePath": "/items/{id}",
        "stage": "dev",
    }


def test_what_is_not_there_is_null(make_call: MakeCall) -> None:
    event = function_event(make_call(path="//items", parameters={}, stage=LocalStage("dev")))
    assert event["path"] == "/items"
    assert event["requestContext"]["path"] == "/dev//items"
    for name in ("queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "body"):
        assert event[name] is None
    assert event["stageVariables"] is None


@pytest.mark.parametrize(
    ("content_type", "binary", "expected"),
    [
        ("image/png", ("image/*",), ("AP8=", True)),
        ("image/png; q=1", ("image/png",), ("AP8=", True)),
        ("text/plain", ("image/png",), ("\0\ufffd", False)),
        ("", ("*/*",), ("AP8=", True)),
    ],
)
def test_binary_bodies_are_base64(
    make_call: MakeCall, content_type: str, binary: tuple[str, ...], expected: tuple[str, bool]
) -> None:
    request = Request("POST", "/dev/items/7", headers=[("content-type", content_type)], body=b"\0\xff")
    event = function_event(make_call(request, api=make_api({}, {}, binary_types=binary)))
    assert (event["body"], event["isBase64Encoded"]) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Authorization(claims={"sub": "ada"}), {"claims": {"sub": "ada"}}),
        (
            Authorization(context={"tier": "gold"}, principal_id="ann"),
            {"principalId": "ann", "integrationLatency": 0, "tier": "gold"},
        ),
    ],
)
def test_what_an_authorizer_found(
    make_call: MakeCall, found: Authorization, expected: dict[str, object]
) -> None:
    event = function_event(make_call(authorization=found))
    assert event["requestContext"]["authorizer"] == expected


def test_who_called_stands_in_the_identity(make_call: MakeCall) -> None:
    iam = {"accessKey": "AK", "accountId": "1", "callerId": "C", "userId": "U", "userArn": "arn:u"}
    key = ApiKey("k1", "shop", "value", frozenset({"dev"}))
    context = function_event(make_call(authorization=Authorization(iam=iam), api_key=key))["requestContext"]
    assert "authorizer" not in context
    identity = context["identity"]
    assert (identity["accessKey"], identity["caller"], identity["userArn"]) == ("AK", "C", "arn:u")
    assert (identity["apiKey"], identity["apiKeyId"]) == ("value", "k1")


def test_events_of_authorizers(make_call: MakeCall) -> None:
    arn = f"{EXECUTION_ARN}/dev/GET/items/7"
    call = make_call()
    assert token_event(call, "secret") == {
        "type": "TOKEN",
        "methodArn": arn,
        "authorizationToken": "secret",
    }
    event = request_event(call)
    assert (event["type"], event["methodArn"], event["resource"]) == ("REQUEST", arn, "/items/{id}")
    assert "body" not in event
