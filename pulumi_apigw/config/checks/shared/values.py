"""One API and one function serve all stages: what the config says of them is the same in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ....errors import Problem
from ....source import Path
from ...base import shown
from ...patch import merge_patch
from ...references import find_references, substitute_stage
from ..context import Context
from ..references import deployed_text
from .fixes import fix, shared_thing

__all__ = ["differing", "patches"]

_LEFT_OUT = object()


def differing(contexts: Sequence[Context]) -> Iterator[Problem]:
    """Texts that the stages' variables make different ones of."""
    first = contexts[0]
    for path, text in deployed_text(first.data):
        names = [each.name for each in find_references(text) if each.namespace == "stage"]
        known = [each for each in contexts if names and _is_known(each, path, names)]
        values = {each.stage: substitute_stage(text, each.variables) for each in known}
        if values and (pair := _pair(values)):
            # What is not the same in the two is the one that the handler, or API Gateway, is to look up.
            name = next(each for each in names if _differs(known, pair, each))
            whole = text == f"${{stage.{name}}}"
            fact = f"it is {_both(values, *pair)}, and all stages share {shared_thing(path)}"
            yield first.error(path, fact, fix(first.config, path, variable=name, whole=whole))


def _is_known(context: Context, path: Path, names: list[str]) -> bool:
    """Whether neither the text nor a value that goes into it is a problem of its own."""
    return not context.refused(*path) and all(name in context.variables for name in names)


def _differs(contexts: Sequence[Context], pair: tuple[str, str], name: str) -> bool:
    return len({each.variables[name] for each in contexts if each.stage in pair}) == 2


def patches(contexts: Sequence[Context]) -> Iterator[Problem]:
    """A stage's patch is for that stage alone, and there is nothing that one stage has alone."""
    data = contexts[0].data
    written = {each.stage: each.config.stages[each.stage].patch for each in contexts}
    patched = {stage: merge_patch(data, patch) for stage, patch in written.items()}
    for context in contexts:
        for path in _leaves(written[context.stage], ()):
            values = {stage: _at(each, path) for stage, each in patched.items()}
            place = ("stages", context.stage, "patch", *path)
            pair = _pair(values, context.stage)
            if pair is None:
                fact = f"stages that share {shared_thing(path)} have no patch of it"
                yield context.error(place, fact, "Write it in the config itself, where it is every stage's.")
                continue
            fact = f"it is {_both(values, *pair)}, and all stages share {shared_thing(path)}"
            yield context.error(place, fact, fix(context.config, path))


def _leaves(patch: Any, path: Path) -> Iterator[Path]:
    """The innermost keys of a patch, each of which replaces or removes something."""
    if isinstance(patch, Mapping) and (patch or not path):
        for key, value in patch.items():
            yield from _leaves(value, (*path, key))
    else:
        yield path


def _at(data: Any, path: Path) -> Any:
    for key in path:
        if not isinstance(data, Mapping) or key not in data:
            return _LEFT_OUT
        data = data[key]
    return data


def _pair(values: Mapping[str, Any], stage: str | None = None) -> tuple[str, str] | None:
    """Two stages with different values: `stage`, or the first one, is one of them; None where all agree."""
    one = next(iter(values)) if stage is None else stage
    other = next((each for each, value in values.items() if value != values[one]), None)
    return None if other is None else (one, other)


def _both(values: Mapping[str, Any], one: str, other: str) -> str:
    first, second = _said(values[one]), _said(values[other])
    if first == second:
        second = first.replace("a ", "another ", 1) if first.startswith("a ") else "another"
    return f"{first} in stage {one!r} and {second} in stage {other!r}"


def _said(value: Any) -> str:
    return "left out" if value is _LEFT_OUT else shown(value)
