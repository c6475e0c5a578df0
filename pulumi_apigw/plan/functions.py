"""Functions: what is built, and how routes and authorizers call it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from ..config import ServiceConfig
from ..config.domains.mappings import domains_of
from ..config.functions import AnyFunctionConfig, FunctionConfig
from ..config.names import function_name
from .environments import base_path_environments, cors_environments
from .model import AnyFunctionPlan, ExistingFunctionPlan, FunctionPlan, TargetPlan

__all__ = ["plan_function", "plan_functions", "plan_targets"]


def plan_functions(
    config: ServiceConfig, stage: str, variables: Mapping[str, str], folder: Path
) -> dict[str, AnyFunctionPlan]:
    """Every function of a service; paths in the config start from `folder`."""
    canary = config.stages[stage].canary
    targets = plan_targets(config.functions, variables, canary.variables if canary else {})
    origins = cors_environments(config.apis.values())
    paths = base_path_environments(domains_of(config.stages[stage].domain), config.apis)
    plans: dict[str, AnyFunctionPlan] = {}
    for name, function in config.functions.items():
        if isinstance(function, FunctionConfig):
            plans[name] = plan_function(
                name,
                _with_environment(function, {**origins.get(name, {}), **paths.get(name, {})}),
                function_name=function_name(config.service, stage, name),
                aliases=[alias for alias in targets[name].aliases if alias],
                folder=folder,
                tags={**config.tags, **config.stages[stage].tags, **function.tags},
            )
        else:
            plans[name] = ExistingFunctionPlan(name=name, arn=function.arn)
    return plans


def _with_environment(function: FunctionConfig, environment: Mapping[str, str]) -> FunctionConfig:
    """`function` with variables that it does not set itself."""
    if not environment:
        return function
    return function.model_copy(update={"environment": {**environment, **function.environment}})


def plan_function(
    name: str,
    function: FunctionConfig,
    *,
    function_name: str,
    aliases: Iterable[str],
    folder: Path,
    tags: Mapping[str, str],
) -> FunctionPlan:
    """One function to build."""
    return FunctionPlan(
        name=name,
        function_name=function_name,
        source=folder / function.source,
        requirements=folder / function.requirements if function.requirements else None,
        settings=function,
        aliases=tuple(dict.fromkeys(aliases)),
        tags=dict(tags),
    )


def plan_targets(
    functions: Mapping[str, AnyFunctionConfig],
    variables: Mapping[str, str],
    canary: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, TargetPlan]:
    """How each function is called in a stage with these variables; `canary` is what its canary overrides."""
    return {name: _target(name, function, variables, canary) for name, function in functions.items()}


def _target(
    name: str, function: AnyFunctionConfig, variables: Mapping[str, str], canary: Mapping[str, str]
) -> TargetPlan:
    if variable := function.alias_variable:
        stable = variables[variable]
        aliases = tuple(dict.fromkeys((stable, canary.get(variable, stable))))
        return TargetPlan(function=name, aliases=aliases, variable=variable)
    return TargetPlan(
        function=name, aliases=(None if isinstance(function, FunctionConfig) else function.alias,)
    )
