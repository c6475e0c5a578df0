"""Mapping expressions in VTL: evaluated, in each place where a value can stand."""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from urllib.parse import parse_qsl, quote

import pytest

from pulumi_apigw.aws.route_keys import parse_route_key
from pulumi_apigw.plan.rest.vtl import RequestTemplate

from .velocity import Request, render

HOSTILE = [
    '"',
    "'",
    'it\'s "quoted"',
    "\\",
    "\\'",
    '\\"',
    "\\\\'\\",
    "\\u0022",
    '"}, "admin": {"S": "yes',
    '", "admin": true, "x": "',
    "a\nb\r\n\tc\b\f",
    "\x00\x01\x1f\x7f",
    "é漢字😀\u2028\u2029",
    "&Action=PurgeQueue",
    "x&MessageGroupId=other",
    "%26Action=PurgeQueue",
    "= +%20;",
    "</script>/",
    "$input.body",
    "$!v0 ${v0} $context.requestId",
    "${util.urlDecode('%22')}",
    '#set($context.responseOverride.status = 200)#set($v0 = "x")',
    "#if(true)#end#else#foreach($x in [1..9])x#end",
    "#end",
    "##",
    "#* comment *#",
    "[[ ]]",
    "null",
    "{}",
    "12",
    " leading and trailing ",
]

REQUEST = Request(
    body=json.dumps(
        {
            "id": "a/1",
            "user": {"names": ["ann", "bob"], "age": 7, "active": False, "none": None, "with-dash": "x"},
            "": "empty name",
        }
    ),
    header={"X-Key": "k1", "accept": "text/plain"},
    querystring={"page[size]": "20", "x-key": "not the header", "it's": "quoted"},
    path={"id": "p%2F1+%C3%A9", "rest": "b/c%20d"},
    context={"requestId": "r1", "requestTimeEpoch": 1700000000000, "authorizer": {"claims": {"sub": "s1"}}},
    stage_variables={"backend": "blue"},
)

VALUES = [
    ("plain text", "plain text"),
    ("", ""),
    ("costs 5$ or #1 'each' \"now\"", "costs 5$ or #1 'each' \"now\""),
    ("$request.body.id", "a/1"),
    ("$request.body.user.names[1]", "bob"),
    ("$request.body.user['with-dash']", "x"),
    ("$request.body.user.age", "7"),
    ("$request.body.user.active", "false"),
    ("$request.body.user.names", '["ann","bob"]'),
    ("$request.body.user.none", ""),
    ("$request.body.missing.too", ""),
    ("$request.header.x-key", "k1"),
    ("$request.header.Accept", "text/plain"),
    ("$request.header.missing", ""),
    ("$request.querystring.page[size]", "20"),
    ("$request.querystring.it's", "quoted"),
    ("$request.querystring.missing", ""),
    ("$request.path.id", "p/1+é"),
    ("$request.path", "/items/p/1+é/b/c d"),
    ("/v1$request.path.id", "/v1p/1+é"),
    ("$context.requestId", "r1"),
    ("$context.requestTimeEpoch", "1700000000000"),
    ("$context.authorizer.claims.sub", "s1"),
    ("$context.authorizer.claims.missing", ""),
    ("$stageVariables.backend", "blue"),
    ("$stageVariables.missing", ""),
    ("${request.body.id}.json", "a/1.json"),
    ("${request.path.rest}[0](x)", "b/c d[0](x)"),
    ("order-${context.requestId}-${request.body.id}/${request.body.id}", "order-r1-a/1/a/1"),
]


def template() -> RequestTemplate:
    return RequestTemplate(parse_route_key("POST /items/{id}/{rest+}"))


def written(place: str, value: str, request: Request) -> Any:
    """What a service reads where the value was written in that place."""
    vtl = template()
    sent = getattr(vtl, place)(value)
    if place == "form":
        text = render(vtl.write(f"Action=X&Field={sent}&Last=1"), request).text
        fields = parse_qsl(text, keep_blank_values=True, strict_parsing=True)
        assert [name for name, _ in fields] == ["Action", "Field", "Last"]
        return fields[1][1]
    found = render(vtl.write(f'{{"first": 1, "field": {sent}, "last": 2}}'), request).json
    assert list(found) == ["first", "field", "last"]
    return base64.b64decode(found["field"]).decode() if place == "encoded" else found["field"]


