"""Against AWS's page: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.local.calls import Call, HttpAuthorization
from pulumi_apigw.local.events import authorizer_event, function_event
from pulumi_apigw.local.model import LocalRoute, LocalStage
from pulumi_apigw.local.requests import Request

MakeCall = Callable[..., Call]


def example_request(method: str = "POST", body: bytes = b"Hello from Lambda") -> Request:
    return Request(
        method,
        "/my/path",
        "parameter1=value1&parameter1=value2&parameter2=value",
        [
            ("header1", "value1"),
            ("header2", "value1"),
            ("header2", "value2"),
            ("user-agent", "agent"),
            ("cookie", "cookie1; cookie2"),
        ],
        body,
        source_ip="192.0.2.1",
        id="id",
        received_at=1583348638.390,
    )


def example_call(make_call: MakeCall, **changes: Any) -> Call:
    values: dict[str, Any] = {
        "request": example_request(),
        "stage": LocalStage("$default", {"stageVariable1": "value1", "stageVariable2": "value2"}),
        "route": LocalRoute("$default"),
        "path": "/my/path",
        "parameters": {"parameter1": "value1"},
    }
    return make_call(**{**values, **changes})


def test_format_2_is_the_example_of_aws(make_call: MakeCall) -> None:
    jwt = {"claims": {"claim1": "value1", "claim2": "value2"}, "scopes": ["scope1", "scope2"]}
    assert function_event(example_call(make_call, authorization=HttpAuthorization(jwt=jwt)), "2.0") == {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/my/path",
        "rawQueryString": "parameter1=value1&parameter1=value2&parameter2=value",
        "cookies": ["cookie1", "cookie2"],
        "headers": {"header1": "value1", "header2": "value1,value2", "user-agent": "agent"},
        "queryStringParameters": {"parameter1": "value1,value2", "parameter2": "value"},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abc123def4",
            "authorizer": {"jwt": jwt},
            "domainName": "abc123def4.execute-api.us-east-1.amazonaws.com",
            "domainPrefix": "abc123def4",
            "http": {
                "method": "POST",
                "path": "/my/path",
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "agent",
            },
            "requestId": "id",
            "routeKey": "$default",
            "stage": "$default",
            "time": "04/Mar/2020:19:03:58 +0000",
            "timeEpoch": 1583348638390,
        },
        "body": "Hello from Lambda",
        "pathParameters": {"parameter1": "value1"},
        "isBase64Encoded": False,
        "stageVariables": {"stageVariable1": "value1", "stageVariable2": "value2"},
    }


def test_format_1_is_the_example_of_aws(make_call: MakeCall) -> None:
    call = example_call(
        make_call,
        request=example_request("GET", b"Hello from Lambda!"),
        route=LocalRoute("GET /my/path"),
        stage=LocalStage("$default"),
        parameters={},
    )
    event = function_event(call, "1.0")
    headers, many = event.pop("headers"), event.pop("multiValueHeaders")
    assert (headers["header1"], headers["header2"]) == ("value1", "value2")
    assert (many["header1"], many["header2"]) == (["value1"], ["value1", "value2"])
    assert event == {
        "version": "1.0",
        "resource": "/my/path",
        "path": "/my/path",
        "httpMethod": "GET",
        "queryStringParameters": {"parameter1": "value1", "parameter2": "value"},
        "multiValueQueryStringParameters": {"parameter1": ["value1", "value2"], "parameter2": ["value"]},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abc123def4",
            "authorizer": {"claims": None, "scopes": None},
            "domainName": "abc123def4.execute-api.us-east-1.amazonaws.com",
            "domainPrefix": "abc123def4",
            "extendedRequestId": "id",
            "httpMethod": "GET",
            "identity": {
                "accessKey": None,
                "accountId": None,
                "caller": None,
                "cognitoAuthenticationProvider": None,
                "cognitoAuthenticationType": None,
                "cognitoIdentityId": None,
                "cognitoIdentityPoolId": None,
                "principalOrgId": None,
                "sourceIp": "192.0.2.1",
                "user": None,
                "userAgent": "agent",
                "userArn": None,
            },
            "path": "/my/path",
            "protocol": "HTTP/1.1",
            "requestId": "id",
            "requestTime": "04/Mar/2020:19:03:58 +0000",
            "requestTimeEpoch": 1583348638390,
            "resourceId": None,
            "resourcePath": "/my/path",
            "stage": "$default",
        },
        "pathParameters": None,
        "stageVariables": None,
        "body": "Hello from Lambda!",
        "isBase64Encoded": False,
    }


def test_format_2_leaves_out_what_is_empty(make_call: MakeCall) -> None:
    event = function_event(make_call(Request("GET", "/"), stage=LocalStage("dev"), parameters={}), "2.0")
    assert set(event) == {
        "version", "routeKey", "rawPath", "rawQueryString", "headers", "requestContext", "isBase64Encoded"
    }  # fmt: skip
    assert event["rawQueryString"] == ""
    assert "authorizer" not in event["requestContext"]


def test_P32_the_raw_path_has_the_named_stage(make_call: MakeCall) -> None:
    event = function_event(make_call(Request("GET", "/dev/items/a%20b")), "2.0")
    assert event["rawPath"] == "/dev/items/a b"
    assert event["requestContext"]["http"]["path"] == "/dev/items/a b"


def test_P34_duplicate_headers_are_joined_and_cookies_moved(make_call: MakeCall) -> None:
    headers = [("x-tag", "a"), ("x-tag", "b"), ("cookie", "s=1; t=2"), ("cookie", "u=3")]
    event = function_event(make_call(Request("GET", "/dev/items/7", headers=headers)), "2.0")
    assert event["headers"] == {"x-tag": "a,b"}
    assert event["cookies"] == ["s=1", "t=2", "u=3"]


def test_query_values_are_decoded_and_the_raw_string_is_not(make_call: MakeCall) -> None:
    event = function_event(make_call(Request("GET", "/", "q=a%2Cb+c&empty=&q=d")), "2.0")
    assert event["queryStringParameters"] == {"q": "a,b c,d", "empty": ""}
    assert event["rawQueryString"] == "q=a%2Cb+c&empty=&q=d"


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("application/json; charset=utf-8", '{"a":"é"}'.encode(), ('{"a":"é"}', False)),
        ("text/csv", b"a,b", ("a,b", False)),
        ("application/xml", b"<a/>", ("<a/>", False)),
        ("application/x-www-form-urlencoded", b"a=b", ("YT1i", True)),
        ("application/octet-stream", b"\x00\xff", ("AP8=", True)),
        ("text/plain", b"\xff", ("/w==", True)),
        (None, b"plain", ("plain", False)),
    ],
)
@pytest.mark.parametrize("payload_format", ["1.0", "2.0"])
def test_text_stays_text_and_the_rest_is_base64(
    make_call: MakeCall,
    content_type: str | None,
    body: bytes,
    expected: tuple[str, bool],
    payload_format: str,
) -> None:
    headers = [("content-type", content_type)] if content_type else []
    event = function_event(make_call(Request("POST", "/", headers=headers, body=body)), payload_format)
    assert (event["body"], event["isBase64Encoded"]) == expected


def test_a_compressed_body_is_base64(make_call: MakeCall) -> None:
    headers = [("content-type", "text/plain"), ("content-encoding", "gzip")]
    event = function_event(make_call(Request("POST", "/", headers=headers, body=b"abc")), "2.0")
    assert event["isBase64Encoded"] is True


@pytest.mark.parametrize(
    ("authorization", "format_1", "format_2"),
    [
        (
            HttpAuthorization(function={"tier": "gold"}, principal_id="ann"),
            {"principalId": "ann", "tier": "gold"},
            {"lambda": {"tier": "gold"}},
        ),
        (HttpAuthorization(function={}), {}, {"lambda": None}),
        (
            HttpAuthorization(jwt={"claims": {"sub": "ann"}, "scopes": None}),
            {"claims": {"sub": "ann"}, "scopes": None},
            {"jwt": {"claims": {"sub": "ann"}, "scopes": None}},
        ),
    ],
)
def test_what_an_authorizer_found_is_in_the_event(
    make_call: MakeCall, authorization: HttpAuthorization, format_1: object, format_2: object
) -> None:
    call = make_call(authorization=authorization)
    assert function_event(call, "1.0")["requestContext"]["authorizer"] == format_1
    assert function_event(call, "2.0")["requestContext"]["authorizer"] == format_2


def test_P12_authorizer_event_of_format_2(make_call: MakeCall) -> None:
    event = authorizer_event(example_call(make_call), "2.0", ["user1", "123"])
    assert {key: event[key] for key in ("version", "type", "routeArn", "identitySource", "routeKey")} == {
        "version": "2.0",
        "type": "REQUEST",
        "routeArn": "arn:aws:execute-api:us-east-1:123456789012:abc123def4/$default/POST/my/path",
        "identitySource": ["user1", "123"],
        "routeKey": "$default",
    }
    assert event["headers"]["header1"] == "value1"
    assert not {"body", "isBase64Encoded", "methodArn"} & set(event)


def test_P12_authorizer_event_of_format_1(make_call: MakeCall) -> None:
    event = authorizer_event(example_call(make_call), "1.0", ["user1", "123"])
    assert {
        key: event[key] for key in ("version", "type", "methodArn", "identitySource", "authorizationToken")
    } == {
        "version": "1.0",
        "type": "REQUEST",
        "methodArn": "arn:aws:execute-api:us-east-1:123456789012:abc123def4/$default/POST/my/path",
        "identitySource": "user1,123",
        "authorizationToken": "user1,123",
    }
    assert event["httpMethod"] == "POST"
    assert not {"body", "isBase64Encoded", "routeArn"} & set(event)
