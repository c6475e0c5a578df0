"""Schemas of an OpenAPI document → models of a REST API, each with a name that API Gateway takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from ...schemas import model_references, problems, to_api_gateway
from ...schemas.keywords import ANNOTATIONS
from ...source import Path
from .nodes import Node
from .references import Files

__all__ = ["Models", "model_name"]

Schema = dict[str, Any]

# `readOnly` decides what of `required` holds for requests.
_LEFT_OUT = ANNOTATIONS - {"readOnly"}
_BY_NAME = frozenset(
    {"$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"}
)
_VALUES = frozenset({"const", "enum", "required", "dependentRequired"})
_STRUCTURE = frozenset(
    {"$defs", "components", "content", "definitions", "items", "paths", "properties", "schema", "schemas"}
)
_NAME_LENGTH = 128


def model_name(*parts: str) -> str:
    """A name of letters and digits, which is all that API Gateway takes: `pet-store.Item` → `petStoreItem`.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    """
    words = [word for part in parts for word in re.split(r"[^A-Za-z0-9]+", part) if word]
    name = "".join(word if not place else word[0].upper() + word[1:] for place, word in enumerate(words))
    return name[:_NAME_LENGTH] or "Model"


class Models:
    """The models that operations use. Those of requests must be ones that API Gateway can check."""

    def __init__(self, files: Files, root: Node, version: str) -> None:
        self._files = files
        self._version = version
        self._names: dict[tuple[FilePath, Path], str] = {}
        self._taken: set[str] = set()
        self._waiting: list[tuple[str, Node]] = []
        self._checked: set[str] = set()
        self.schemas: dict[str, Schema] = {}
        self.origins: dict[str, Node] = {}
        # The document's own names first: no other model may take one, whatever is used first.
        for section in (root.child("components", "schemas"), root.child("definitions")):
            for key, node in section.entries():
                self._named(node, key)

    def of(self, schema: Node, name: str, *, checked: bool) -> str | None:
        """The name of the model for `schema`, `name` where it has none; None where everything is valid."""
        if not isinstance(schema.data, Mapping):
            return None
        read = self._read(schema)
        found: str | None = None
        if read.keys() == {"$ref"} and isinstance(read["$ref"], str):
            found = read["$ref"].removeprefix("#/models/")
        elif read.keys() - {"description", "title"}:
            found = self._model(schema, name)
        if checked and found:
            self._checked.add(found)
        return found

    def parameter(self, schema: Node) -> Schema:
        """The schema of a parameter, which is documentation: what cannot be said is left out."""
        read = self._read(schema) if isinstance(schema.data, Mapping) else {}
        self._finish()
        return to_api_gateway(self._loosened(read), self.schemas)

    def finish(self) -> dict[str, Schema]:
        """Every model that is used, by name; those that check no request lose what is refused."""
        self._finish()
        waiting = list(self._checked)
        while waiting:
            for name in model_references(self.schemas[waiting.pop()], self.schemas):
                if name not in self._checked:
                    self._checked.add(name)
                    waiting.append(name)
        return {
            name: schema if name in self._checked else self._loosened(schema)
            for name, schema in self.schemas.items()
        }

    def _finish(self) -> None:
        while self._waiting:
            name, node = self._waiting.pop()
            self.schemas[name] = self._read(node) if isinstance(node.data, Mapping) else {}

    def _named(self, node: Node, *parts: str) -> str:
        key = (node.file.path, node.path)
        if key not in self._names:
            wanted = name = model_name(*parts)
            number = 2
            while name in self._taken:
                name, number = f"{wanted[: _NAME_LENGTH - 4]}{number}", number + 1
            self._names[key] = name
            self._taken.add(name)
        return self._names[key]

    def _model(self, node: Node, *parts: str) -> str:
        name = self._named(node, *parts)
        if name not in self.origins:
            self.origins[name] = node
            self._waiting.append((name, node))
        return name

    def _referred(self, node: Node, reference: str) -> str | None:
        target = self._files.target(node, reference)
        if target is None:
            return None
        own = [str(part) for part in target.path if part not in _STRUCTURE]
        return self._model(target, *(own or [target.file.path.stem]))

    def _read(self, node: Node) -> Schema:
        """The schema at `node` with references to models, less what says nothing about what is valid."""
        schema = node.data
        reference = schema.get("$ref")
        # Before 3.1 nothing beside a reference counts.
        keys = {"$ref": None} if isinstance(reference, str) and self._version < "3.1" else schema
        read: Schema = {}
        for key in keys:
            if key == "$ref" and isinstance(reference, str):
                if name := self._referred(node, reference):
                    read[key] = f"#/models/{name}"
            elif key == "nullable" and self._version >= "3.1":
                continue
            elif key == "x-nullable" and self._version < "3":
                read["nullable"] = schema[key]
            elif not key.startswith("x-") and key not in _LEFT_OUT:
                read[key] = self._value(node, key)
        if read.get("type") == "file":
            del read["type"]
        return read

    def _value(self, node: Node, key: str) -> Any:
        inner = node.child(key)
        if key in _VALUES:
            return inner.data
        if isinstance(inner.data, list):
            return [
                self._read(each) if isinstance(each.data, Mapping) else each.data for each in inner.each()
            ]
        if not isinstance(inner.data, Mapping):
            return inner.data
        if key not in _BY_NAME:
            return self._read(inner)
        return {
            name: self._read(inner.child(name)) if isinstance(each, Mapping) else each
            for name, each in inner.data.items()
        }

    def _loosened(self, schema: Schema) -> Schema:
        while found := list(problems(schema, self._taken)):
            for path, _, _ in found:
                schema = _without(schema, path)
        return schema


def _without(data: Any, path: Path) -> Any:
    """`data` less the value at `path`, where it is still there."""
    if not path:
        return {}
    if isinstance(data, list):
        place = int(path[0])
        return [_without(each, path[1:]) if at == place else each for at, each in enumerate(data)]
    if not isinstance(data, Mapping) or path[0] not in data:
        return data
    if len(path) == 1:
        return {key: value for key, value in data.items() if key != path[0]}
    return {key: _without(value, path[1:]) if key == path[0] else value for key, value in data.items()}
