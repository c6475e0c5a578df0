"""One name for each variable in the paths of a document: a REST API has one at each place of a path.

Callers do not see these names, and functions do (`event["pathParameters"]`), so the config has to ask for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain, count
from typing import Any

from ...aws.route_keys import RouteKey, parse_rest_route_key
from ...source import Path
from .document import Operation

__all__ = ["unify_path_variables"]

_VARIABLE = "{}"
_Place = tuple[str, ...]
"""The segments before a variable, whatever the names of variables among them are."""


def unify_path_variables(operations: tuple[Operation, ...]) -> tuple[Operation, ...]:
    """`operations` with one name at each place: the one that most paths have there, of several the first.

    Names that a path would have twice are numbered. Keys that are none stay as they are, and greedy
    variables too: API Gateway takes none beside another variable.
    """
    keys = {each.key: key for each in operations if (key := _parsed(each.key))}
    names = _chosen(keys.values())
    return tuple(_renamed(each, keys[each.key], names) if each.key in keys else each for each in operations)


def _parsed(text: str) -> RouteKey | None:
    try:
        return parse_rest_route_key(text)
    except ValueError:
        return None


def _places(key: RouteKey) -> Iterable[tuple[_Place, str]]:
    """The variables of a path, each with its place."""
    around: _Place = ()
    for segment in key.segments:
        if segment.variable is not None and not segment.greedy:
            yield around, segment.variable
        around = (*around, segment.normalised)


def _chosen(keys: Iterable[RouteKey]) -> Mapping[_Place, str]:
    written: dict[_Place, Counter[str]] = {}
    for key in {key.path: key for key in keys}.values():
        for place, name in _places(key):
            written.setdefault(place, Counter())[name] += 1
    chosen: dict[_Place, str] = {}
    for place in sorted(written, key=len):
        before = {chosen[place[:at]] for at, segment in enumerate(place) if segment == _VARIABLE}
        names = [name for name, _ in written[place].most_common()]
        numbered = (f"{names[0]}{number}" for number in count(2))
        chosen[place] = next(name for name in chain(names, numbered) if name not in before)
    return chosen


def _renamed(operation: Operation, key: RouteKey, names: Mapping[_Place, str]) -> Operation:
    new = {name: names[place] for place, name in _places(key)}
    segments = [
        f"{{{new[each.variable]}}}" if each.variable is not None and not each.greedy else each.text
        for each in key.segments
    ]
    route: dict[str, Any] = dict(operation.route)
    if "parameters" in route:
        route["parameters"] = {_parameter(name, new): each for name, each in route["parameters"].items()}
    origins = {_place(path, new): node for path, node in operation.origins.items()}
    return replace(operation, key=f"{key.method} /{'/'.join(segments)}", route=route, origins=origins)


def _place(path: Path, new: Mapping[str, str]) -> Path:
    if path[:1] != ("parameters",) or len(path) == 1:
        return path
    return ("parameters", _parameter(str(path[1]), new), *path[2:])


def _parameter(name: str, new: Mapping[str, str]) -> str:
    place, _, variable = name.partition(".")
    return f"path.{new.get(variable, variable)}" if place == "path" else name
