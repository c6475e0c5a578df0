"""A schema in which nothing narrower is found accepts all that the older one accepted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from pulumi_apigw.releases.differences.narrowing import Narrowing, Schemas, narrowings
from pulumi_apigw.schemas import to_api_gateway

NAMES = ("a", "b")
SCALARS = (None, True, False, -1, 0, 1, 2, 3, 0.5, "", "x", "z", "xyz", "longer")
LISTS: tuple[list[Any], ...] = ([], [1], [1, 1], ["x", 2], [None, "x", "xyz"], [{}], [[]])
INSTANCES: tuple[Any, ...] = (
    *(*SCALARS, *LISTS, {}, {"c": 1}, {"a": {}, "b": []}, {"a": {"a": 1}}, {"a": 1, "b": 2, "c": 3}),
    *({name: value} for name in NAMES for value in (*SCALARS, *LISTS)),
    *({"a": value, "b": value} for value in SCALARS),
)
SIZES = st.integers(0, 3)
TYPE = st.sampled_from(["string", "integer", "number", "object", "array", "boolean", "null"])
TYPES = TYPE | st.lists(TYPE, min_size=1, max_size=2, unique=True)


def schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas that all name the same properties: a new optional one is let pass on purpose."""
    some = st.lists(inner, min_size=1, max_size=2)
    keywords = {
        "type": TYPES,
        "enum": st.lists(st.sampled_from(INSTANCES), min_size=1, max_size=3),
        "properties": st.fixed_dictionaries(dict.fromkeys(NAMES, inner)),
        "required": st.lists(st.sampled_from(NAMES), unique=True),
        "additionalProperties": st.booleans() | inner,
        "uniqueItems": st.booleans(),
        "pattern": st.sampled_from(["^x", "z"]),
        "multipleOf": st.sampled_from([1, 2]),
        **dict.fromkeys(("items", "not"), inner),
        **dict.fromkeys(("allOf", "anyOf", "oneOf"), some),
        **dict.fromkeys(("minLength", "maxLength", "minimum", "maximum", "minItems", "maxProperties"), SIZES),
    }
    one = st.sampled_from(sorted(keywords)).flatmap(lambda key: st.tuples(st.just(key), keywords[key]))
    return st.lists(one, max_size=4).map(dict)


SCHEMAS = schemas(schemas(st.just({})))


@st.composite
def changes(draw: st.DrawFn) -> tuple[Any, Any]:
    """A schema, and another one that has some of its keywords, or of their values."""

    def part(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: part(each) for key, each in value.items() if key in NAMES or draw(st.integers(0, 3))}
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return [part(each) for each in value]
        # No number is a multiple of 0.
        return draw(st.integers(1, 3)) if type(value) is int else value

    old = draw(SCHEMAS)
    return old, {**part(old), **draw(st.just({}) | schemas(st.just({})))}


def found(old: Any, new: Any, **models: Any) -> list[Narrowing]:
    before = {"M": to_api_gateway(old, ["M", *models]), **models}
    after = {"M": to_api_gateway(new, ["M", *models]), **models}
    return list(narrowings("M", "M", before, after))


def names_properties(schema: Any) -> bool:
    """Whether the schema looks at properties without naming them all, so that one could be new."""
    if isinstance(schema, list):
        return any(map(names_properties, schema))
    return isinstance(schema, dict) and (
        "properties" in schema or any(map(names_properties, schema.values()))
    )


@given(pair=changes())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_what_is_not_narrower_accepts_all_that_was_accepted(pair: Any) -> None:
    old, new = pair
    assume(not names_properties(new) or names_properties(old))
    assume(not found(old, new))
    one, other = (Draft4Validator(to_api_gateway(each, [])) for each in (old, new))
    for instance in INSTANCES:
        assert not one.is_valid(instance) or other.is_valid(instance)


@given(schema=SCHEMAS)
@settings(max_examples=50, deadline=None)
def test_a_schema_is_no_narrower_than_itself(schema: Any) -> None:
    assert found(schema, schema) == []


LINE: dict[str, Any] = {
    "type": "object",
    "properties": {"next": {"$ref": "#/components/schemas/Line"}, "size": {"type": "number"}},
}


