"""Gradual moves: which alias a share of a REST stage's requests calls, and by which variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..config.functions import AnyFunctionConfig, FunctionConfig
from ..config.names import canary_alias
from ..config.rest.stage_settings import CanaryConfig
from .api_parts import TargetPlan
from .deployed import DeployedStage

__all__ = ["canary_alias", "overrides", "plan_canary"]


def overrides(stage: DeployedStage, functions: Mapping[str, AnyFunctionConfig]) -> dict[str, str]:
    """The stage variables that are others in the canary of REST APIs, whichever functions they call.

    Functions that exist have no alias of ours, and move when whoever makes them moves them.
    """
    gradual = stage.settings.gradual
    if gradual is None:
        return dict(stage.settings.canary.variables) if stage.settings.canary else {}
    built = (each.alias_variable for each in functions.values() if isinstance(each, FunctionConfig))
    aliases = {name: canary_alias(stage.variables[name]) for name in built}
    return {**aliases, **gradual.variables}


def plan_canary(stage: DeployedStage, targets: Iterable[TargetPlan]) -> CanaryConfig | None:
    """The canary of a stage of a REST API that calls `targets`: that of a gradual move, else its own.

    Lambda's own shares of an alias would give new routes old code: API Gateway's choice holds for both.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
    """
    gradual = stage.settings.gradual
    if gradual is None:
        return stage.settings.canary
    found, called = overrides(stage, stage.config.functions), {each.variable for each in targets}
    variables = {name: value for name, value in found.items() if name in {*called, *gradual.variables}}
    return CanaryConfig(percent_traffic=gradual.percent, variables=variables)
