"""Stage variables and references: each that something uses has a value in every stage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...aws import limits
from ...errors import Problem
from ...source import Path, did_you_mean, format_path
from ..functions import DEFAULT_ALIAS_VARIABLE
from ..references import find_references, iter_text, malformed_references
from .context import Context

__all__ = ["aliases", "declared", "references", "values"]

_RUN_TIME = re.compile(r"\$\{?stageVariables\.(\w+)")
# A stage's own keys are looked at when that stage is; its patch is part of the whole by then.
_NOT_DEPLOYED = ("stages", "stage_variables")


def declared(context: Context) -> Iterator[Problem]:
    """A stage gives values to declared variables alone."""
    for name in context.config.stages[context.stage].variables:
        if name not in _known(context):
            place = ("stages", context.stage, "variables", name)
            fix = did_you_mean(name, context.config.stage_variables) if context.config.stage_variables else "Declare it there."
            yield context.error(place, f"{name!r} is not declared in 'stage_variables'", fix)


def values(context: Context) -> Iterator[Problem]:
    """Every declared variable has a value in the stage, and the value fits its pattern."""
    for name, variable in context.config.stage_variables.items():
        value = context.variables.get(name)
        written = context.written("stages", context.stage, "variables")
        if value is None and name not in written:
            yield context.error(
                ("stages", context.stage),
                f"stage {context.stage!r} gives no value to the stage variable {name!r}{_used_by(context, name)}",
                f"Add it to 'stages.{context.stage}.variables', or give 'stage_variables.{name}' a default.",
            )
        elif value is not None and variable.pattern and not re.fullmatch(variable.pattern, value):
            place: Path = ("stages", context.stage, "variables", name)
            if name not in written:
                place = ("stage_variables", name, "default")
            yield context.error(place, f"{value!r} does not match the pattern {variable.pattern!r}", "Give a value that does.")


def references(context: Context) -> Iterator[Problem]:
    """`${ref.x}` and `${stage.x}` are well formed, and every stage variable in them is declared."""
    for path, text in _deployed_text(context):
        for attempt in malformed_references(text):
            yield context.error(path, f"{attempt!r} is no reference", "Write '${ref.name}' or '${stage.name}'.")
        used = [each.name for each in find_references(text) if each.namespace == "stage"]
        for name in [*used, *_RUN_TIME.findall(text)]:
            if name not in _known(context):
                fix = did_you_mean(name, context.config.stage_variables)
                yield context.error(path, f"no stage variable named {name!r}", f"{fix} Declare it in 'stage_variables'.")


def aliases(context: Context) -> Iterator[Problem]:
    """What names an alias is declared, and its value can be an alias."""
    for name, function in context.config.functions.items():
        variable = function.alias_variable
        if variable is None:
            continue
        if variable not in _known(context):
            fix = did_you_mean(variable, context.config.stage_variables)
            yield context.error(("functions", name, "alias_variable"), f"no stage variable named {variable!r}", fix)
        value = context.variables.get(variable)
        if value is not None and not limits.ALIAS_NAME.fullmatch(value):
            yield context.error(
                _value_place(context, variable),
                f"{value!r} names the alias of function {name!r}, and cannot be one",
                "Give letters, digits, '-' and '_', not digits alone; $LATEST is not pinned to anything tested.",
            )


def _value_place(context: Context, variable: str) -> Path:
    written = variable in context.config.stages[context.stage].variables
    return ("stages", context.stage, "variables", variable) if written else ("stages", context.stage)


def _known(context: Context) -> set[str]:
    implicit = {DEFAULT_ALIAS_VARIABLE} if DEFAULT_ALIAS_VARIABLE in context.variables else set()
    return implicit | set(context.written("stage_variables"))


def _used_by(context: Context, name: str) -> str:
    for path, text in _deployed_text(context):
        if any(each == name for each in _RUN_TIME.findall(text)) or any(
            each.namespace == "stage" and each.name == name for each in find_references(text)
        ):
            return f", which {format_path(path)} uses"
    for function, each in context.config.functions.items():
        if each.alias_variable == name:
            return f", which functions.{function}.alias_variable uses"
    return ""


def _deployed_text(context: Context) -> Iterator[tuple[Path, str]]:
    deployed = {key: value for key, value in context.data.items() if key not in _NOT_DEPLOYED}
    return iter_text(deployed)
