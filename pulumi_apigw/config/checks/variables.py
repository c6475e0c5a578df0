"""Stage variables: each that something uses has a value in every stage, and the value fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...aws import limits
from ...errors import Problem
from ...source import Path, did_you_mean, format_path
from ..base import shown
from ..functions import DEFAULT_ALIAS_VARIABLE
from ..references import has_reference
from .context import Context
from .references import deployed_text, is_told, stage_variable_names

__all__ = ["aliases", "declared", "quota", "undeclared", "value_place", "values"]


def declared(context: Context) -> Iterator[Problem]:
    """A stage gives values to declared variables alone."""
    for name in context.config.stages[context.stage].variables:
        if not _is_known(context, name):
            place = ("stages", context.stage, "variables", name)
            yield context.error(place, f"no stage variable named {name!r}", _declare(context, name))


def undeclared(context: Context) -> Iterator[Problem]:
    """Every stage variable in use is declared; where a stage gives it a value, `declared` says so."""
    given = {
        name for stage in context.written("stages") for name in context.written("stages", stage, "variables")
    }
    for path, text in deployed_text(context.data):
        for name in dict.fromkeys(() if context.refused(*path) else stage_variable_names(text)):
            if not _is_known(context, name) and name not in given:
                yield context.error(path, f"no stage variable named {name!r}", _declare(context, name))
    for function, each in context.config.functions.items():
        variable = each.alias_variable
        if variable is not None and not _is_known(context, variable) and variable not in given:
            place = ("functions", function, "alias_variable")
            yield context.error(place, f"no stage variable named {variable!r}", _declare(context, variable))


def values(context: Context) -> Iterator[Problem]:
    """Every declared variable has a value in the stage, and the value fits its pattern."""
    section = ("stages", context.stage, "variables")
    written = context.written(*section)
    for name, variable in context.config.stage_variables.items():
        value = context.variables.get(name)
        if value is None:
            yield from _missing(context, name)
        elif variable.pattern and not has_reference(value) and not re.fullmatch(variable.pattern, value):
            place: Path = (*section, name) if name in written else ("stage_variables", name, "default")
            fact = f"{shown(value)} does not match the pattern {shown(variable.pattern)}"
            yield context.error(place, fact, "Give a value that does, or mend the pattern.")


def _missing(context: Context, name: str) -> Iterator[Problem]:
    section = ("stages", context.stage, "variables")
    default = ("stage_variables", name, "default")
    if context.refused(*section, name) or context.refused(*default):
        return
    yield context.error(
        ("stages", context.stage),
        f"stage {context.stage!r} gives no value to the stage variable {name!r}{_used_by(context, name)}",
        f"Add it to '{format_path(section)}', or give it a default in '{format_path(default[:2])}'.",
    )


def aliases(context: Context) -> Iterator[Problem]:
    """The value of what names an alias can be one."""
    reported = set()
    for name, function in context.config.functions.items():
        variable = function.alias_variable or ""
        value = context.variables.get(variable)
        if value is None or limits.ALIAS_NAME.fullmatch(value) or variable in reported or is_told(value):
            continue
        reported.add(variable)
        yield context.error(
            value_place(context, variable),
            f"{shown(value)} names the alias of function {name!r}, and cannot be one",
            "Give letters, digits, '-' and '_', not digits alone; $LATEST is no alias.",
        )


def quota(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html"""
    count = len(context.variables)
    if count > limits.STAGE_VARIABLES_PER_STAGE:
        fix = f"AWS takes at most {limits.STAGE_VARIABLES_PER_STAGE}: remove some."
        yield context.error(("stage_variables",), f"a stage has {count} stage variables", fix)


def value_place(context: Context, variable: str) -> Path:
    """Where the value of a stage's variable is written."""
    if variable in context.config.stages[context.stage].variables:
        return ("stages", context.stage, "variables", variable)
    return (
        ("stage_variables", variable, "default")
        if variable in context.config.stage_variables
        else ("stages", context.stage)
    )


def _known(context: Context) -> set[str]:
    """Names of the variables that the config may use, those with a refused definition too."""
    implicit = {DEFAULT_ALIAS_VARIABLE} if DEFAULT_ALIAS_VARIABLE in context.variables else set()
    return implicit | set(context.written("stage_variables"))


def _is_known(context: Context, name: str) -> bool:
    return name in _known(context) or context.refused("stage_variables")


def _declare(context: Context, name: str) -> str:
    declare = f"Declare it: 'stage_variables: {{{name}: {{}}}}'."
    known = did_you_mean(name, context.config.stage_variables)
    return f"{known} Else declare it in 'stage_variables'." if known.startswith("Did") else declare


def _used_by(context: Context, name: str) -> str:
    for path, text in deployed_text(context.data):
        if name in stage_variable_names(text):
            return f", which {format_path(path)} uses"
    for function, each in context.config.functions.items():
        if each.alias_variable == name:
            return f", which {format_path(('functions', function, 'alias_variable'))} uses"
    return ""
