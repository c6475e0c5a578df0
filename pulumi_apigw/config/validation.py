"""Plain data → the config in it, with every value that a model refuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ..errors import Problem
from ..source import Path, SourceMap
from .problems import Refused, refused_values
from .service import ServiceConfig

__all__ = ["Validated", "validate"]


@dataclass(frozen=True)
class Validated:
    """A config without what was refused, the problems with that, and where it was.

    `config` is None for data that is no config at all.
    """

    config: ServiceConfig | None
    problems: tuple[Problem, ...]
    removed: frozenset[Path]


def validate(data: Any, sources: SourceMap, *, stage: str) -> Validated:
    """The config in `data`; `stage` stands in where the stages themselves are refused.

    What is refused is taken out and the rest validated again, so that one wrong value hides no other.
    """
    problems: list[Problem] = []
    removed: set[Path] = set()
    while True:
        try:
            return Validated(ServiceConfig.model_validate(data), tuple(problems), frozenset(removed))
        except ValidationError as error:
            refused = refused_values(error, data)
        problems += [each.problem(sources) for each in refused if not _follows(each, removed)]
        prunes = {each.prune or each.path for each in refused}
        if not all(prunes):
            return Validated(None, tuple(problems), frozenset(removed))
        data = _with_stand_ins(_without(data, prunes), prunes - removed, stage)
        removed |= prunes


def _follows(refused: Refused, removed: set[Path]) -> bool:
    """Whether the problem is there only because something was taken out, which has been reported already.

    What is wrong with a mapping's keys, or with a mapping as a whole, shows at once, while it is whole.
    """
    keys = refused.kind in ("missing", "extra_forbidden")
    mapping = refused.path[:-1] if keys else refused.path
    return refused.path in removed or any(
        len(path) > len(mapping) and path[: len(mapping)] == mapping for path in removed
    )


def _with_stand_ins(data: Mapping[str, Any], refused: set[Path], stage: str) -> Mapping[str, Any]:
    """`data` with something valid for what nothing else can be checked without."""
    filled = dict(data)
    if ("service",) in refused:
        filled["service"] = "service"
    if ("apis",) in refused:
        filled["apis"] = {}
    if ("stages",) in refused:
        filled["stages"] = {stage: {}}
    names = {str(path[1]) for path in refused if len(path) == 2 and path[0] == "stages"}
    if names:
        filled["stages"] = {**filled.get("stages", {}), **{name: {} for name in names}}
    return filled


def _without(data: Any, paths: Iterable[Path]) -> Any:
    """`data` less the values at `paths`."""
    below: dict[str | int, list[Path]] = {}
    for path in paths:
        below.setdefault(path[0], []).append(path[1:])
    return {
        key: _without(value, below[key]) if key in below else value
        for key, value in data.items()
        if () not in below.get(key, ())
    }
