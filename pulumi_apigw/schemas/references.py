"""`$ref` in a schema: to another model, or to a part of the schema itself."""

from __future__ import annotations

import urllib.parse
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..source import Path
from .keywords import LISTS, MAPPINGS, SCHEMAS

__all__ = ["Local", "Model", "Unknown", "model_references", "reached", "resolve", "subschemas"]

_MODELS = ("models/", "components/schemas/")
_DEFINITIONS = ("definitions/", "$defs/")


@dataclass(frozen=True)
class Model:
    """A reference to another model of the API."""

    name: str


@dataclass(frozen=True)
class Local:
    """A reference to a part of the schema itself."""

    pointer: str
    path: Path
    schema: Any


@dataclass(frozen=True)
class Unknown:
    """A reference that leads nowhere; `name` is set where it means a model or a definition."""

    name: str | None = None


def resolve(reference: str, root: Mapping[str, Any], names: Collection[str]) -> Model | Local | Unknown:
    """What `reference` means in the schema `root`, where models of `names` exist."""
    if not reference.startswith("#"):
        return Unknown()
    pointer = urllib.parse.unquote(reference.removeprefix("#").removeprefix("/"))
    for prefix in (*_MODELS, *_DEFINITIONS):
        # A schema's own definitions go first; what it lacks may be a model, as OpenAPI 2.0 names them.
        own = prefix in _DEFINITIONS and _at(root, pointer) is not None
        if pointer.startswith(prefix) and not own:
            name = pointer.removeprefix(prefix)
            return Model(name) if name in names else Unknown(name)
    found = _at(root, pointer)
    return Unknown() if found is None else Local(pointer, *found)


def _at(root: Any, pointer: str) -> tuple[Path, Any] | None:
    """The path and the value at a JSON pointer (RFC 6901) without its first slash."""
    path: list[str | int] = []
    for part in pointer.split("/") if pointer else ():
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(root, Mapping) and key in root:
            path.append(key)
            root = root[key]
        elif isinstance(root, list | tuple) and key.isdigit() and int(key) < len(root):
            path.append(int(key))
            root = root[int(key)]
        else:
            return None
    return tuple(path), root


def subschemas(schema: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """The schemas directly inside `schema`, each with its path, where they are what they should be."""
    for keyword, value in schema.items():
        if keyword in SCHEMAS and not isinstance(value, list | tuple):
            yield (keyword,), value
        elif keyword in LISTS and isinstance(value, list | tuple):
            yield from (((keyword, position), each) for position, each in enumerate(value))
        elif keyword in MAPPINGS and isinstance(value, Mapping):
            # `dependencies` also takes lists of names.
            yield from (
                ((keyword, name), each)
                for name, each in value.items()
                if not (keyword == "dependencies" and isinstance(each, list | tuple))
            )


def model_references(schema: Any, names: Collection[str]) -> Iterator[str]:
    """The names of the models that `schema` refers to."""
    root = schema if isinstance(schema, Mapping) else {}
    waiting = [schema]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping):
            reference = each.get("$ref")
            target = resolve(reference, root, names) if isinstance(reference, str) else None
            if isinstance(target, Model):
                yield target.name
            waiting += [inner for _, inner in subschemas(each)]


def reached(names: Iterable[str], models: Mapping[str, Any]) -> set[str]:
    """Models by name, and all that they refer to; names that are no model's are left out."""
    found: set[str] = set()
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name not in found and name in models:
            found.add(name)
            waiting += model_references(models[name], models)
    return found
