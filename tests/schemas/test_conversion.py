"""Conversion changes the words of a schema, and nothing of what is valid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator

from pulumi_apigw.schemas import problems, to_api_gateway

# What draft 4 and the Schema Object of OpenAPI 3.0.1 both have, less what AWS says it does not take:
# https://spec.openapis.org/oas/v3.0.1#schema-object
SHARED = {
    *("$ref", "additionalProperties", "allOf", "anyOf", "description", "enum", "format", "items", "maxItems"),
    *(
        "maxLength",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
    ),
    *("not", "oneOf", "pattern", "properties", "required", "title", "type", "uniqueItems"),
}

NAMES = st.sampled_from(["a", "b", "c"])
NUMBERS = st.integers(-3, 3) | st.sampled_from([-0.5, 0.5, 1.5])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.sampled_from(["", "x", "xy", "a1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
TYPES = st.sampled_from(["array", "boolean", "integer", "null", "number", "object", "string"])
SIZES = st.integers(0, 3)


def _keywords(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    by_name = st.dictionaries(NAMES, inner, min_size=1, max_size=2)
    some = st.lists(inner, min_size=1, max_size=2)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
            "enum": st.lists(VALUES, min_size=1, max_size=3),
            "const": VALUES,
            "minimum": NUMBERS,
            "maximum": NUMBERS,
            "exclusiveMinimum": NUMBERS,
            "exclusiveMaximum": NUMBERS,
            "minLength": SIZES,
            "maxItems": SIZES,
            "minProperties": SIZES,
            "uniqueItems": st.booleans(),
            "required": st.lists(NAMES, max_size=2, unique=True),
            "properties": by_name,
            "additionalProperties": inner,
            "items": inner,
            "contains": inner,
            "minContains": st.sampled_from([0, 1]),
            "allOf": some,
            "anyOf": some,
            "oneOf": some,
            "not": inner,
            "if": inner,
            "then": inner,
            "else": inner,
            "dependentRequired": st.dictionaries(NAMES, st.lists(NAMES, max_size=2, unique=True), max_size=2),
            "dependentSchemas": by_name,
            "$ref": st.sampled_from(["#/$defs/A", "#/$defs/B"]),
            "title": st.just("T"),
            "default": VALUES,
            "examples": st.lists(VALUES, max_size=1),
        },
    )


LEAVES = st.booleans() | st.fixed_dictionaries({"type": TYPES})
SCHEMAS = st.recursive(LEAVES, _keywords, max_leaves=5)
# B may refer to nothing but A, and A to nothing, so that no definition holds itself.
DEFINITIONS = st.fixed_dictionaries({"A": LEAVES, "B": LEAVES | st.just({"$ref": "#/$defs/A", "minimum": 1})})


@settings(max_examples=150, deadline=None, database=None)
@given(_keywords(SCHEMAS), DEFINITIONS, st.lists(VALUES, min_size=5, max_size=15))
def test_the_same_instances_are_valid(
    schema: dict[str, Any], definitions: dict[str, Any], instances: list[Any]
) -> None:
    whole = {**schema, "$defs": definitions}
    assert list(problems(whole, ())) == []
    converted = to_api_gateway(whole, ())
    Draft4Validator.check_schema(converted)
    assert set(_keywords_of(converted)) <= SHARED
    before, after = Draft202012Validator(whole), Draft4Validator(converted)
    for instance in instances:
        assert after.is_valid(instance) == before.is_valid(instance), (whole, converted, instance)


def _keywords_of(schema: Mapping[str, Any]) -> Iterator[str]:
    for keyword, value in schema.items():
        yield keyword
        inner = value.values() if keyword == "properties" else value if isinstance(value, list) else [value]
        for each in inner if keyword != "enum" else ():
            if isinstance(each, Mapping):
                yield from _keywords_of(each)


@pytest.mark.parametrize(
    ("schema", "converted"),
    [
        ({"const": "a"}, {"enum": ["a"]}),
        ({"enum": [1, 1.0, True, 2]}, {"enum": [1, True, 2]}),
        ({"type": "integer", "exclusiveMinimum": 0}, {"type": "integer", "minimum": 1}),
        ({"type": "integer", "exclusiveMaximum": 2.5}, {"type": "integer", "maximum": 2}),
        (
            {"type": "number", "exclusiveMinimum": 0},
            {"type": "number", "minimum": 0, "not": {"enum": [0]}},
        ),
        (
            {"type": "number", "minimum": 0, "exclusiveMinimum": True},
            {"type": "number", "minimum": 0, "not": {"enum": [0]}},
        ),
        ({"type": "number", "minimum": 0, "exclusiveMinimum": False}, {"type": "number", "minimum": 0}),
        ({"type": ["string"]}, {"type": "string"}),
        ({"type": ["string", "null"]}, {"anyOf": [{"type": "string"}, {"enum": [None]}]}),
        (
            {"type": "string", "nullable": True, "maxLength": 3},
            {"maxLength": 3, "anyOf": [{"type": "string"}, {"enum": [None]}]},
        ),
        ({"nullable": True, "maxLength": 3}, {"maxLength": 3}),
        ({"type": "null"}, {"enum": [None]}),
        ({"type": "array"}, {"type": "array", "items": {}}),
        ({"type": "object", "required": []}, {"type": "object"}),
        ({"type": "object", "required": ["a", "a"]}, {"type": "object", "required": ["a"]}),
        ({"type": "integer", "format": "int64"}, {"type": "integer"}),
        ({"type": "string", "format": "date-time"}, {"type": "string", "format": "date-time"}),
        ({"properties": {"a": True, "b": False}}, {"properties": {"a": {}, "b": {"not": {}}}}),
        (
            {"type": "string", "example": "a", "deprecated": True, "xml": {}, "x-order": 1, "default": "b"},
            {"type": "string"},
        ),
        ({"unevaluatedProperties": True}, {}),
        ({"propertyNames": {"type": "string"}, "patternProperties": {}, "unevaluatedItems": {}}, {}),
    ],
)
def test_words_of_other_dialects(schema: dict[str, Any], converted: dict[str, Any]) -> None:
    assert list(problems(schema, ())) == []
    assert to_api_gateway(schema, ()) == converted


@pytest.mark.parametrize("prefix", ["#/models/", "#/components/schemas/", "#/definitions/", "#/$defs/"])
def test_references_to_models(prefix: str) -> None:
    schema = {"type": "array", "items": {"$ref": f"{prefix}Pet"}}
    converted = {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
    assert to_api_gateway(schema, ["Pet"]) == converted


def test_what_stands_beside_a_reference_to_a_model_counts() -> None:
    schema = {"$ref": "#/models/Pet", "required": ["name"], "description": "A pet with a name."}
    assert to_api_gateway(schema, ["Pet"]) == {
        "required": ["name"],
        "description": "A pet with a name.",
        "allOf": [{"$ref": "#/components/schemas/Pet"}],
    }


def test_definitions_of_the_schemas_own_are_put_in() -> None:
    schema = {
        "properties": {"price": {"$ref": "#/$defs/Price"}, "old": {"$ref": "#/definitions/Old"}},
        "$defs": {"Price": {"type": "number", "minimum": 0}},
        "definitions": {"Old": {"anyOf": [{"$ref": "#/$defs/Price"}, {"$ref": "#/models/Pet"}]}},
    }
    price = {"type": "number", "minimum": 0}
    assert to_api_gateway(schema, ["Pet", "Price"]) == {
        "properties": {"price": price, "old": {"anyOf": [price, {"$ref": "#/components/schemas/Pet"}]}}
    }


def test_what_callers_may_not_send_is_not_required_of_them() -> None:
    schema = {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": {"type": "string", "readOnly": True}, "name": {"type": "string"}},
    }
    assert to_api_gateway(schema, ())["required"] == ["name"]
