"""OpenAPI documents as text: JSON or YAML, and the references inside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["UnreadableDocumentError", "mapping_at", "parse", "resolved"]


class UnreadableDocumentError(Exception):
    """A body or a model that cannot be read; says what is wrong with it."""


def parse(body: str) -> Mapping[str, Any]:
    """The document of a body; raises `UnreadableDocumentError`."""
    try:
        document = json.loads(body)
    except ValueError:
        document = _from_yaml(body)
    if not isinstance(document, Mapping) or not ("openapi" in document or "swagger" in document):
        raise UnreadableDocumentError("its `body` has neither `openapi` nor `swagger`")
    return document


def _from_yaml(body: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(body)
    except YAMLError as error:
        raise UnreadableDocumentError(f"its `body` is neither JSON nor YAML: {error}") from None


def resolved(document: Mapping[str, Any], node: Any) -> Mapping[str, Any]:
    """An object with its `$ref` followed; {} for what is none, and for a reference that leads nowhere."""
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(node, Mapping):
            return {}
        if "$ref" not in node:
            return node
        node = _at(document, str(node["$ref"]))
    return {}


# References that lead to each other would be followed for ever.
_LONGEST_CHAIN = 20


def _at(document: Mapping[str, Any], reference: str) -> Any:
    node: Any = document
    for step in reference.removeprefix("#/").split("/"):
        key = step.replace("~1", "/").replace("~0", "~")
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def mapping_at(node: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The object under a key, {} where there is none."""
    found = node.get(key)
    return found if isinstance(found, Mapping) else {}
