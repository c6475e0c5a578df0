from __future__ import annotations

from typing import Any

from .conftest import Document, http_document, rest_document

STAFF: dict[str, Any] = {"staff": {"type": "lambda", "function": "api"}}
CALLERS: dict[str, Any] = {"callers": {"type": "iam"}, **STAFF}
MESSAGE = {"application/json": {"schema": {"$ref": "#/components/schemas/GatewayMessage"}}}


def statuses(document: Document) -> dict[str, list[str]]:
    return {
        path: list(operation["responses"])
        for path, item in document["paths"].items()
        for operation in item.values()
    }


def test_a_rest_api_refuses_what_it_validates_guards_and_limits() -> None:
    document = rest_document(
        {
            "GET /open": {},
            "GET /signed": {"authorizer": "callers"},
            "GET /guarded": {"authorizer": "staff"},
            "GET /keyed": {"api_key": True},
            "POST /valid": {"body": "Item"},
            "GET /asked": {"parameters": {"query.q": {"required": True}}},
            "GET /own": {"responses": {"429": {"description": "Come back later"}}},
        },
        authorizers=CALLERS,
        models={"Item": {"type": "object"}},
        api_keys={"mobile": {}},
        usage_plans={"basic": {"api_keys": ["mobile"]}},
    )
    assert statuses(document) == {
        "/open": ["200", "429"],
        "/signed": ["200", "403", "429"],
        "/guarded": ["200", "401", "403", "429"],
        "/keyed": ["200", "403", "429"],
        "/valid": ["200", "400", "429"],
        "/asked": ["200", "400", "429"],
        "/own": ["429"],
    }
    assert document["paths"]["/own"]["get"]["responses"]["429"] == {"description": "Come back later"}
    assert document["components"]["responses"]["TooManyRequests"] == {
        "description": "Too Many Requests",
        "content": MESSAGE,
    }


def test_an_http_api_validates_nothing() -> None:
    jwt = {"type": "jwt", "issuer": "https://login.example.com/", "audience": ["shop"]}
    document = http_document(
        {
            "GET /open": {},
            "GET /signed": {"authorizer": "callers"},
            "GET /guarded": {"authorizer": "staff"},
            "GET /token": {"authorizer": "customers"},
            "POST /scoped": {"authorizer": "customers", "scopes": ["a"]},
        },
        authorizers={**CALLERS, "customers": jwt},
    )
    assert statuses(document) == {
        "/open": ["200", "429"],
        "/signed": ["200", "403", "429"],
        "/guarded": ["200", "401", "403", "429"],
        "/token": ["200", "401", "429"],
        "/scoped": ["200", "401", "403", "429"],
    }


def test_gateway_responses_change_statuses_and_bodies() -> None:
    document = rest_document(
        {"GET /a": {"authorizer": "staff"}},
        authorizers=STAFF,
        gateway_responses={
            "THROTTLED": {"status": 503},
            "UNAUTHORIZED": {"status": 456, "templates": {"application/problem+json": "{}"}},
        },
    )
    assert statuses(document) == {"/a": ["200", "403", "456", "503"]}
    assert document["components"]["responses"] == {
        "Forbidden": {"description": "Forbidden", "content": MESSAGE},
        "Status456": {"description": "Status 456", "content": {"application/problem+json": {"schema": {}}}},
        "ServiceUnavailable": {"description": "Service Unavailable", "content": MESSAGE},
    }


def test_a_fallback_changes_every_refusal_that_has_no_response_of_its_own() -> None:
    document = rest_document(
        {"GET /a": {"authorizer": "staff"}},
        authorizers=STAFF,
        gateway_responses={"DEFAULT_4XX": {"templates": {"text/plain": "no"}}, "THROTTLED": {}},
    )
    assert {name: list(each["content"]) for name, each in document["components"]["responses"].items()} == {
        "Unauthorized": ["text/plain"],
        "Forbidden": ["text/plain"],
        "TooManyRequests": ["text/plain"],
    }


def test_what_a_mapping_alone_declares_leaves_the_word_to_the_refusal_of_its_status() -> None:
    mock = {
        "integration": {"type": "mock"},
        "integration_responses": {"default": {}, "429": {"status": "429"}, "404": {"status": "404"}},
    }
    written = {**mock, "responses": {"429": {"description": "Come again"}}}
    document = rest_document({"GET /a": mock, "GET /b": written})
    found = {path: item["get"]["responses"] for path, item in document["paths"].items()}
    assert found["/a"]["429"] == {"$ref": "#/components/responses/TooManyRequests"}
    assert found["/a"]["404"] == {"description": "Not Found"}
    assert found["/b"]["429"] == {"description": "Come again"}
