"""References: well formed, and where something can be put in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import Problem
from ...source import Path
from ..base import shown
from ..references import find_references, has_reference, iter_text, malformed_references
from .context import Context

__all__ = [
    "deployed_text",
    "is_told",
    "malformed",
    "nested",
    "of_keys",
    "run_time_variables",
    "stage_values",
    "stage_variable_names",
]

# As URLs, templates and expressions of HTTP APIs have it; alone and without the dollar as REST APIs map it.
_RUN_TIME = re.compile(r"\$\{?stageVariables(?:\.|\[['\"])(\w+)|^(?:\$?stageVariables\.)(\w+)$", re.ASCII)
# A stage's own keys are looked at when that stage is; its patch is part of the whole by then.
_NOT_DEPLOYED = ("stages", "stage_variables")


def malformed(context: Context) -> Iterator[Problem]:
    """What is meant as a reference is one."""
    for path, text in [*deployed_text(context.data), *stage_values(context)]:
        for attempt in () if context.refused(*path) else malformed_references(text):
            yield context.error(
                path, f"{shown(attempt)} is no reference", "Write ${ref.name} or ${stage.name}."
            )


def nested(context: Context) -> Iterator[Problem]:
    """The value of a stage variable is final: it does not come from another one."""
    for path, text in stage_values(context):
        for each in () if context.refused(*path) else find_references(text):
            if each.namespace == "stage":
                fact = f"${{stage.{each.name}}} cannot be in the value of a stage variable"
                yield context.error(path, fact, "Write the value out.")


def of_keys(context: Context) -> Iterator[Problem]:
    """Only values hold references: keys give resources their names."""
    for path in _keys(context.data, ()):
        if has_reference(str(path[-1])) and not context.refused(*path):
            fact = f"the key {shown(path[-1])} holds a reference, which only values can"
            fix = "Write it out." if context.config.is_shared else "Write it out, or use the stage's 'patch'."
            yield context.error(path, fact, fix)


def deployed_text(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Every text of the config that is deployed, with its path."""
    return iter_text({key: value for key, value in data.items() if key not in _NOT_DEPLOYED})


def stage_variable_names(text: str) -> list[str]:
    """Stage variables that `text` uses, when deploying (`${stage.x}`) or later (`${stageVariables.x}`)."""
    if "$" not in text and not text.startswith("stageVariables"):
        return []
    deploying = [each.name for each in find_references(text) if each.namespace == "stage"]
    return deploying + run_time_variables(text)


def run_time_variables(text: str) -> list[str]:
    """Stage variables that API Gateway looks up for each request."""
    return [match[1] or match[2] for match in _RUN_TIME.finditer(text)]


def is_told(text: str) -> bool:
    """Whether `text` holds a reference that is a problem of its own; `${ref.x}` is well formed."""
    return has_reference(text) and all(each.namespace != "ref" for each in find_references(text))


def stage_values(context: Context) -> Iterator[tuple[Path, str]]:
    """Every text in the values of the stage variables, with its path."""
    yield from iter_text(
        context.written("stages", context.stage, "variables"), ("stages", context.stage, "variables")
    )
    yield from iter_text(context.written("stage_variables"), ("stage_variables",))


def _keys(data: Any, path: Path) -> Iterator[Path]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield (*path, key)
            yield from _keys(value, (*path, key))
    elif isinstance(data, list | tuple):
        for position, value in enumerate(data):
            yield from _keys(value, (*path, position))
