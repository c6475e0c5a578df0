"""A stage's release is what its alias leads to: an alias is one stage's.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....errors import Problem
from ....source import Path, format_path
from ...functions import FunctionConfig
from ...names import canary_alias
from ..context import Context
from ..variables import value_place

__all__ = ["distinct", "promoted"]


def distinct(contexts: Sequence[Context]) -> Iterator[Problem]:
    """Two stages that call a function by the same alias would run the same version of it."""
    told: set[tuple[str, ...]] = set()
    for function in _built(contexts):
        first: dict[str, str] = {}
        for context in contexts:
            for place, variable, alias, what in _aliases(context, function):
                other = first.setdefault(alias, context.stage)
                if other == context.stage or (variable, alias, context.stage) in told:
                    continue
                told.add((variable, alias, context.stage))
                fact = (
                    f"{what} {alias!r} of function {function!r} belongs to stage {other!r}, and leads to what"
                )
                where = format_path(("stages", context.stage, "variables"))
                fix = f"Give each stage its own: '{variable}' in '{where}'."
                if "canary" in place:
                    fix = "Give each canary its own."
                yield context.error(place, f"{fact} that stage runs", fix)


def _built(contexts: Sequence[Context]) -> list[str]:
    """Functions whose aliases are made here: whoever makes the others says where those lead."""
    functions = contexts[0].config.functions.items()
    return [name for name, each in functions if isinstance(each, FunctionConfig)]


def _aliases(context: Context, function: str) -> Iterator[tuple[Path, str, str, str]]:
    """Every alias of a function that a stage has: its place, its variable, itself, and what it is."""
    built = context.config.functions.get(function)
    variable = built.alias_variable if isinstance(built, FunctionConfig) else None
    alias = context.variables.get(variable or "")
    if variable is None or alias is None:
        return
    stage = context.config.stages[context.stage]
    yield value_place(context, variable), variable, alias, "alias"
    if not next(context.rest_apis(), None):
        return
    if stage.gradual is not None:
        yield ("stages", context.stage, "gradual"), variable, canary_alias(alias), "the canary's alias"
    if stage.canary is not None and variable in stage.canary.variables:
        place = ("stages", context.stage, "canary", "variables", variable)
        yield place, variable, stage.canary.variables[variable], "the canary's alias"


def promoted(contexts: Sequence[Context]) -> Iterator[Problem]:
    """A variable that names aliases and travels would give a stage the alias of the one before it."""
    context = contexts[0]
    for name, variable in context.config.stage_variables.items():
        calling = [key for key in _built(contexts) if context.config.functions[key].alias_variable == name]
        if calling and variable.promote:
            fact = f"it names the alias of function {calling[0]!r}, which a promotion would take along"
            fix = "Remove 'promote': a promotion moves the alias of the stage to another version."
            yield context.error(("stage_variables", name, "promote"), fact, fix)
