"""A model that names no other: what it refers to is inside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .conversion import to_api_gateway
from .references import model_references, reached

__all__ = ["standalone"]

_REFERENCE = "#/components/schemas/"


def standalone(name: str, models: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The model `name` as API Gateway takes it, with those that it refers to among its `definitions`.

    A model of a WebSocket API is a resource, made by itself: it can name no other one, as the parts of a REST
    API's document can.
    """
    schema = _local(to_api_gateway(models[name], models))
    others = sorted(reached(model_references(models[name], models), models))
    needed = {each: _local(to_api_gateway(models[each], models)) for each in others}
    if not needed:
        return dict(schema)
    # Draft 4 reads nothing beside a `$ref`.
    return {**({"allOf": [schema]} if "$ref" in schema else schema), "definitions": needed}


def _local(schema: Any) -> Any:
    """The same with references into `definitions`."""
    if isinstance(schema, Mapping):
        return dict(_members(schema))
    return [_local(each) for each in schema] if isinstance(schema, list | tuple) else schema


def _members(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in schema.items():
        if key == "$ref" and isinstance(value, str):
            yield key, value.replace(_REFERENCE, "#/definitions/", 1)
        else:
            # What is compared with instances is data, whatever it looks like.
            yield key, value if key == "enum" else _local(value)
