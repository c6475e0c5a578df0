from __future__ import annotations

import pytest

from pulumi_apigw.errors import ConfigError

from .conftest import http_document, rest_document

ITEM = {"type": "object", "properties": {"name": {"type": "string"}}}


def test_a_route_of_a_rest_api_whole() -> None:
    route = {
        "operation_name": "makeItem",
        "summary": "Make an item",
        "description": "For ${ref.shop}.",
        "groups": ["items"],
        "parameters": {
            "query.dry": {"json_schema": {"type": "boolean"}, "description": "Whether nothing is kept"},
            "header.X-Tenant": {"required": True},
            "header.Authorization": {},
            "path.id": {"json_schema": {"type": "string", "format": "uuid"}},
        },
        "body": {"application/json": "Item"},
        "responses": {
            "201": {
                "description": "Made",
                "body": "Item",
                "headers": {"ETag": "Its version", "Vary": "What it depends on"},
            }
        },
    }
    document = rest_document(
        {"PUT /items/{id}": route},
        models={"Item": ITEM},
        version="2.1",
        description="Orders of ${ref.shop}",
        cors={"allow_origins": ["https://shop.example.com"]},
    )
    assert document["openapi"] == "3.1.0"
    assert document["info"] == {
        "title": "orders-public",
        "version": "2.1",
        "description": "Orders of ${ref.shop}",
    }
    assert document["servers"] == [{"url": "http://localhost:8000/dev"}]
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}
    assert document["paths"] == {
        "/items/{id}": {
            "put": {
                "operationId": "makeItem",
                "summary": "Make an item",
                "description": "For ${ref.shop}.",
                "tags": ["items"],
                "parameters": [
                    {
                        "name": "dry",
                        "in": "query",
                        "required": False,
                        "schema": {"type": "boolean"},
                        "description": "Whether nothing is kept",
                    },
                    {"name": "X-Tenant", "in": "header", "required": True, "schema": {"type": "string"}},
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "format": "uuid"},
                    },
                ],
                "requestBody": {"content": content, "required": True},
                "responses": {
                    "201": {
                        "description": "Made",
                        "headers": {
                            "ETag": {"description": "Its version", "schema": {"type": "string"}},
                            "Vary": {"description": "What it depends on", "schema": {"type": "string"}},
                        },
                        "content": content,
                    },
                    "400": {"$ref": "#/components/responses/BadRequest"},
                    "429": {"$ref": "#/components/responses/TooManyRequests"},
                },
            }
        }
    }


def test_preflights_and_their_headers_are_for_browsers_alone() -> None:
    document = rest_document(
        {"GET /a": {"integration": {"type": "mock", "body": "{}"}}},
        cors={"allow_origins": ["https://a.example.com", "https://b.example.com"]},
    )
    assert document["paths"]["/a"].keys() == {"get"}
    assert document["paths"]["/a"]["get"]["responses"]["200"] == {"description": "OK"}
    guarded = http_document(
        {"ANY /a": {"authorizer": "staff"}, "OPTIONS /b": {}},
        authorizers={"staff": {"type": "lambda", "function": "api"}},
        cors={"allow_origins": ["https://a.example.com"]},
    )
    assert "options" not in guarded["paths"]["/a"]
    assert guarded["paths"]["/b"].keys() == {"options"}


def test_any_is_the_methods_that_people_call_and_only_some_have_bodies() -> None:
    document = http_document({"ANY /a/{path+}": {}, "GET /a/{path+}": {}, "DELETE /b": {}})
    operations = document["paths"]["/a/{path}"]
    assert {method: "requestBody" in each for method, each in operations.items()} == {
        "post": True,
        "put": True,
        "patch": True,
        "delete": False,
        "get": False,
    }
    assert operations["get"]["parameters"] == [
        {
            "name": "path",
            "in": "path",
            "required": True,
            "schema": {"type": "string"},
            "description": "All that follows, slashes included.",
        }
    ]
    assert operations["post"]["requestBody"] == {
        "content": {"application/json": {"schema": {}}},
        "required": False,
    }
    assert "requestBody" not in document["paths"]["/b"]["delete"]


def test_the_default_route_is_no_path() -> None:
    assert http_document({"$default": {}, "GET /a": {}})["paths"].keys() == {"/a"}


def test_a_narrow_variable_stands_before_a_greedy_one_of_its_name() -> None:
    document = http_document(
        {"GET /a/{id}": {"operation_name": "one"}, "GET /a/{id+}": {"operation_name": "all"}}
    )
    assert document["paths"]["/a/{id}"]["get"]["operationId"] == "one"


def test_a_value_that_only_the_program_knows_is_refused_outside_of_descriptions() -> None:
    model = {"type": "object", "properties": {"kind": {"enum": ["${ref.kind}"]}}}
    message = r"components\.schemas\.Item\.properties\.kind\.enum\[0\]: .* whose value only the program knows"
    with pytest.raises(ConfigError, match=message):
        rest_document({"POST /a": {"body": "Item"}}, models={"Item": model})
