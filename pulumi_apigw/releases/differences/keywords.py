"""Keywords of a JSON Schema that hold no other schema, older and newer side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...source import Path
from ..canonical import canonical
from .values import listed, same, shown

__all__ = ["Found", "alternatives", "compare", "may_be"]

_NULL = {"enum": [None]}
_ARRAY, _NUMBER, _OBJECT, _STRING = "array", "number", "object", "string"
# Keyword: the type that it is about, and whether more of it is stricter.
_BOUNDS = {
    "maxItems": (_ARRAY, False),
    "maxLength": (_STRING, False),
    "maxProperties": (_OBJECT, False),
    "maximum": (_NUMBER, False),
    "minItems": (_ARRAY, True),
    "minLength": (_STRING, True),
    "minProperties": (_OBJECT, True),
    "minimum": (_NUMBER, True),
}
_UNSURE = {"format": _STRING, "multipleOf": _NUMBER, "pattern": _STRING}
_PYTHON = (
    (bool, "boolean"),
    (str, _STRING),
    (int, "integer"),
    (float, _NUMBER),
    (Mapping, _OBJECT),
    (list, _ARRAY),
)

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """A keyword by which less is accepted, or may be."""

    path: Path
    what: str
    is_sure: bool = True


def compare(old: Schema, new: Schema) -> Iterator[Found]:
    """What `new` accepts no longer."""
    yield from _types(old, new)
    yield from _values(old, new)
    if may_be(_OBJECT, old):
        for name in sorted({*new.get("required", ())} - {*old.get("required", ())}):
            yield Found(("required",), f"The property {shown(name)} is required.")
    for keyword, (kind, more_is_stricter) in _BOUNDS.items():
        # A count begins at 0 by itself.
        before = old.get(keyword, 0 if keyword.startswith("min") and keyword != "minimum" else None)
        if may_be(kind, old) and _is_stricter(before, new.get(keyword), more_is_stricter):
            yield Found((keyword,), _instead(keyword, old, new))
    if may_be(_ARRAY, old) and new.get("uniqueItems") and not old.get("uniqueItems"):
        yield Found(("uniqueItems",), "Items must differ.")
    for keyword, kind in _UNSURE.items():
        if may_be(kind, old) and keyword in new and not same(old.get(keyword), new[keyword]):
            yield Found((keyword,), _instead(keyword, old, new), is_sure=False)


def alternatives(schema: Schema) -> Sequence[Schema]:
    """`anyOf`, unless it is a list of types alone."""
    return () if _is_list_of_types(schema) else schema.get("anyOf", ())


def may_be(kind: str, schema: Schema) -> bool:
    """Whether a schema accepts anything of a type."""
    types = _types_of(schema)
    return types is None or kind in types or (kind == _NUMBER and "integer" in types)


def _is_list_of_types(schema: Schema) -> bool:
    # As `to_api_gateway` writes `type: [string, "null"]`.
    written = schema.get("anyOf", ())
    return bool(written) and all(each == _NULL or each.keys() == {"type"} for each in written)


def _types_of(schema: Schema) -> frozenset[str] | None:
    """The types that a schema accepts; None for all of them, or where it cannot be told."""
    if "type" in schema:
        return frozenset(_with_integers([schema["type"]]))
    if _is_list_of_types(schema):
        return frozenset(_with_integers(each.get("type", "null") for each in schema["anyOf"]))
    return frozenset(map(_type, schema["enum"])) if "enum" in schema else None


def _types(old: Schema, new: Schema) -> Iterator[Found]:
    before, after = _types_of(old), _types_of(new)
    is_written = "type" in new or _is_list_of_types(new)
    if is_written and after is not None and (before is None or before - after):
        instead = "" if before is None else f" instead of {_named(before)}"
        yield Found(("type",), f"The type is {_named(after)}{instead}.")


def _named(types: frozenset[str]) -> str:
    return listed(types - {"integer"} if _NUMBER in types else types)


def _with_integers(types: Any) -> Iterator[str]:
    for each in types:
        yield each
        if each == _NUMBER:
            yield "integer"


def _type(value: Any) -> str:
    # 1.0 is a whole number, and the type `integer` of draft 4 is for the way it is written.
    return next((name for kind, name in _PYTHON if isinstance(value, kind)), "null")


def _values(old: Schema, new: Schema) -> Iterator[Found]:
    if "enum" not in new:
        return
    if "enum" not in old:
        yield Found(("enum",), f"The value must be {listed(new['enum'])}.")
        return
    known = {canonical(each) for each in new["enum"]}
    if gone := [each for each in old["enum"] if canonical(each) not in known]:
        yield Found(("enum",), f"{listed(gone)} is no longer accepted.")


def _is_stricter(old: Any, new: Any, more_is_stricter: bool) -> bool:
    if new is None:
        return False
    return old is None or bool(new > old if more_is_stricter else new < old)


def _instead(keyword: str, old: Schema, new: Schema) -> str:
    before = f" instead of {shown(old[keyword])}" if keyword in old else ", and there was none"
    return f"{keyword} is {shown(new[keyword])}{before}."
