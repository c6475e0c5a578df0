"""Moves to a release bit by bit, where APIs share functions, and functions a stage variable.

https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import Problem
from ..functions import FunctionConfig
from ..names import canary_alias
from ..rest import RestApiConfig
from .context import ApiConfig, Context

__all__ = ["CHECKS", "existing", "twice"]


def existing(context: Context) -> Iterator[Problem]:
    """The canary of a REST API gives a stage variable another value, for all that it calls by it."""
    gradual, functions = context.config.stages[context.stage].gradual, context.config.functions
    if gradual is None:
        return
    for path, api in context.rest_apis():
        called = {name: functions[name] for name in _called(api) if name in functions}
        moving = {
            each.alias_variable: name for name, each in called.items() if isinstance(each, FunctionConfig)
        }
        for name, each in called.items():
            variable = each.alias_variable
            if isinstance(each, FunctionConfig) or variable is None or variable not in moving:
                continue
            alias = canary_alias(context.variables.get(variable, "ALIAS"))
            fact = (
                f"while the stage moves, {variable!r} is {alias!r} in a share of the requests to API "
                f"{path[1]!r}: an alias of {moving[variable]!r}, which this function has not"
            )
            fix = "Give it an 'alias_variable' of its own, or an 'alias'."
            yield context.error(("functions", name, "alias_variable"), fact, fix)


def twice(context: Context) -> Iterator[Problem]:
    """What a REST API's canary leaves to the stage calls an alias that sends a share of all calls on."""
    gradual = context.config.stages[context.stage].gradual
    if gradual is None:
        return
    rest = {name: path for path, api in context.rest_apis() for name in _called(api)}
    others = [(path, api) for path, _, api in context.apis() if not isinstance(api, RestApiConfig)]
    weighted = {name: path for path, api in others for name in _called(api)}
    for name in context.config.functions:
        if name in rest and name in weighted and isinstance(context.config.functions[name], FunctionConfig):
            share = gradual.percent / 100
            both = 100 * (share + (1 - share) * share)
            one, other = f"API {weighted[name][1]!r}", f"REST API {rest[name][1]!r}"
            fact = f"{one} calls {name!r} too, whose alias sends {gradual.percent:g} percent on"
            fact += f", so that {both:.3g} percent of the requests to {other} run the release's code"
            fix = "Give each API a function of its own where that is too many."
            yield context.advice(("stages", context.stage, "gradual", "percent"), fact, fix)


def _called(api: ApiConfig) -> Iterator[str]:
    """The functions of an API's routes and authorizers."""
    for route in api.routes.values():
        name = route.function or api.defaults.function
        if name is not None and route.integration is None:
            yield name
    for authorizer in api.authorizers.values():
        if authorizer.type == "lambda":
            yield authorizer.function


CHECKS = (existing, twice)
