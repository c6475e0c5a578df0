"""`openapi` in a config's APIs → plain routes and models there, each with its own line in the document."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import Problem
from ...source import Path, SourceMap, format_path
from .keys import DOCUMENT_KEYS, UNIFY

__all__ = ["expand", "patch_problems"]

_PROTOCOLS = ("http", "rest")


def expand(data: Any, sources: SourceMap, folder: pathlib.Path) -> tuple[Any, SourceMap, list[Problem]]:
    """`data` with the routes and models of its APIs' OpenAPI documents in it, and without `openapi`.

    What the config says wins: `operations` over the document's own operations, of which `null` leaves one
    out, `routes` over both. Paths start from `folder`. Raises ConfigError for a document that cannot be read
    at all.
    """
    apis = data.get("apis") if isinstance(data, Mapping) else None
    if not isinstance(apis, Mapping):
        return data, sources, []
    written = {name: api for name, api in apis.items() if _has_document(api)}
    problems = [*_loose_operations(apis, sources), *_of_stages(data, sources)]
    if not written:
        return data, sources, problems
    # Imported here: it adds a tenth to the start of every command, and most services have no document.
    from .api import ApiExpansion
    from .lines import Lines

    lines = Lines(sources.locations)
    expanded = dict(apis)
    for name, api in written.items():
        expanded[name], found = ApiExpansion(("apis", name), api, sources, lines, folder).result()
        problems += found
    return {**data, "apis": expanded}, SourceMap(lines, sources.overlays), problems


def patch_problems(patch: Any, place: Path, sources: SourceMap) -> Iterator[Problem]:
    """What a patch of one stage, or of a stack (at no `place`), cannot change.

    A document is read once, before any patch, and which stack deploys what is not the stack's to say.
    """
    if isinstance(patch, Mapping) and "topology" in patch and not place:
        fact = "a stack's patch cannot change 'topology', which says what the stack deploys"
        yield Problem("topology", f"{fact}. Set it in the config's file.", sources.locate(("topology",)))
    apis = patch.get("apis") if isinstance(patch, Mapping) else None
    for name, api in apis.items() if isinstance(apis, Mapping) else ():
        for key in (*DOCUMENT_KEYS, UNIFY) if isinstance(api, Mapping) else ():
            if key in api:
                path = (*place, "apis", str(name), key)
                fact = f"a patch cannot change {key!r}, which holds for all stages"
                fix = "Set it in the API itself; patch 'routes', which have the document's operations too."
                yield Problem(format_path(path), f"{fact}. {fix}", sources.locate(path))


def _of_stages(data: Mapping[str, Any], sources: SourceMap) -> Iterator[Problem]:
    stages = data.get("stages")
    for name, stage in stages.items() if isinstance(stages, Mapping) else ():
        if isinstance(stage, Mapping):
            yield from patch_problems(stage.get("patch"), ("stages", str(name), "patch"), sources)


def _loose_operations(apis: Mapping[str, Any], sources: SourceMap) -> Iterator[Problem]:
    for name, api in apis.items():
        if not isinstance(api, Mapping) or "openapi" in api:
            continue
        for key, what in (("operations", "are those"), (UNIFY, "is for paths")):
            if api.get(key):
                path = ("apis", str(name), key)
                fact = f"{key!r} {what} of an OpenAPI document, and the API names none"
                fix = "Name it in 'openapi', or write the routes in 'routes'."
                yield Problem(format_path(path), f"{fact}. {fix}", sources.locate(path))


def _has_document(api: Any) -> bool:
    # What is no path, or of a kind that has no document, is told when the config is validated.
    if not isinstance(api, Mapping) or api.get("protocol", "http") not in _PROTOCOLS:
        return False
    document = api.get("openapi")
    return isinstance(document, str) and bool(document) and "${" not in document
