from __future__ import annotations

import re

import pytest

from pulumi_apigw.aws.route_keys import METHODS, Segment, parse_rest_route_key, parse_route_key


@pytest.mark.parametrize(
    ("key", "normalised", "variables"),
    [
        ("$default", "$default", ()),
        ("GET /", "GET /", ()),
        ("GET /items", "GET /items", ()),
        ("POST /items/{id}", "POST /items/{}", ("id",)),
        ("ANY /{proxy+}", "ANY /{+}", ("proxy",)),
        ("PUT /a/{b}/c/{d+}", "PUT /a/{}/c/{+}", ("b", "d")),
        ("PATCH /v1.0/a-b_c~d/%7Eme", "PATCH /v1.0/a-b_c~d/%7Eme", ()),
        ("DELETE /events:batch", "DELETE /events:batch", ()),
    ],
)
def test_good_keys(key: str, normalised: str, variables: tuple[str, ...]) -> None:
    parsed = parse_route_key(key)

    assert str(parsed) == key
    assert parsed.normalised == normalised
    assert parsed.variables == variables


def test_the_parts_of_a_key() -> None:
    parsed = parse_route_key("ANY /files/{path+}")

    assert (parsed.method, parsed.path) == ("ANY", "/files/{path+}")
    assert parsed.segments == (Segment("files"), Segment("{path+}", "path", greedy=True))
    assert parsed.is_greedy
    assert not parsed.is_default


def test_the_default_route_takes_any_method_and_has_no_segments() -> None:
    parsed = parse_route_key("$default")

    assert parsed.is_default
    assert not parsed.is_greedy
    assert (parsed.method, parsed.segments) == ("ANY", ())


@pytest.mark.parametrize("method", METHODS)
def test_every_method_of_an_http_api(method: str) -> None:
    assert parse_route_key(f"{method} /x").method == method


def test_keys_that_differ_in_variable_names_alone_conflict() -> None:
    assert parse_route_key("GET /a/{id}").normalised == parse_route_key("GET /a/{name}").normalised
    assert parse_route_key("GET /a/{id}").normalised != parse_route_key("GET /a/{id+}").normalised


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("/items", "route key '/items' is not a method and a path. Did you mean 'ANY /items'?"),
        ("GET", "route key 'GET' is not a method and a path. Did you mean 'GET /items'?"),
        ("get /items", "method 'get' is not in capitals. Did you mean 'GET /items'?"),
        (
            "TRACE /items",
            "method 'TRACE' is not one of API Gateway's. "
            "Use one of ANY, GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS.",
        ),
        ("* /items", "method '*' is not one of API Gateway's. Did you mean 'ANY /items'?"),
        ("GET items", "path 'items' does not start with '/'. Did you mean 'GET /items'?"),
        ("GET  /items", "path ' /items' does not start with '/'. Did you mean 'GET /items'?"),
        (
            "GET /items/",
            "path '/items/' ends with '/', which no route does. Did you mean 'GET /items'?",
        ),
        ("GET /a//b", "path '/a//b' has an empty segment. Did you mean 'GET /a/b'?"),
        ("GET //", "path '//' has an empty segment. Did you mean 'GET /'?"),
        (
            "GET /{id}.json",
            "segment '{id}.json' of path '/{id}.json' is not a variable as AWS writes it. "
            "A variable is a whole segment, such as '{id}' or '{path+}'.",
        ),
        (
            "GET /{id:int}",
            "segment '{id:int}' of path '/{id:int}' is not a variable as AWS writes it. "
            "A variable is a whole segment, such as '{id}' or '{path+}'.",
        ),
        (
            "GET /health:{authorizer",  # of `GET /health:{authorizer: none}`
            "segment 'health:{authorizer' of path '/health:{authorizer' is not a variable as AWS writes it. "
            "Put a space after the ':' that ends the key.",
        ),
        (
            "GET /{}",
            "segment '{}' of path '/{}' is not a variable as AWS writes it. "
            "A variable is a whole segment, such as '{id}' or '{path+}'.",
        ),
        (
            "GET /{path+}/end",
            "greedy variable '{path+}' is not at the end of path '/{path+}/end'. "
            "Put it last, or leave out its '+'.",
        ),
        ("GET /{id}/x/{id}", "variable 'id' is in path '/{id}/x/{id}' twice. Name each differently."),
        (
            "GET /a b",
            "segment 'a b' of path '/a b' has a character that a path cannot hold. Percent-encode it.",
        ),
        (
            "GET /a?b=c",
            "segment 'a?b=c' of path '/a?b=c' has a character that a path cannot hold. Percent-encode it.",
        ),
    ],
)
def test_bad_keys_say_the_fact_and_the_fix(key: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse_route_key(key)


@pytest.mark.parametrize(
    "key", ["GET /", "GET /items/{id}", "ANY /{proxy+}", "GET /a-b_c.d,e:f", "OPTIONS /v1.0/{a.b-c_d}"]
)
def test_rest_apis_have_the_same_keys(key: str) -> None:
    assert parse_rest_route_key(key) == parse_route_key(key)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (
            "$default",
            "a REST API has no '$default' route. Write 'ANY /{proxy+}', and 'ANY /' for the root.",
        ),
        (
            "GET /a@b/c",
            "segment 'a@b' of path '/a@b/c' has a character that no path of a REST API holds. Use letters, "
            "digits and ._-:, alone.",
        ),
        (
            "GET /ä",
            "segment 'ä' of path '/ä' has a character that no path of a REST API holds. Use letters, "
            "digits and ._-:, alone.",
        ),
        (
            "GET /%7Eme",
            "segment '%7Eme' of path '/%7Eme' has a character that no path of a REST API holds. Use letters, "
            "digits and ._-:, alone.",
        ),
        ("GET /a//b", "path '/a//b' has an empty segment. Did you mean 'GET /a/b'?"),
    ],
)
def test_keys_that_rest_apis_have_not(key: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse_rest_route_key(key)
