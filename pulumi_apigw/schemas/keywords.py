"""The keywords of JSON Schema and of OpenAPI's dialects, by what becomes of them in a model."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ANNOTATIONS",
    "COUNTS",
    "FORMATS",
    "KINDS",
    "KNOWN",
    "LISTS",
    "MAPPINGS",
    "REFUSED",
    "SCHEMAS",
    "TYPES",
    "UNCHANGED",
]

TYPES: Final = ("array", "boolean", "integer", "null", "number", "object", "string")

UNCHANGED: Final = frozenset(
    {
        "description",
        "maxItems",
        "maxLength",
        "maxProperties",
        "minItems",
        "minLength",
        "minProperties",
        "multipleOf",
        "pattern",
        "title",
        "uniqueItems",
    }
)
"""Draft 4 and OpenAPI 3.0 have these with one meaning."""

LISTS: Final = frozenset({"allOf", "anyOf", "oneOf"})
"""Keywords that hold a list of schemas."""

MAPPINGS: Final = frozenset({"$defs", "definitions", "dependencies", "dependentSchemas", "properties"})
"""Keywords that hold schemas by name."""

SCHEMAS: Final = frozenset({"additionalProperties", "contains", "else", "if", "items", "not", "then"})
"""Keywords that hold one schema."""

FORMATS: Final = frozenset({"date-time", "email", "hostname", "ipv4", "ipv6", "uri"})
"""The formats of draft 4; others (`int32`, `decimal`, `uuid`) validate nothing, and AWS names two of them as
not supported: they are left out."""

ANNOTATIONS: Final = frozenset(
    {
        "$anchor",
        "$comment",
        "$dynamicAnchor",
        "$id",
        "$recursiveAnchor",
        "$schema",
        "$vocabulary",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "default",
        "deprecated",
        "discriminator",
        "example",
        "examples",
        "externalDocs",
        "id",
        "readOnly",
        "writeOnly",
        "xml",
    }
)
"""These validate nothing, and AWS names several of them as not supported: they are left out."""

_ONE_SCHEMA = "Give 'items' one schema for all items, such as {anyOf: [...]}, with 'minItems' and 'maxItems'."
_MODEL = "Refer to a model instead: {$ref: '#/models/NAME'}."

REFUSED: Final = {
    "$dynamicRef": _MODEL,
    "$recursiveRef": _MODEL,
    "maxContains": "Leave it out, and count in the function.",
    "patternProperties": "Name them in 'properties', or give 'additionalProperties' one schema.",
    "prefixItems": _ONE_SCHEMA,
    "propertyNames": "Name the properties in 'properties', with 'additionalProperties: false'.",
    "unevaluatedItems": _ONE_SCHEMA,
    "unevaluatedProperties": "Use 'additionalProperties' in a schema that has all the properties itself.",
}
"""Keywords that a model has no words for, with what to write instead."""

COUNTS: Final = ("maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties")
"""Keywords that count something."""

KINDS: Final[dict[str, tuple[str, tuple[type, ...]]]] = {
    **dict.fromkeys(COUNTS, ("a whole number", (int,))),
    "minContains": ("a whole number", (int,)),
    **dict.fromkeys(("maximum", "minimum", "multipleOf"), ("a number", (int, float))),
    **dict.fromkeys(("exclusiveMaximum", "exclusiveMinimum"), ("a number, or true", (int, float, bool))),
    **dict.fromkeys(("$ref", "description", "format", "pattern", "title"), ("text", (str,))),
    **dict.fromkeys(("nullable", "uniqueItems"), ("true or false", (bool,))),
    **dict.fromkeys(("enum", *LISTS), ("a list", (list, tuple))),
    "dependentRequired": ("a mapping", (dict,)),
    **dict.fromkeys(MAPPINGS, ("a mapping of schemas", (dict,))),
    **dict.fromkeys(SCHEMAS, ("a schema, which is a mapping", (dict, bool))),
}
"""What a keyword takes, in words and as types."""

KNOWN: Final = frozenset({*KINDS, *ANNOTATIONS, *REFUSED, "additionalItems", "const", "required", "type"})
"""Every keyword with a meaning; others are ignored, as JSON Schema has it."""
