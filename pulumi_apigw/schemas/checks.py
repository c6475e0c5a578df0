"""What of a schema API Gateway cannot take, and what to write instead."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ..aws.patterns import unbalanced
from ..source import Path, did_you_mean
from .keywords import COUNTS, KINDS, KNOWN, REFUSED, SCHEMAS, TYPES
from .references import Local, Unknown, resolve, subschemas

__all__ = ["problems", "unknown_keywords"]

Found = tuple[Path, str, str]
"""Path inside the schema, fact, fix."""

_SHOWN_LENGTH = 60
_OF_SCHEMAS = ("patternProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties")
_NEVER_EMPTY = ("anyOf", "enum", "oneOf")


def problems(schema: Mapping[str, Any], names: Collection[str]) -> Iterator[Found]:
    """What keeps `schema` from being a model: (path inside it, fact, fix); nothing for what can be converted.

    `names` are those of the API's models, which the schema may refer to.
    """
    for path, each in _schemas(schema):
        if isinstance(each, Mapping):
            for keyword, value in each.items():
                for fact, fix in _wrong(keyword, value, schema, names):
                    yield (*path, keyword), fact, fix
        elif not isinstance(each, bool):
            yield path, f"{_shown(each)} is no schema", "Give a mapping, such as {type: string}."


def unknown_keywords(schema: Mapping[str, Any]) -> Iterator[Found]:
    """Keywords without a meaning, such as a misspelt one: JSON Schema ignores them."""
    for path, each in _schemas(schema):
        for keyword in each if isinstance(each, Mapping) else ():
            if keyword not in KNOWN and not keyword.startswith("x-"):
                yield (
                    (*path, keyword),
                    f"{keyword!r} is no keyword of JSON Schema",
                    did_you_mean(keyword, KNOWN),
                )


def _schemas(schema: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """`schema` and all schemas inside it."""
    yield path, schema
    if isinstance(schema, Mapping):
        for inner, each in subschemas(schema):
            yield from _schemas(each, (*path, *inner))


def _wrong(
    keyword: str, value: Any, root: Mapping[str, Any], names: Collection[str]
) -> Iterable[tuple[str, str]]:
    """Facts and fixes of one keyword."""
    if keyword in REFUSED:
        fact = f"a model of API Gateway has no {keyword!r}"
        return () if _asks_nothing(keyword, value) else [(fact, REFUSED[keyword])]
    if keyword == "type":
        return _types(value)
    if keyword == "required":
        return _required(value)
    if keyword in KINDS:
        return _kind(keyword, value) or (_reference(value, root, names) if keyword == "$ref" else ())
    return ()


def _asks_nothing(keyword: str, value: Any) -> bool:
    """Whether a keyword is one that generators write where everything is valid: every name is a text."""
    if keyword == "propertyNames" and value == {"type": "string"}:
        return True
    return value is True or (keyword in _OF_SCHEMAS and value == {})


def _kind(keyword: str, value: Any) -> list[tuple[str, str]]:
    accepted, types = KINDS[keyword]
    if keyword == "items" and isinstance(value, list | tuple):
        return [("a model has one schema for all items of a list", REFUSED["prefixItems"])]
    if keyword == "minContains" and value not in (0, 1):
        return [("a model cannot count the items of a list that match", REFUSED["maxContains"])]
    if keyword in _NEVER_EMPTY and value in ([], ()):
        return [("the list is empty, so that nothing is valid", "Fill it, or leave it out.")]
    right = isinstance(value, types) and not (isinstance(value, bool) and bool not in types)
    # What stands in place of one schema is told as such.
    if not right and keyword not in SCHEMAS:
        return [(f"{_shown(value)} is not {accepted}", f"{keyword!r} takes {accepted}.")]
    return _value(keyword, value)


def _value(keyword: str, value: Any) -> list[tuple[str, str]]:
    """What draft 4 does not accept although it is of the right type.

    https://json-schema.org/draft-04/schema
    """
    if isinstance(value, float) and not math.isfinite(value):
        return [(f"{value} is no number of JSON", f"{keyword!r} takes a number, such as 1.5.")]
    if keyword in COUNTS and value < 0:
        return [(f"{value} is less than 0", f"{keyword!r} takes a whole number from 0.")]
    if keyword == "multipleOf" and value <= 0:
        return [(f"{value} is not more than 0", "'multipleOf' takes a number above 0.")]
    if keyword == "pattern" and (wrong := unbalanced(value)):
        return [(f"{_shown(value)} is no regular expression ({wrong})", "Mend it.")]
    return []


def _types(written: Any) -> Iterator[tuple[str, str]]:
    names = written if isinstance(written, list | tuple) else [written]
    for name in names:
        if name not in TYPES:
            fix = did_you_mean(name, TYPES) if isinstance(name, str) else f"Use one of {', '.join(TYPES)}."
            yield f"{_shown(name)} is no type of JSON Schema", fix
    if not names:
        yield "the list of types is empty, so that nothing is valid", "Name a type, or leave it out."


def _required(required: Any) -> Iterator[tuple[str, str]]:
    if isinstance(required, bool):
        fix = "List the names of properties in the 'required' of the object that has them."
        yield "'required' is a list of names, not true or false", fix
    elif not isinstance(required, list | tuple) or not all(isinstance(name, str) for name in required):
        yield f"{_shown(required)} is not a list of names", "Write it as [name, other]."


def _reference(reference: str, root: Mapping[str, Any], names: Collection[str]) -> Iterator[tuple[str, str]]:
    target = resolve(reference, root, names)
    if isinstance(target, Unknown):
        yield _unknown(reference, target, names)
    elif isinstance(target, Local) and _holds_itself(target, root, names):
        fix = "Make it a model, and refer to it as {$ref: '#/models/NAME'}: models may refer to themselves."
        yield f"{reference!r} is a definition that refers to itself", fix


def _unknown(reference: str, target: Unknown, names: Collection[str]) -> tuple[str, str]:
    if not reference.startswith("#"):
        fix = "Copy it into the API's 'models', and refer to it as {$ref: '#/models/NAME'}."
        return f"{reference!r} is outside of the config, where API Gateway does not look", fix
    if target.name is None:
        return f"there is nothing at {reference!r}", "Refer to a model: {$ref: '#/models/NAME'}."
    if "/" in target.name:
        fix = "Refer to a whole model: make this part one of its own."
        return f"{reference!r} is a part of a model", fix
    fix = did_you_mean(target.name, names) if names else "Add it to the API's 'models'."
    return f"no model named {target.name!r}", fix


def _holds_itself(target: Local, root: Mapping[str, Any], names: Collection[str]) -> bool:
    """Whether putting `target` in where it is used would never end."""
    seen: set[str] = set()
    waiting = [target.schema]
    while waiting:
        for _, each in _schemas(waiting.pop()):
            reference = each.get("$ref") if isinstance(each, Mapping) else None
            found = resolve(reference, root, names) if isinstance(reference, str) else None
            if isinstance(found, Local) and found.pointer not in seen:
                seen.add(found.pointer)
                waiting.append(found.schema)
    return target.pointer in seen


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = json.dumps(value) if value is None or isinstance(value, bool) else repr(value)
    return text if len(text) <= _SHOWN_LENGTH else f"{text[: _SHOWN_LENGTH - 1]}…"
