from __future__ import annotations

from typing import Any

import pytest

from .conftest import rest_document

BODY = {"POST /items": {"body": "Item"}}


def schemas(**models: Any) -> dict[str, Any]:
    found: dict[str, Any] = rest_document(BODY, models=models)["components"]["schemas"]
    found.pop("GatewayMessage")
    return found


def test_models_stand_as_the_config_has_them() -> None:
    item = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An item",
        "type": "object",
        "required": ["name"],
        "additionalProperties": False,
        "properties": {
            "name": {"type": ["string", "null"], "pattern": "^[a-z]+$"},
            "kind": {"const": "tea"},
            "size": {"type": "integer", "exclusiveMinimum": 0, "examples": [1]},
            "related": {"anyOf": [{"$ref": "#/models/Item"}, {"type": "null"}]},
        },
    }
    properties = item["properties"]
    assert schemas(Item=item) == {
        "Item": {
            **{key: value for key, value in item.items() if key != "$schema"},
            "properties": {
                **properties,  # type: ignore[dict-item]
                "related": {"anyOf": [{"$ref": "#/components/schemas/Item"}, {"type": "null"}]},
            },
        }
    }


def test_a_models_own_definitions_stand_beside_it() -> None:
    order = {
        "type": "object",
        "properties": {
            "size": {"$ref": "#/$defs/size"},
            "lines": {"type": "array", "items": {"$ref": "#/definitions/line"}},
        },
        "$defs": {"size": {"type": "integer"}, "unused": {"type": "string"}},
        "definitions": {"line": {"type": "object", "properties": {"size": {"$ref": "#/$defs/size"}}}},
    }
    assert schemas(Item=order, ItemSize={"type": "string"}) == {
        "Item": {
            "type": "object",
            "properties": {
                "size": {"$ref": "#/components/schemas/ItemSize_"},
                "lines": {"type": "array", "items": {"$ref": "#/components/schemas/ItemLine"}},
            },
        },
        "ItemSize_": {"type": "integer"},
        "ItemLine": {
            "type": "object",
            "properties": {"size": {"$ref": "#/components/schemas/ItemSize_"}},
        },
        "ItemSize": {"type": "string"},
    }


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        (
            {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
            {"type": "integer", "exclusiveMinimum": 0},
        ),
        ({"maximum": 9, "exclusiveMaximum": False}, {"maximum": 9}),
    ],
)
def test_words_of_openapi_3_0_are_put_into_those_of_3_1(written: Any, shown: Any) -> None:
    assert schemas(Item={"type": "object", "properties": {"a": written}}) == {
        "Item": {"type": "object", "properties": {"a": shown}}
    }


def test_our_own_schema_leaves_a_models_name_to_it() -> None:
    document = rest_document(BODY, models={"Item": {"type": "object"}, "GatewayMessage": {"type": "string"}})
    assert document["components"]["schemas"]["GatewayMessage"] == {"type": "string"}
    assert "message" in document["components"]["schemas"]["GatewayMessage_"]["properties"]


def test_schemas_of_parameters_stand_as_the_config_has_them_too() -> None:
    written = {"type": ["integer", "null"], "const": 1, "format": "int64"}
    parameters = {
        "query.side": {"json_schema": {"$ref": "#/models/Item"}},
        "query.n": {"json_schema": written},
    }
    document = rest_document({"POST /items": {"body": "Item", "parameters": parameters}}, models={"Item": {}})
    found = {each["name"]: each["schema"] for each in document["paths"]["/items"]["post"]["parameters"]}
    assert found == {"side": {"$ref": "#/components/schemas/Item"}, "n": written}
