"""Functions: what is built, and how routes and authorizers call it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from ..config.domains.mappings import domains_of
from ..config.functions import AnyFunctionConfig, FunctionConfig
from ..config.names import function_name
from .deployed import DeployedStage, owner_of
from .environments import base_path_environments, cors_environments
from .model import AnyFunctionPlan, ExistingFunctionPlan, FunctionPlan, PermissionPlan, TargetPlan

__all__ = ["merged_targets", "plan_function", "plan_functions", "plan_targets"]


def plan_functions(
    stages: Sequence[DeployedStage], folder: Path, *, permissions: Iterable[PermissionPlan] = ()
) -> dict[str, AnyFunctionPlan]:
    """Every function of a service; paths in the config start from `folder`.

    `permissions` are those of the APIs, whose aliases functions have besides those of the stages' variables.
    """
    config, owner = stages[0].config, owner_of(stages)
    found = [plan_targets(config.functions, each.variables, _own_canary(each)) for each in stages]
    targets, called = merged_targets(found), _aliases(permissions)
    origins = cors_environments(config.apis.values())
    domains = [domain for each in stages for domain in domains_of(each.settings.domain)]
    paths = base_path_environments(domains, config.apis)
    plans: dict[str, AnyFunctionPlan] = {}
    for name, function in config.functions.items():
        if isinstance(function, FunctionConfig):
            aliases = (*targets[name].aliases, *called.get(name, ()))
            plans[name] = plan_function(
                name,
                _with_environment(function, {**origins.get(name, {}), **paths.get(name, {})}),
                function_name=function_name(config.service, owner.name if owner else None, name),
                aliases=[alias for alias in aliases if alias],
                folder=folder,
                tags={**config.tags, **(owner.settings.tags if owner else {}), **function.tags},
            )
        else:
            plans[name] = ExistingFunctionPlan(name=name, arn=function.arn)
    return plans


def _own_canary(stage: DeployedStage) -> Mapping[str, str]:
    return stage.settings.canary.variables if stage.settings.canary else {}


def _aliases(permissions: Iterable[PermissionPlan]) -> dict[str, list[str | None]]:
    found: dict[str, list[str | None]] = {}
    for each in permissions:
        found.setdefault(each.function, []).append(each.alias)
    return found


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


def merged_targets(stages: Iterable[Mapping[str, TargetPlan]]) -> dict[str, TargetPlan]:
    """How each function is called in all stages together: by the aliases of each."""
    merged: dict[str, TargetPlan] = {}
    for name, target in (item for targets in stages for item in targets.items()):
        before = merged[name].aliases if name in merged else ()
        merged[name] = replace(target, aliases=tuple(dict.fromkeys((*before, *target.aliases))))
    return merged


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
