"""Models of a REST API as its config has them, in the JSON Schema of OpenAPI 3.1.

What API Gateway gets is a conversion to draft 4, which says less and reads worse.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ...schemas.references import Local, Model, resolve, subschemas
from ..names import free_name

__all__ = ["Schemas"]

_BOUNDS: Final = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
# Local definitions become schemas of the document; names of dialects would change what `$ref` means.
_DROPPED: Final = frozenset({"$defs", "$id", "$schema", "definitions", "id"})


class Schemas:
    """The schemas of one document: its models, their own definitions beside them, and any of our own."""

    def __init__(self, models: Mapping[str, Mapping[str, Any]]) -> None:
        self._models = models
        self._found: dict[str, Any] = {}
        self._definitions: dict[tuple[str, str], str] = {}
        for name, schema in models.items():
            self._found[name] = {}
            self._found[name] = self.converted(schema, schema, name)

    @property
    def components(self) -> dict[str, Any]:
        """The value of `components.schemas`."""
        return self._found

    def add(self, name: str, schema: Mapping[str, Any]) -> str:
        """Put a schema beside the models; its name there, `name` unless that is taken."""
        name = free_name(name, {*self._found, *self._models})
        self._found[name] = dict(schema)
        return name

    def converted(self, schema: Any, root: Mapping[str, Any], owner: str) -> Any:
        """`schema`, a part of `root`, references as the document has them; `owner` names the root."""
        if not isinstance(schema, Mapping):
            return schema
        found = {key: value for key, value in _modern(schema).items() if key not in _DROPPED}
        for path, inner in subschemas(found):
            _put(found, path, self.converted(inner, root, owner))
        if isinstance(found.get("$ref"), str):
            found["$ref"] = self._reference(found["$ref"], root, owner)
        return found

    def _reference(self, reference: str, root: Mapping[str, Any], owner: str) -> str:
        target = resolve(reference, root, self._models)
        if isinstance(target, Model):
            return f"#/components/schemas/{target.name}"
        if not isinstance(target, Local) or not target.path:
            return reference
        return f"#/components/schemas/{self._definition(target, root, owner)}"

    def _definition(self, target: Local, root: Mapping[str, Any], owner: str) -> str:
        """The name of a definition of a schema's own: readers of `$ref` rarely look into other schemas."""
        key = (owner, target.pointer)
        if key not in self._definitions:
            last = str(target.path[-1])
            self._definitions[key] = self.add(f"{owner}{last[:1].upper()}{last[1:]}", {})
            converted = self.converted(target.schema, root, owner)
            self._found[self._definitions[key]] = converted
        return self._definitions[key]


def _put(schema: dict[str, Any], path: tuple[str | int, ...], value: Any) -> None:
    """Put a subschema in the place of the one at `path`, and leave what `schema` was made of as it is."""
    keyword = str(path[0])
    if len(path) == 1:
        schema[keyword] = value
    elif isinstance(path[1], int):
        schema[keyword] = [*schema[keyword][: path[1]], value, *schema[keyword][path[1] + 1 :]]
    else:
        schema[keyword] = {**schema[keyword], path[1]: value}


def _modern(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What OpenAPI 3.0 and draft 4 say in words that OpenAPI 3.1 reads otherwise, or not at all."""
    found = dict(schema)
    if found.pop("nullable", False) and "type" in found:
        types = [found["type"]] if isinstance(found["type"], str) else [*found["type"]]
        found["type"] = [*types, *(["null"] if "null" not in types else [])]
    for exclusive, inclusive in _BOUNDS.items():
        if isinstance(found.get(exclusive), bool) and found.pop(exclusive) and inclusive in found:
            found[exclusive] = found.pop(inclusive)
    return found
