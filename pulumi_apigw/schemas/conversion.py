"""A schema in any dialect → the same in the words that draft 4 and OpenAPI 3.0 share."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from .keywords import FORMATS, UNCHANGED
from .references import Local, Model, resolve

__all__ = ["to_api_gateway"]

Schema = dict[str, Any]

# OpenAPI 3.0 has neither the type "null" nor lists of types, which AWS's import drops without a word
# (https://github.com/aws/serverless-application-model/issues/2374), and AWS reads no `nullable`.
_NULL: Schema = {"enum": [None]}


def to_api_gateway(schema: Mapping[str, Any], names: Collection[str]) -> Schema:
    """`schema` as a model of a REST API: it accepts the same instances as `schema` does.

    `names` are those of the API's models; references to them become `#/components/schemas/NAME`. Definitions
    of the schema's own are put in where they are used: AWS refuses references to them inside `allOf`, `anyOf`
    and `oneOf`. Properties that are `readOnly` are never required, since models check requests alone. For a
    schema in which `problems` finds none.
    """
    return _Conversion(schema, names).schema(schema)


class _Conversion:
    """The conversion of one schema; `_around` are the definitions that are being put in."""

    def __init__(self, root: Mapping[str, Any], names: Collection[str]) -> None:
        self._root = root
        self._names = names
        self._around: list[str] = []

    def schema(self, schema: Any) -> Schema:
        if not isinstance(schema, Mapping):
            return {"not": {}} if schema is False else {}
        converted = {key: schema[key] for key in schema if key in UNCHANGED}
        converted |= {
            keyword: value
            for keyword, value in (*self._plain(schema), *self._nested(schema))
            if value is not None
        }
        # Never mixed with what stands beside it, whose `properties` its `additionalProperties` would look at.
        apart = [self._reference(schema["$ref"])] if "$ref" in schema else []
        return _joined(converted, [*self._conditions(schema), *_types(schema), *_excluded(schema)], apart)

    def _plain(self, schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Keywords that hold no schema."""
        yield "type", _one_type(schema)
        yield "format", schema.get("format") if schema.get("format") in FORMATS else None
        yield "enum", _values(schema)
        # Draft 4 takes no empty list, and each name once.
        yield (
            "required",
            [*dict.fromkeys(name for name in schema.get("required", ()) if not _read_only(schema, name))]
            or None,
        )
        yield "minimum", _bound(schema, "minimum", "exclusiveMinimum", max)
        yield "maximum", _bound(schema, "maximum", "exclusiveMaximum", min)

    def _nested(self, schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Keywords that hold schemas in draft 4 and OpenAPI 3.0 too."""
        if "properties" in schema:
            yield "properties", {name: self.schema(each) for name, each in schema["properties"].items()}
        if "additionalProperties" in schema:
            others = schema["additionalProperties"]
            yield "additionalProperties", others if isinstance(others, bool) else self.schema(others)
        if "items" in schema or schema.get("type") == "array":
            # OpenAPI has no array without `items`.
            yield "items", self.schema(schema.get("items", {}))
        for keyword in ("allOf", "anyOf", "oneOf"):
            yield keyword, [self.schema(each) for each in schema.get(keyword, ())] or None
        if "not" in schema:
            yield "not", self.schema(schema["not"])

    def _conditions(self, schema: Mapping[str, Any]) -> Iterator[Schema]:
        """What draft 4 or OpenAPI 3.0 has no keyword for, said with `not` and `anyOf`."""
        if "const" in schema:
            yield {"enum": [schema["const"]]}
        if "if" in schema:
            condition = self.schema(schema["if"])
            if "then" in schema:
                yield {"anyOf": [{"not": condition}, self.schema(schema["then"])]}
            if "else" in schema:
                yield {"anyOf": [condition, self.schema(schema["else"])]}
        if "contains" in schema and schema.get("minContains") != 0:
            none_of_them = {"type": "array", "items": {"not": self.schema(schema["contains"])}}
            yield {"not": none_of_them}
        for keyword in ("dependencies", "dependentRequired", "dependentSchemas"):
            for name, needed in schema.get(keyword, {}).items():
                if implied := self._implied(needed):
                    yield {"anyOf": [{"not": {"type": "object", "required": [name]}}, implied]}

    def _implied(self, needed: Any) -> Schema:
        if isinstance(needed, list | tuple):
            return {"required": list(dict.fromkeys(needed))} if needed else {}
        return self.schema(needed)

    def _reference(self, reference: str) -> Schema:
        target = resolve(reference, self._root, self._names)
        if isinstance(target, Model):
            return {"$ref": f"#/components/schemas/{target.name}"}
        if not isinstance(target, Local) or target.pointer in self._around:
            return {}
        self._around.append(target.pointer)
        try:
            return self.schema(target.schema)
        finally:
            self._around.pop()


def _read_only(schema: Mapping[str, Any], name: str) -> bool:
    declared = schema.get("properties", {}).get(name)
    return isinstance(declared, Mapping) and declared.get("readOnly") is True


def _named_types(schema: Mapping[str, Any]) -> list[str]:
    written = schema.get("type", [])
    names = [written] if isinstance(written, str) else list(dict.fromkeys(written))
    # OpenAPI 3.0: `nullable` adds to a type that stands beside it, and says nothing without one.
    return [*names, "null"] if names and schema.get("nullable") is True and "null" not in names else names


def _one_type(schema: Mapping[str, Any]) -> str | None:
    names = _named_types(schema)
    return names[0] if len(names) == 1 and names != ["null"] else None


def _types(schema: Mapping[str, Any]) -> Iterator[Schema]:
    names = _named_types(schema)
    if names == ["null"]:
        yield _NULL
    elif len(names) > 1:
        yield {"anyOf": [_NULL if name == "null" else {"type": name} for name in names]}


def _values(schema: Mapping[str, Any]) -> list[Any] | None:
    """The values of `enum`, each once, as draft 4 has it."""
    values = schema.get("enum")
    return None if values is None else list({_same(each): each for each in values}.values())


def _same(value: Any) -> str:
    """Text that is equal for values that JSON Schema holds equal: 1 and 1.0, but not 1 and true."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, sort_keys=True, default=str)


def _bound(schema: Mapping[str, Any], inclusive: str, exclusive: str, stricter: Any) -> int | float | None:
    """The inclusive bound; for whole numbers an exclusive one is the next whole number."""
    bounds = [schema[inclusive]] if inclusive in schema else []
    limit = _exclusive(schema, inclusive, exclusive)
    if limit is not None and schema.get("type") == "integer":
        bounds.append(math.floor(limit) + 1 if stricter is max else math.ceil(limit) - 1)
    elif limit is not None:
        bounds.append(limit)
    return stricter(bounds) if bounds else None


def _exclusive(schema: Mapping[str, Any], inclusive: str, exclusive: str) -> int | float | None:
    """The exclusive bound, as a number (JSON Schema) or as a mark on the inclusive one (OpenAPI 3.0)."""
    written = schema.get(exclusive)
    if isinstance(written, bool):
        return schema.get(inclusive) if written else None
    return written


def _excluded(schema: Mapping[str, Any]) -> Iterator[Schema]:
    # AWS: "exclusiveMinimum is not supported by API Gateway", so the bound itself is taken out by hand.
    if schema.get("type") == "integer":
        return
    for inclusive, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        limit = _exclusive(schema, inclusive, exclusive)
        if limit is not None:
            yield {"not": {"enum": [limit]}}


def _joined(converted: Schema, conditions: list[Schema], apart: list[Schema]) -> Schema:
    """`converted` with every one of `conditions`, beside its own keywords where none is in the way."""
    rest = [*apart]
    for each in conditions:
        if each.keys() & converted.keys():
            rest.append(each)
        else:
            converted |= each
    if not rest:
        return converted
    # Draft 4 reads nothing beside a `$ref`: it stands alone, or in a list.
    if not converted and len(rest) == 1:
        return rest[0]
    return {**converted, "allOf": [*converted.get("allOf", []), *rest]}
