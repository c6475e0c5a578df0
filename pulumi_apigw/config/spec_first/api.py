"""One API's OpenAPI document → plain routes and models of that API, each with its own line in it."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...errors import ConfigError, Problem
from ...source import Path, SourceMap, did_you_mean, format_path
from ..patch import merge_patch
from .document import Document, Operation, read_document
from .keys import DOCUMENT_KEYS, UNIFY
from .lines import Lines
from .nodes import Findings, Node
from .path_variables import unify_path_variables
from .references import Files

__all__ = ["ApiExpansion"]


class ApiExpansion:
    """One API's document, and what becomes of it."""

    def __init__(
        self, place: Path, api: Mapping[str, Any], sources: SourceMap, lines: Lines, folder: pathlib.Path
    ) -> None:
        self._place = place
        self._api = api
        self._sources = sources
        self._lines = lines
        self._folder = folder
        self._findings = Findings()
        self._rest = api.get("protocol", "http") == "rest"

    def result(self) -> tuple[dict[str, Any], list[Problem]]:
        document = self._read()
        problems = [*self._findings.problems, *self._unknown(document), *self._not_checked()]
        api = {key: value for key, value in self._api.items() if key not in DOCUMENT_KEYS}
        if not isinstance(operations := self._api.get("operations", {}), Mapping):
            api["operations"] = operations  # validating the config tells what is wrong with it
        api["routes"] = self._routes(document)
        if self._rest:
            api["models"] = self._models(document)
            if document.version and "version" not in api:
                api["version"] = document.version
        return api, problems

    def _read(self) -> Document:
        path = self._folder / self._api["openapi"]
        # A document may lie outside, beside the files that it refers to.
        files = Files(self._findings, self._folder, path.parent)
        try:
            file = files.open(path)
        except UnicodeDecodeError:
            raise ConfigError(
                [self._problem("openapi", "it is not UTF-8 text", "Save it as UTF-8.")]
            ) from None
        except OSError as error:
            where = self._folder.resolve()
            fact = f"there is no file {self._api['openapi']!r} in {where}"
            if not isinstance(error, FileNotFoundError):
                fact = f"{os.path.relpath(path)!r} cannot be read: {error.strerror}"
            fix = "Create it, or mend the path."
            if self._api["openapi"].startswith(("http://", "https://")):
                fact = f"{self._api['openapi']!r} is a URL, and nothing is downloaded"
                fix = "Save the document beside the config, and name that file."
            raise ConfigError([self._problem("openapi", fact, fix)]) from None
        root = Node(file, (), file.data)
        document = self._document(root, files)
        if self._rest and self._api.get(UNIFY) is True:
            document = replace(document, operations=unify_path_variables(document.operations))
        self._tell_same_keys(document)
        return document

    def _document(self, root: Node, files: Files) -> Document:
        authorizers = self._api.get("authorizers")
        left_out = [name for name, change in self._operations().items() if change is None]
        return read_document(
            root,
            files,
            self._findings,
            authorizers,
            rest=self._rest,
            left_out=left_out,
            decided=self._decided(),
        )

    def _decided(self) -> dict[str, str]:
        """Authorizers that the config names itself, by operation id and by route key."""
        own = self._api.get("routes")
        written = [*self._operations().items(), *(own.items() if isinstance(own, Mapping) else ())]
        named = {name: each.get("authorizer") for name, each in written if isinstance(each, Mapping)}
        return {name: each for name, each in named.items() if isinstance(each, str)}

    def _tell_same_keys(self, document: Document) -> None:
        first: dict[str, Operation] = {}
        for each in document.operations:
            if first.setdefault(each.key, each) is not each:
                node = first[each.key].origins[()]
                where = node.file.nearest(node.path)
                fact = f"{each.key!r} takes the same requests as the operation in {where}"
                fix = "Leave one out, by 'operations: {ID: null}' or in the document."
                self._findings.error(each.origins[()], fact, fix)

    def _routes(self, document: Document) -> Any:
        own = self._api.get("routes")
        added = self._operations()
        routes: dict[str, Any] = {}
        for operation in document.operations:
            place = (*self._place, "routes", operation.key)
            self._lines.read_from(place, operation.origins)
            route: Any = operation.route
            if operation.name and operation.name in added:
                change = added[operation.name]
                written = (*self._place, "operations", operation.name)
                self._lines.copy(written, place, whole=not isinstance(change, Mapping))
                route = merge_patch(route, change)
            routes[operation.key] = route
        if own is None:
            return routes
        if not isinstance(own, Mapping):
            return own  # validating the config tells what is wrong with it
        return routes | {
            key: merge_patch(routes[key], route) if key in routes else route for key, route in own.items()
        }

    def _models(self, document: Document) -> Any:
        own = self._api.get("models", {})
        for name, node in document.model_origins.items():
            self._lines.read_from((*self._place, "models", name), {(): node})
        return {**document.models, **own} if isinstance(own, Mapping) else own

    def _operations(self) -> Mapping[str, Any]:
        written = self._api.get("operations")
        return written if isinstance(written, Mapping) else {}

    def _unknown(self, document: Document) -> Iterator[Problem]:
        for name in self._operations():
            if name not in document.names:
                fact = f"the document has no operation {name!r}"
                fix = (
                    did_you_mean(name, document.names)
                    if document.names
                    else "Give it an 'operationId', or write its route in 'routes'."
                )
                yield self._problem("operations", fact, fix, name)

    def _not_checked(self) -> Iterator[Problem]:
        if not self._rest:
            fact = "an HTTP API does not check requests: parameters and bodies of the document are left out"
            yield self._problem(
                "openapi", fact, "Check them in the functions, or use 'protocol: rest'.", advice=True
            )

    def _problem(self, key: str, fact: str, fix: str, *more: str, advice: bool = False) -> Problem:
        path = (*self._place, key, *more)
        where = self._sources.locate(path)
        return Problem(format_path(path), f"{fact}. {fix}", where, "advice" if advice else "error")
