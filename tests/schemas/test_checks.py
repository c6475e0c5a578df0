from __future__ import annotations

import math
from typing import Any

import pytest

from pulumi_apigw.schemas import model_references, problems, unknown_keywords
from pulumi_apigw.source import format_path


def told(schema: dict[str, Any], *names: str) -> list[str]:
    return [f"{format_path(path)}: {fact}. {fix}" for path, fact, fix in problems(schema, names)]


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("$dynamicRef", "#node"),
        ("$recursiveRef", "#"),
        ("maxContains", 2),
        ("patternProperties", {"^x-": {}}),
        ("prefixItems", [{"type": "string"}]),
        ("propertyNames", {"pattern": "^[a-z]+$"}),
        ("unevaluatedItems", False),
        ("unevaluatedProperties", False),
    ],
)
def test_P28_keywords_that_a_model_has_no_words_for(keyword: str, value: Any) -> None:
    [problem] = told({"properties": {"a": {keyword: value}}})
    place = f"properties.a.{keyword}" if keyword[0] != "$" else f'properties.a["{keyword}"]'
    assert problem.startswith(f"{place}: a model of API Gateway has no {keyword!r}. ")


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        (
            {"items": [{"type": "string"}]},
            "items: a model has one schema for all items of a list. Give 'items' one schema for all items,"
            " such as {anyOf: [...]}, with 'minItems' and 'maxItems'.",
        ),
        (
            {"contains": {}, "minContains": 2},
            "minContains: a model cannot count the items of a list that match. Leave it out, and count in the"
            " function.",
        ),
        ({"type": "strng"}, "type: 'strng' is no type of JSON Schema. Did you mean 'string'?"),
        (
            {"type": [None, "string"]},
            "type: null is no type of JSON Schema. Use one of array, boolean, integer, null, number, object,"
            " string.",
        ),
        (
            {"type": []},
            "type: the list of types is empty, so that nothing is valid. Name a type, or leave it out.",
        ),
        ({"maximum": math.inf}, "maximum: inf is no number of JSON. 'maximum' takes a number, such as 1.5."),
        ({"minLength": -1}, "minLength: -1 is less than 0. 'minLength' takes a whole number from 0."),
        ({"multipleOf": 0}, "multipleOf: 0 is not more than 0. 'multipleOf' takes a number above 0."),
        (
            {"pattern": "^(a"},
            "pattern: '^(a' is no regular expression (missing ), unterminated subpattern). Mend it.",
        ),
        ({"enum": []}, "enum: the list is empty, so that nothing is valid. Fill it, or leave it out."),
        ({"minimum": "5"}, "minimum: '5' is not a number. 'minimum' takes a number."),
        ({"minLength": True}, "minLength: true is not a whole number. 'minLength' takes a whole number."),
        (
            {"properties": {"a": {"required": True}}},
            "properties.a.required: 'required' is a list of names, not true or false. List the names of"
            " properties in the 'required' of the object that has them.",
        ),
        ({"required": "a"}, "required: 'a' is not a list of names. Write it as [name, other]."),
        (
            {"properties": {"a": "string"}},
            "properties.a: 'string' is no schema. Give a mapping, such as {type: string}.",
        ),
        (
            {"properties": ["a"]},
            "properties: a list is not a mapping of schemas. 'properties' takes a mapping of schemas.",
        ),
        ({"allOf": [1]}, "allOf[0]: 1 is no schema. Give a mapping, such as {type: string}."),
        (
            {"$ref": "pet.json"},
            "[\"$ref\"]: 'pet.json' is outside of the config, where API Gateway does not look. Copy it into"
            " the API's 'models', and refer to it as {$ref: '#/models/NAME'}.",
        ),
        ({"$ref": "#/models/Pett"}, "[\"$ref\"]: no model named 'Pett'. Did you mean 'Pet'?"),
        (
            {"$ref": "#/models/Pet/properties/name"},
            "[\"$ref\"]: '#/models/Pet/properties/name' is a part of a model. Refer to a whole model: make"
            " this part one of its own.",
        ),
        (
            {"$ref": "#/nowhere"},
            "[\"$ref\"]: there is nothing at '#/nowhere'. Refer to a model: {$ref: '#/models/NAME'}.",
        ),
    ],
)
def test_what_is_no_model(schema: dict[str, Any], problem: str) -> None:
    assert told(schema, "Pet") == [problem]


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"child": {"$ref": "#"}}},
        {"$ref": "#/$defs/A", "$defs": {"A": {"items": {"$ref": "#/$defs/A"}}}},
        {
            "$ref": "#/$defs/A",
            "$defs": {"A": {"items": {"$ref": "#/$defs/B"}}, "B": {"not": {"$ref": "#/$defs/A"}}},
        },
    ],
)
def test_definitions_that_refer_to_themselves(schema: dict[str, Any]) -> None:
    found = told(schema)
    assert found
    assert all("is a definition that refers to itself. Make it a model" in each for each in found)


def test_models_may_refer_to_themselves() -> None:
    assert told({"properties": {"parent": {"$ref": "#/models/Pet"}}}, "Pet") == []


def test_examples_are_not_schemas() -> None:
    assert (
        told({"example": {"$ref": "nowhere"}, "enum": [{"type": "strng"}], "const": {"minimum": "x"}}) == []
    )


def test_unknown_keywords() -> None:
    found = list(unknown_keywords({"x-mine": 1, "items": {"requierd": ["a"]}, "properties": {"mine": {}}}))
    fact = "'requierd' is no keyword of JSON Schema"
    assert found == [(("items", "requierd"), fact, "Did you mean 'required'?")]


def test_the_models_that_a_schema_refers_to() -> None:
    schema = {
        "properties": {"a": {"$ref": "#/models/A"}, "b": {"items": {"$ref": "#/components/schemas/B"}}},
        "example": {"$ref": "#/models/C"},
        "allOf": [{"$ref": "#/$defs/D"}],
        "$defs": {"D": {"$ref": "#/models/E"}},
    }
    assert set(model_references(schema, ["A", "B", "C", "E"])) == {"A", "B", "E"}


def test_patterns_that_python_alone_does_not_know() -> None:
    assert told({"pattern": r"^\p{L}+(?<part>-\d)$"}) == []