@pytest.mark.parametrize("place", ["text", "form", "encoded"])
@pytest.mark.parametrize(("value", "expected"), VALUES)
def test_a_value(place: str, value: str, expected: str) -> None:
    assert written(place, value, REQUEST) == expected


@pytest.mark.parametrize("place", ["text", "form", "encoded"])
def test_the_whole_body_is_sent_as_it_came(place: str) -> None:
    body = '{ "b": 1,\n "a": "it\'s \\u00e9 \\" & $x" }'
    assert written(place, "$request.body", Request(body=body)) == body


@pytest.mark.parametrize("place", ["text", "form", "encoded"])
@pytest.mark.parametrize(
    "value",
    [
        "$request.body",
        "$request.body.x",
        "$request.header.x",
        "$request.querystring.x",
        "$request.path.id",
        "$context.authorizer.x",
        "$stageVariables.x",
        "${request.body.x}",
    ],
)
def test_a_callers_value_stays_in_its_place(place: str, value: str) -> None:
    for hostile in HOSTILE:
        everywhere = {"x": hostile}
        request = Request(
            body=hostile if value == "$request.body" else json.dumps(everywhere),
            header=everywhere,
            querystring=everywhere,
            path={"id": quote(hostile, safe="")},
            context={"authorizer": everywhere},
            stage_variables=everywhere,
        )
        assert written(place, value, request) == hostile


@pytest.mark.parametrize("place", ["text", "form", "encoded"])
def test_so_does_text_of_the_config(place: str) -> None:
    for hostile in HOSTILE:
        text = hostile.replace("$", "$ ")
        assert written(place, text, REQUEST) == text
        assert written(place, f"{text}${{context.requestId}}{text}", REQUEST) == f"{text}r1{text}"


@pytest.mark.parametrize("place", ["text", "form", "encoded"])
def test_and_what_the_program_supplies(place: str) -> None:
    for supplied in HOSTILE:
        # No literal of VTL holds an apostrophe; a backslash is an escape to this evaluator alone.
        if "'" in supplied or "\\" in supplied:
            continue
        vtl = template()
        sent = getattr(vtl, place)("a-${ref.x}")
        text = render(vtl.write(sent).replace("${ref.x}", supplied), REQUEST).text
        if place == "form":
            assert parse_qsl(f"x={text}") == [("x", f"a-{supplied}")]
        else:
            found = json.loads(text)
            assert (found if place == "text" else base64.b64decode(found).decode()) == f"a-{supplied}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            "$request.body.user",
            {"names": ["ann", "bob"], "age": 7, "active": False, "none": None, "with-dash": "x"},
        ),
        ("$request.body.id", "a/1"),
        ("$request.body.user.age", 7),
        ("$request.header.x-key", "k1"),
        ('["arn:a", "#{$x}"]', ["arn:a", "#{$x}"]),
        ("17", 17),
        ("[not json", "[not json"),
    ],
)
def test_a_json_value(value: str, expected: Any) -> None:
    assert written("value", value, REQUEST) == expected


def test_each_value_is_looked_up_once() -> None:
    vtl = template()
    sent = vtl.text("$request.header.x ${request.header.x}") + vtl.form("$request.header.x")
    assert vtl.write(sent).count("#foreach") == 1


def test_a_parameter_of_the_same_name_is_no_header() -> None:
    request = Request(querystring={"x-key": "forged"}, path={"x-key": "forged"})
    assert written("text", "$request.header.x-key", request) == ""


def test_no_backslash_stands_before_a_reference() -> None:
    # Velocity takes it for an escape, where the evaluator of these tests takes two for text.
    vtl = template()
    for hostile in HOSTILE:
        sent = f"{vtl.text(hostile + '${context.x}')}{vtl.value(json.dumps([hostile]))}"
        assert re.search(r"\\[$#]", vtl.write(sent)) is None


def test_nothing_stands_before_what_is_sent() -> None:
    vtl = template()
    assert render(vtl.write(f"Action={vtl.form('$request.body.id')}"), REQUEST).text == "Action=a%2F1"
