"""https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pulumi_apigw.local.calls import Call, HttpAuthorization
from pulumi_apigw.local.mapping import evaluate, map_request, map_response
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Rejection, Response

MakeCall = Callable[..., Call]
REQUEST = Request(
    "GET",
    "/dev/items/7",
    "q=a&q=b&page=2",
    [("x-tag", "1"), ("x-tag", "2")],
    b'{"order": {"lines": [{"sku": "k1"}], "count": 2}}',
    id="request-1",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("static", "static"),
        ("$request.header.X-Tag", "1,2"),
        ("$request.header.none", None),
        ("$request.querystring.q", "a,b"),
        ("$request.path", "/items/7"),
        ("$request.path.id", "7"),
        ("$request.body.order.lines[0].sku", "k1"),
        ("$request.body.order.count", "2"),
        ("$request.body.order.lines[9].sku", None),
        ("$request.body", REQUEST.body.decode()),
        ("$context.requestId", "request-1"),
        ("$context.routeKey", "GET /items/{id}"),
        ("$context.authorizer.claims.sub", "ann"),
        ("$context.nothing", None),
        ("$stageVariables.backend", "dev"),
        ("/v1/$request.path.id", "/v1/7"),
        ("${request.path.id}-${stageVariables.backend}-${context.none}", "7-dev-"),
    ],
)
def test_values(make_call: MakeCall, text: str, expected: str | None) -> None:
    call = make_call(REQUEST, authorization=HttpAuthorization(jwt={"claims": {"sub": "ann"}, "scopes": None}))
    assert evaluate(text, call) == expected


def test_changes_headers_and_the_query_string(make_call: MakeCall) -> None:
    request, path = map_request(
        make_call(REQUEST),
        {
            "append:header.x-tag": "3",
            "overwrite:header.X-Stage": "$context.stage",
            "overwrite:querystring.q": "c",
            "append:querystring.page": "3",
            "remove:querystring.none": "''",
        },
    )
    assert list(request.headers) == [("x-tag", "1"), ("x-tag", "2"), ("x-tag", "3"), ("x-stage", "dev")]
    assert request.query == "page=2&q=c&page=3"
    assert (path, request.raw_path) == (None, "/dev/items/7")


def test_removes(make_call: MakeCall) -> None:
    request, _ = map_request(make_call(REQUEST), {"remove:header.x-tag": "''", "remove:querystring.q": "''"})
    assert (list(request.headers), request.query) == ([], "page=2")


def test_P32_overwrite_path_can_leave_the_stage_out(make_call: MakeCall) -> None:
    assert map_request(make_call(REQUEST), {"overwrite:path": "$request.path"})[1] == "/items/7"


def test_a_response_is_changed_for_its_status_alone(make_call: MakeCall) -> None:
    parameters = {
        "500": {"append:header.header1": "$context.requestId", "overwrite:statuscode": "403"},
        "404": {"overwrite:header.error": "${response.header.x-why}: ${response.body.reason}"},
        "200": {"remove:header.x-why": "''"},
    }
    call = make_call(REQUEST)
    headers = [("x-why", "gone")]
    assert map_response(call, parameters, Response(500)) == Response(403, [("header1", "request-1")])
    assert list(map_response(call, parameters, Response(404, headers, b'{"reason":"old"}')).headers) == [
        ("x-why", "gone"),
        ("error", "gone: old"),
    ]
    assert map_response(call, parameters, Response(200, headers)) == Response(200, [])
    assert map_response(call, parameters, Response(201, headers)) == Response(201, headers)


def test_a_value_cannot_begin_another_header(make_call: MakeCall) -> None:
    parameters = {"200": {"overwrite:header.x-why": "$response.body.why"}}
    response = map_response(
        make_call(REQUEST), parameters, Response(200, (), b'{"why": "a\\r\\nset-cookie: b"}')
    )
    assert list(response.headers) == [("x-why", "a set-cookie: b")]


@pytest.mark.parametrize("status", ["99", "600", "Not Found"])
def test_a_status_that_is_none_is_500(make_call: MakeCall, status: str) -> None:
    with pytest.raises(Rejection, match=rf"^GET /items/{{id}}: overwrite:statuscode gave '{status}'\.") as e:
        map_response(make_call(REQUEST), {"200": {"overwrite:statuscode": status}}, Response(200))
    assert e.value.response.status == 500
