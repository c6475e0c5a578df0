"""Moves to a release bit by bit: from one that the stage is pinned to, by aliases of functions or a canary.

https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from ...aws import limits
from ...errors import Problem
from ..functions import FunctionConfig
from ..names import canary_alias
from ..promotion import LATEST, GradualConfig, utc_time
from ..references import has_reference
from .context import Context
from .variables import value_place

__all__ = ["CHECKS", "aliases", "canaries", "late", "long_aliases", "movable", "releases"]


def releases(context: Context) -> Iterator[Problem]:
    """A stage moves from the one release that it is pinned to, to another."""
    gradual, place = _gradual(context), ("stages", context.stage, "gradual")
    if gradual is None or context.refused("stages", context.stage, "release"):
        return
    release = context.config.stages[context.stage].release
    if release == LATEST:
        fact = "the stage takes every release as it comes, so that there is none to move from"
        fix = "Pin 'release' to what it runs, as 'apigw promote' does, or remove 'gradual'."
        yield context.error(place, fact, fix)
    elif release == gradual.release:
        fact = f"the stage runs release {release!r} already"
        yield context.error((*place, "release"), fact, "Remove 'gradual'.")


def canaries(context: Context) -> Iterator[Problem]:
    """A stage of a REST API has one canary."""
    if _gradual(context) is not None and context.config.stages[context.stage].canary is not None:
        fact = "the stage has a 'canary', and AWS takes one: the move needs it"
        fix = "Remove 'canary', or take the move back with 'apigw rollback'."
        yield context.error(("stages", context.stage, "gradual"), fact, fix)


def movable(context: Context) -> Iterator[Problem]:
    """Only what is made here can be had twice: a function's version, or a deployment of a REST API."""
    built = any(isinstance(each, FunctionConfig) for each in context.config.functions.values())
    refused = context.refused_within("functions") or context.refused_within("apis")
    if _gradual(context) is None or built or next(context.rest_apis(), None) or refused:
        return
    fact = "nothing moves bit by bit: the service has no REST API, and no function that is built here"
    yield context.error(("stages", context.stage, "gradual"), fact, "Remove it, and promote as a whole.")


def aliases(context: Context) -> Iterator[Problem]:
    """The move itself leads aliases of functions that are built here to the release."""
    gradual = _gradual(context)
    for name in gradual.variables if gradual else ():
        functions = context.config.functions.items()
        built = [key for key, each in functions if isinstance(each, FunctionConfig)]
        calling = [key for key in built if context.config.functions[key].alias_variable == name]
        if calling:
            place = ("stages", context.stage, "gradual", "variables", name)
            fact = f"{name!r} names the alias of function {calling[0]!r}, which the move leads to the release"
            yield context.error(place, fact, "Remove it.")


def long_aliases(context: Context) -> Iterator[Problem]:
    """The canary of a REST API calls functions by an alias of its own, with a longer name."""
    told = set()
    for name, function in context.config.functions.items() if _gradual(context) else ():
        variable = function.alias_variable or ""
        alias = context.variables.get(variable)
        if not isinstance(function, FunctionConfig) or alias is None or has_reference(alias):
            continue
        longer = canary_alias(alias)
        is_long = len(alias) <= limits.ALIAS_NAME_LENGTH < len(longer)
        if is_long and variable not in told and next(context.rest_apis(), None):
            told.add(variable)
            fact = f"the canary's alias of function {name!r} would have {len(longer)} characters"
            most = limits.ALIAS_NAME_LENGTH - len(longer) + len(alias)
            yield context.error(
                value_place(context, variable), fact, f"Give at most {most} here: shorten it."
            )


def late(context: Context) -> Iterator[Problem]:
    """A move that should be over by now: who set its share may have forgotten it."""
    gradual = _gradual(context)
    until = utc_time(gradual.until) if gradual and gradual.until else None
    if gradual is None or until is None or until > datetime.now(UTC):
        return
    fact = f"the move was to end at {gradual.until}, and {gradual.percent:g} percent have the release"
    ways = f"apigw promote {gradual.source} {context.stage} --percent 100"
    fix = f"Complete it ('{ways}'), or take it back ('apigw rollback {context.stage}')."
    yield context.advice(("stages", context.stage, "gradual", "until"), fact, fix)


def _gradual(context: Context) -> GradualConfig | None:
    return context.config.stages[context.stage].gradual


CHECKS = (releases, canaries, movable, aliases, long_aliases, late)