@pytest.mark.parametrize(
    ("old", "new", "what", "is_sure"),
    [
        ({}, {"type": "string"}, "The type is 'string'.", True),
        ({"type": "string"}, {"type": "integer"}, "The type is 'integer' instead of 'string'.", True),
        ({"type": "number"}, {"type": "integer"}, "The type is 'integer' instead of 'number'.", True),
        (
            {"type": ["string", "null"]},
            {"type": "string"},
            "The type is 'string' instead of 'null' and 'string'.",
            True,
        ),
        ({}, {"enum": [1, "a"]}, "The value must be 1 and 'a'.", True),
        ({"enum": [1, "a"]}, {"enum": [1]}, "'a' is no longer accepted.", True),
        ({"maxLength": 5}, {"maxLength": 4}, "maxLength is 4 instead of 5.", True),
        ({}, {"minItems": 1}, "minItems is 1, and there was none.", True),
        ({}, {"minimum": 0}, "minimum is 0, and there was none.", True),
        ({}, {"uniqueItems": True}, "Items must differ.", True),
        ({}, {"required": ["a"]}, "The property 'a' is required.", True),
        (
            {},
            {"additionalProperties": False},
            "Properties that it does not name are no longer accepted.",
            True,
        ),
        (
            {"properties": {"a": {}}, "additionalProperties": False},
            {"properties": {}, "additionalProperties": False},
            "The property 'a' is no longer accepted.",
            True,
        ),
        ({}, {"format": "email"}, "format is 'email', and there was none.", False),
        ({"pattern": "a"}, {"pattern": "b"}, "pattern is 'b' instead of 'a'.", False),
        (
            {"anyOf": [{"type": "string"}, {"minimum": 1}]},
            {"anyOf": [{"minimum": 2}]},
            "anyOf may accept less.",
            False,
        ),
        ({}, {"oneOf": [{}]}, "oneOf may accept less.", False),
        ({}, {"not": {"minimum": 2}}, "not may refuse more.", False),
        ({}, {"allOf": [{"minLength": 1}]}, "allOf has one condition more.", False),
    ],
)
def test_what_is_narrower_is_told(old: Any, new: Any, what: str, is_sure: bool) -> None:
    assert [(each.what, each.is_sure) for each in found(old, new)] == [(what, is_sure)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "integer"}, {"type": "number"}),
        ({"type": "string"}, {"type": ["string", "null"]}),
        ({"const": "a"}, {"enum": ["b", "a"]}),
        ({"enum": ["a"]}, {"type": "string"}),
        ({"enum": [1, 2]}, {"enum": [2.0, 1]}),
        ({}, {"minLength": 0}),
        ({"type": "string"}, {"type": "string", "required": ["a"], "minItems": 1, "maximum": 2}),
        ({"properties": {"a": {}}}, {"properties": {"a": {}, "b": {"type": "string"}}}),
        (
            {"additionalProperties": False},
            {"properties": {"a": {"type": "string"}}, "additionalProperties": False},
        ),
        ({"not": {"minimum": 2}}, {"not": {"minimum": 3}}),
        ({"minLength": 2}, {"allOf": [{"minLength": 1}]}),
        ({"allOf": [{"minLength": 2}]}, {"minLength": 1}),
        ({"minLength": 1}, {"anyOf": [{"type": "integer", "maximum": 1}, {"minLength": 1}]}),
    ],
)
def test_what_accepts_as_much_is_not_told(old: Any, new: Any) -> None:
    assert found(old, new) == []


def test_models_that_refer_to_themselves_are_told_once_by_their_own_name() -> None:
    before: Schemas = {"M": {"$ref": "#/components/schemas/Line"}, "Line": LINE}
    after: Schemas = {"M": before["M"], "Line": {**LINE, "required": ["size"]}}
    assert list(narrowings("M", "M", before, after)) == [
        Narrowing("Line", ("required",), "The property 'size' is required.")
    ]


def test_no_model_at_all_against_one_that_refers_to_itself_ends() -> None:
    after = {"M": {"type": "array", "items": {"$ref": "#/components/schemas/M"}}}
    assert [each.path for each in narrowings("M", "M", {"M": {}}, after)] == [("type",)]
