"""One function, API or stage from a program that has no config of a whole service.

Each is put into the smallest whole config and passes every check of it, so that a part alone is held to the same rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from ..config import resolve
from ..config.authorizers import IamAuthorizerConfig, ResourceAuthorizerConfig
from ..config.functions import DEFAULT_ALIAS_VARIABLE, FunctionConfig
from ..config.http import HttpApiConfig
from ..config.service import ServiceConfig
from ..config.stages import StageConfig
from ..errors import ConfigError, Problem
from ..source import format_path
from .model import HttpApiPlan, StagePlan, TargetPlan
from .stages import plan_stage

__all__ = ["checked_function", "checked_http_api", "checked_http_authorizer", "plan_single_stage"]

Written = Mapping[str, Any] | BaseModel
_STAGE = "stage"
_ROUTES = {"GET /": {"authorizer": "none", "function": "function"}}


def checked_function(function: Written) -> FunctionConfig:
    """A function's config. Raises ConfigError with all that is wrong."""
    written = _plain(function)
    variable = written.get("alias_variable", DEFAULT_ALIAS_VARIABLE)
    config = _whole(functions={"function": written}, variables=[variable]).functions["function"]
    assert isinstance(config, FunctionConfig), "a function with 'arn' has nothing to build"
    return config


def checked_http_api(
    api: Written, *, functions: Iterable[str], stage_variables: Iterable[str] = ()
) -> HttpApiConfig:
    """An API's config; `functions` are the names it may use. Raises ConfigError with all that is wrong."""
    existing = {function: {"provided": True} for function in functions}
    return _whole(functions=existing, api=_plain(api), variables=stage_variables).apis["api"]


def checked_http_authorizer(authorizer: Written, *, functions: Iterable[str]) -> ResourceAuthorizerConfig:
    """An authorizer's config. Raises ConfigError with all that is wrong, also for IAM, which is no resource."""
    guarded = {"GET /": {"authorizer": "authorizer", "function": "function"}}
    api = {"authorizers": {"authorizer": _plain(authorizer)}, "routes": guarded}
    existing = {function: {"provided": True} for function in (*functions, "function")}
    config = _whole(functions=existing, api=api).apis["api"].authorizers["authorizer"]
    if isinstance(config, IamAuthorizerConfig):
        raise ConfigError([Problem("type", "'iam' is no authorizer to create. Routes say `authorizer` 'iam' themselves.")])
    return config


def plan_single_stage(
    stage_name: str, stage: Written, api: HttpApiPlan, *, log_group_of: str, tags: Mapping[str, str]
) -> StagePlan:
    """A stage of a planned API. Raises ConfigError with all that is wrong, also where an alias has no permission."""
    config = checked_stage(stage)
    problems = list(_unusable_aliases(api.targets, config.variables))
    if problems:
        raise ConfigError(problems)
    return plan_stage(
        stage_name,
        config,
        api.settings,
        log_group=f"/aws/vendedlogs/apigateway/{log_group_of}",
        routes=api.routes,
        variables=config.variables,
        tags={**tags, **config.tags},
    )


def _unusable_aliases(targets: Iterable[TargetPlan], variables: Mapping[str, str]) -> Iterator[Problem]:
    """Calls that would be answered with 500: no value for the alias's variable, or an alias that nothing permits."""
    for target in dict.fromkeys(targets):
        if target.variable is None:
            continue
        value = variables.get(target.variable)
        accepted = ", ".join(sorted(alias for alias in target.aliases if alias))
        if value not in target.aliases:
            fact = "is missing" if value is None else f"names the alias {value!r}, which function {target.function!r} has not"
            yield Problem(format_path(("variables", target.variable)), f"the stage variable {fact}. Give one of: {accepted}.")


def checked_stage(stage: Written) -> StageConfig:
    """A stage's config. Raises ConfigError with all that is wrong."""
    written = _plain(stage)
    variables = written.get("variables")
    return _whole(stage=written, variables=variables if isinstance(variables, Mapping) else ()).stages[_STAGE]


def _whole(
    *,
    functions: Mapping[str, Any] | None = None,
    api: Mapping[str, Any] | None = None,
    stage: Mapping[str, Any] | None = None,
    variables: Iterable[str] = (),
) -> ServiceConfig:
    around = {
        "service": "service",
        "functions": functions if functions is not None else {"function": {"provided": True}},
        "apis": {"api": api if api is not None else {"routes": _ROUTES}},
        "stage_variables": {variable: {"default": "any"} for variable in variables},
        "stages": {_STAGE: stage or {}},
    }
    return resolve(around, _STAGE)


def _plain(written: Written) -> dict[str, Any]:
    return written.model_dump(exclude_unset=True) if isinstance(written, BaseModel) else dict(written)
