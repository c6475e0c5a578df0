"""https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Service, function

MakeService = Callable[..., Service]
X = "x-amazon-apigateway-"
ITEM = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 2},
        "price": {"type": "number", "minimum": 0, "exclusiveMinimum": True},
        "part": {"$ref": "#/components/schemas/Part"},
    },
    "additionalProperties": False,
}
PART = {
    "type": "object",
    "properties": {"n": {"type": "integer"}, "part": {"$ref": "#/components/schemas/Part"}},
}
LOOP = {"$ref": "#/components/schemas/Loop"}
QUERY = {"name": "q", "in": "query", "required": True}
HEADER = {"name": "X-Customer", "in": "header", "required": True}


@pytest.fixture
def checked(service: MakeService) -> Callable[..., Service]:
    """`POST /items`, whose validator checks what is asked for, with a body of some content types."""

    def make(body: bool = True, parameters: bool = True, content: Any = None, **more: Any) -> Service:
        schema = {"schema": {"$ref": "#/components/schemas/Item"}}
        operation = function(
            parameters=[QUERY, HEADER, {"name": "page", "in": "query", "required": False}],
            requestBody={"content": content or {"application/json": schema}},
            **{f"{X}request-validator": "v"},
        )
        document = {
            f"{X}request-validators": {
                "v": {"validateRequestBody": body, "validateRequestParameters": parameters}
            },
            "components": {"schemas": {"Item": ITEM, "Part": PART, "Loop": LOOP}},
            **more,
        }
        return service({"POST /items": operation}, document=document)

    return make


def post(service: Service, body: Any, **headers: str) -> int:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"x-customer": "acme", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return service.answer("POST /items?q=1", given, data).response.status


@pytest.mark.parametrize(
    ("target", "headers", "missing"),
    [
        ("/items", {}, "X-Customer, q"),
        ("/items?q=1", {}, "X-Customer"),
        ("/items?q=1", {"x-customer": ""}, "X-Customer"),
        ("/items?q=", {"x-customer": "a"}, "q"),
    ],
)
def test_P14_required_parameters(
    checked: Callable[..., Service], target: str, headers: dict[str, str], missing: str
) -> None:
    given = checked()
    response = given.answer(f"POST {target}", headers, b'{"name": "tea"}').response
    message = f"Missing required request parameters: [{missing}]"
    assert (response.status, json.loads(response.body)) == (400, {"message": message})
    assert given.notes == [f"400 POST /items: {message}."]
    assert given.pool.events == []


@pytest.mark.parametrize(
    ("body", "note"),
    [
        ({}, "$: 'name' is a required property"),
        (b"", "$: 'name' is a required property"),
        ({"name": "t", "price": 0}, "$.name: 't' is too short; $.price: 0 is less than or equal to the min"),
        ({"name": "tea", "part": {"part": {"n": "1"}}}, "$.part.part.n: '1' is not of type 'integer'"),
        ([], "$: [] is not of type 'object'"),
        (b"{", "it is no JSON: Expecting property name enclosed in double quotes"),
    ],
)  # fmt: skip
def test_P14_a_body_is_checked_against_its_model(
    checked: Callable[..., Service], body: Any, note: str
) -> None:
    given = checked()
    assert post(given, body) == 400
    assert given.notes[0].startswith(f"400 POST /items: the body is invalid: {note}")
    assert given.pool.events == []


@pytest.mark.parametrize("body", [{"name": "tea"}, {"name": "tea", "price": 1, "part": {"n": 1}}])
def test_P14_a_valid_body_passes(checked: Callable[..., Service], body: Any) -> None:
    assert post(checked(), body) == 200


def test_P14_what_the_validator_leaves_out_is_not_checked(checked: Callable[..., Service]) -> None:
    assert checked(body=False).answer("POST /items?q=1", {"x-customer": "a"}, b"{").response.status == 200
    assert checked(parameters=False).answer("POST /items", {}, b'{"name": "tea"}').response.status == 200


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        ({"application/json": {"schema": ITEM}}, "application/json; charset=utf-8", 400),
        ({"application/json": {"schema": ITEM}}, "APPLICATION/JSON", 400),
        ({"application/json": {"schema": ITEM}}, "text/plain", 200),
        ({"$default": {"schema": ITEM}}, "text/plain", 400),
        ({"text/json": {"schema": ITEM}}, "text/json", 400),
    ],
)
def test_P14_the_content_type_chooses_the_model(
    checked: Callable[..., Service], content: Any, content_type: str, status: int
) -> None:
    assert post(checked(content=content), {}, content_type=content_type) == status


@pytest.mark.parametrize(
    ("schema", "fact"),
    [
        ({"$ref": "#/components/schemas/Gone"}, "Gone"),
        ({"type": "objekt"}, "'objekt' is not valid"),
        ({"$ref": "#/components/schemas/Loop"}, "recursion"),
        (
            {"properties": {"name": {"pattern": "(a"}}},
            "'(a' is no regular expression (missing ), unterminated",
        ),
    ],
)
def test_a_model_that_cannot_be_used_is_500(checked: Callable[..., Service], schema: Any, fact: str) -> None:
    given = checked(content={"application/json": {"schema": schema}})
    assert post(given, {"name": "a"}) == 500
    assert given.notes[0].startswith("500 POST /items: its model cannot be used: ")
    assert fact in given.notes[0]


def test_what_is_wrong_reaches_the_gateway_response(checked: Callable[..., Service]) -> None:
    template = {"responseTemplates": {"application/json": "$context.error.validationErrorString"}}
    given = checked(**{f"{X}gateway-responses": {"BAD_REQUEST_BODY": template}})
    response = given.answer("POST /items?q=1", {"x-customer": "a"}, b"{}").response
    assert response.body == b"[$: 'name' is a required property]"


@pytest.mark.parametrize("pattern", [r"^\p{L}+$", r"(?<year>\d{4})", r"\cA", "a{99999999999}"])
def test_P14_a_pattern_that_Python_lacks_is_not_checked_and_told_once(
    checked: Callable[..., Service], pattern: str
) -> None:
    schema = {"properties": {"name": {"pattern": pattern}, "code": {"pattern": "^[a-z]+$"}}}
    given = checked(content={"application/json": {"schema": schema}})
    assert [post(given, {"name": "Zoë"}), post(given, {"name": 1})] == [200, 200]
    assert given.notes == [
        f"POST /items: the pattern {pattern!r} is not checked here: Python's regular expressions lack it"
    ]
    assert post(given, {"name": "Zoë", "code": "A"}) == 400
