"""The JSON Schema of the config: for editors, and to say which keys are known where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..source import Path
from .service import ServiceConfig

__all__ = ["Shape", "config_schema", "config_shape"]

_TAGS_BY_TITLE = {
    "DomainConfig": "own domain",
    "ExistingDomainConfig": "shared domain",
    "ExistingFunctionConfig": "existing",
    "FunctionConfig": "built",
}


def config_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the config's file, with a description on every field."""
    schema = ServiceConfig.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "pulumi-apigw service",
    }


@cache
def config_shape() -> Shape:
    """The shape of the whole config."""
    schema = config_schema()
    return Shape((schema,), schema.get("$defs", {}))


@dataclass(frozen=True)
class Shape:
    """What is accepted at one place of the config: the alternatives there."""

    alternatives: tuple[dict[str, Any], ...]
    definitions: dict[str, Any]

    @property
    def keys(self) -> set[str]:
        """Keys that some alternative knows."""
        return {key for each in self.alternatives for key in each.get("properties", {})}

    @property
    def tags(self) -> list[str]:
        """Values of `type` that choose between the alternatives."""
        return sorted(tag for each in self.alternatives for tag in _choices(each, "type"))

    def describe(self, key: str) -> str:
        """What the field `key` is for, in one line."""
        for each in self.alternatives:
            if description := each.get("properties", {}).get(key, {}).get("description"):
                return " ".join(description.split())
        return "it is needed."

    def at(self, path: Path, error: Any = None) -> Shape:
        """The shape below, at `path`; `error` is pydantic's: its location names the members of unions."""
        location = list(error["loc"] if error else path)
        shape = self
        for position, part in enumerate(path):
            found = [below for each in shape.alternatives for below in self._below(each, part)]
            del location[: location.index(part) + 1]
            following = path[position + 1 : position + 2]
            chosen = set(location[: location.index(following[0])] if following else location)
            named = [each for each in found if not chosen.isdisjoint(_tags(each))]
            shape = Shape(tuple(named or found), self.definitions)
        return shape

    def _below(self, schema: dict[str, Any], part: str | int) -> Iterator[dict[str, Any]]:
        if isinstance(part, int):
            below = schema.get("items")
        else:
            below = schema.get("properties", {}).get(part) or schema.get("additionalProperties")
        if isinstance(below, dict):
            yield from self._expanded(below)

    def _expanded(self, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """`schema` with its references and alternatives opened."""
        if reference := schema.get("$ref"):
            yield from self._expanded(self.definitions[reference.rpartition("/")[2]])
            return
        alternatives = schema.get("anyOf") or schema.get("oneOf")
        if not alternatives:
            yield schema
        for each in alternatives or ():
            yield from self._expanded(each)


def _tags(schema: dict[str, Any]) -> set[str]:
    """The tags by which pydantic calls one member of a union."""
    titled = _TAGS_BY_TITLE.get(schema.get("title", ""))
    return {*_choices(schema, "type"), *_choices(schema, "protocol"), *([titled] if titled else [])}


def _choices(schema: dict[str, Any], key: str) -> list[str]:
    field = schema.get("properties", {}).get(key, {})
    return [field["const"]] if "const" in field else field.get("enum", [])
