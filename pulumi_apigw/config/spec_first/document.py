"""An OpenAPI document → routes and models, as if they had been written in the config."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ...aws import limits
from ...errors import ConfigError
from ...source import Path
from .extensions import tell_extensions
from .models import Models, Schema, model_name
from .nodes import Findings, Node
from .parts import Parts
from .references import Files
from .security import Security

__all__ = ["Document", "Operation", "read_document"]

# Those of OpenAPI 3.2 and of all before; API Gateway has no TRACE and no QUERY.
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_LACKING = ("trace", "query")


@dataclass(frozen=True)
class Operation:
    """A route that the document gives, and where its parts were read."""

    name: str | None
    key: str
    route: dict[str, Any]
    origins: Mapping[Path, Node]


@dataclass(frozen=True)
class Document:
    """What a document gives to an API: its routes, its models, and its version.

    `names` are those of all its operations, also of the ones that are left out.
    """

    operations: tuple[Operation, ...] = ()
    names: tuple[str, ...] = ()
    models: Mapping[str, Schema] = field(default_factory=dict)
    model_origins: Mapping[str, Node] = field(default_factory=dict)
    version: str | None = None


def read_document(
    root: Node,
    files: Files,
    findings: Findings,
    authorizers: Any,
    *,
    rest: bool,
    left_out: Collection[str] = (),
    decided: Mapping[str, str] = MappingProxyType({}),
) -> Document:
    """Read the document at `root` less the operations that are `left_out`, by their ids.

    `decided` has the authorizers that the config names itself, by operation id and by route key.
    An HTTP API takes less of it than a REST API (`rest`). Raises ConfigError for what is no such document:
    all that the config says of its operations would be wrong too, and hide why.
    """
    version = _version(root, findings)
    if version is None:
        raise ConfigError(findings.problems)
    tell_extensions(findings, root, *_schemes(root))
    security = Security(root, authorizers, files=files, findings=findings, api_keys=rest)
    models = Models(files, root, version)
    reader = _Reader(root, files, findings, models, security, rest, left_out, decided)
    operations = tuple(reader.operations())
    _check_names(operations, findings)
    given = root.file.text((*root.path, "info", "version")) if root.child("info").has("version") else None
    schemas = models.finish() if rest else {}
    return Document(operations, tuple(reader.names), schemas, models.origins, given)


def _version(root: Node, findings: Findings) -> str | None:
    """The version of OpenAPI that the document is written in."""
    for key, accepted in (("openapi", ("3.0", "3.1", "3.2")), ("swagger", ("2.0",))):
        if root.has(key):
            version = root.file.text((*root.path, key)) or ""
            if version.startswith(accepted):
                return version
            fix = "Convert the document to 3.0 or 3.1."
            findings.error(root.child(key), f"version {version!r} is not read", fix)
            return None
    findings.error(root, "this is no OpenAPI document", "Begin it with 'openapi: 3.0.3'.")
    return None


def _schemes(root: Node) -> Iterator[Node]:
    for section in (root.child("components", "securitySchemes"), root.child("securityDefinitions")):
        yield from (node for _, node in section.items())


def _check_names(operations: tuple[Operation, ...], findings: Findings) -> None:
    first: dict[str, Node] = {}
    for each in operations:
        node = each.origins[()].child("operationId")
        if each.name and first.setdefault(each.name, node) != node:
            other = first[each.name]
            where = other.file.nearest(other.path)
            fact = f"the operationId {each.name!r} is there twice, first in {where}"
            findings.error(node, fact, "Name each operation differently.")
            # Its route would be told of for the same.
            each.route.pop("operation_name", None)


class _Reader:
    """Goes through the paths of a document."""

    def __init__(
        self,
        root: Node,
        files: Files,
        findings: Findings,
        models: Models,
        security: Security,
        rest: bool,
        left_out: Collection[str],
        decided: Mapping[str, str],
    ) -> None:
        self._root = root
        self._files = files
        self._findings = findings
        self._models = models
        self._security = security
        self._rest = rest
        self._left_out = left_out
        self._decided = decided
        self.names: list[str] = []

    def operations(self) -> Iterator[Operation]:
        paths = self._root.child("paths")
        if not isinstance(paths.data, Mapping):
            self._findings.error(paths, "there are no paths", "Add 'paths', with the operations of each.")
        for path, written in paths.items():
            item = self._files.follow(written)
            tell_extensions(self._findings, item)
            path = self._without_slash(path, written)
            for method in _METHODS:
                if item.has(method) and not self._is_left_out(item.child(method)):
                    yield from self._operation(path, item, method)

    def _without_slash(self, path: str, written: Node) -> str:
        """The path as a route has it: a REST API takes `/pets/` and `/pets` for the same.

        An HTTP API answers 404 to the one that is no route, so there the path is refused as it stands.
        """
        bare = path.rstrip("/")
        if not self._rest or bare in ("", path):
            return path
        fact = f"{path!r} ends with '/', which no route does"
        self._findings.advice(written, "slash", fact, f"It is {bare!r} here: a REST API answers both by it.")
        return bare

    def _is_left_out(self, node: Node) -> bool:
        if name := node.text("operationId"):
            self.names.append(name)
        return name in self._left_out

    def _operation(self, path: str, item: Node, method: str) -> Iterator[Operation]:
        node = item.child(method)
        if method in _LACKING:
            fix = "Remove it from the document."
            self._findings.error(node, f"API Gateway has no method {method.upper()!r}", fix)
            return
        if not isinstance(node.data, Mapping):
            fix = "Give it 'responses' at least, or remove it."
            self._findings.error(node, "an operation is a mapping, and this is none", fix)
            return
        tell_extensions(self._findings, node)
        name = node.text("operationId")
        parts = Parts(node, self._files, self._models, self._findings, _title(name or f"{method} {path}"))
        key = f"{method.upper()} {path}"
        guard, where = self._security.of(node, self._decided.get(key, self._decided.get(name or "")))
        parts.route |= guard
        parts.origins |= {(key,): where for key in guard}
        if name:
            self._name(parts, node, name)
        if self._rest:
            parts.texts()
            parts.parameters(item, self._types(node, "consumes"))
            parts.body()
            parts.responses(self._types(node, "produces"))
        yield Operation(name, key, parts.route, parts.origins)

    def _name(self, parts: Parts, node: Node, name: str) -> None:
        where = node.child("operationId")
        if len(name) > limits.OPERATION_NAME_LENGTH:
            fact = f"{name!r} has {len(name)} characters, while AWS takes {limits.OPERATION_NAME_LENGTH}"
            self._findings.advice(where, "name", fact, "Such operations have no name there: shorten it.")
            return
        parts.route["operation_name"] = name
        parts.origins["operation_name",] = where

    def _types(self, operation: Node, key: str) -> Node:
        """Content types in Swagger 2.0: the operation's, else the document's."""
        return (operation if operation.has(key) else self._root).child(key)


def _title(name: str) -> str:
    """The beginning of the names of models that have none: `createPet` → `CreatePet`."""
    short = model_name(name)
    return short[:1].upper() + short[1:]
