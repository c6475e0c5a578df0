"""One stage of an API from a program that has no config of a whole service: its plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import overload

from ..aws import limits
from ..config.rest.stage_settings import CanaryConfig
from ..config.stages import StageConfig
from ..errors import ConfigError, Problem
from ..source import Path, format_path
from .model import AnyApiPlan, HttpApiPlan, RestApiPlan, StagePlan, TargetPlan, WebSocketApiPlan
from .rest.model import RestStagePlan
from .rest.stage import plan_rest_stage
from .stages import plan_stage
from .websocket.model import WebSocketStagePlan
from .websocket.stage import plan_websocket_stage

__all__ = ["plan_single_stage"]


@overload
def plan_single_stage(
    stage_name: str, config: StageConfig, api: HttpApiPlan, *, log_group_of: str, tags: Mapping[str, str]
) -> StagePlan: ...


@overload
def plan_single_stage(
    stage_name: str, config: StageConfig, api: RestApiPlan, *, log_group_of: str, tags: Mapping[str, str]
) -> RestStagePlan: ...


@overload
def plan_single_stage(
    stage_name: str, config: StageConfig, api: WebSocketApiPlan, *, log_group_of: str, tags: Mapping[str, str]
) -> WebSocketStagePlan: ...


def plan_single_stage(
    stage_name: str, config: StageConfig, api: AnyApiPlan, *, log_group_of: str, tags: Mapping[str, str]
) -> StagePlan | RestStagePlan | WebSocketStagePlan:
    """A stage of a planned API; `log_group_of` ends the name of its access log.

    Raises ConfigError for a name that AWS refuses, and where an alias that is called has no permission.
    """
    problems = list(_unusable_stage_name(stage_name, default=isinstance(api, HttpApiPlan)))
    problems += _unusable_aliases(api.targets, config.variables)
    problems += _unusable_canary(api.targets, config.canary) if isinstance(api, RestApiPlan) else ()
    if problems:
        raise ConfigError(problems)
    log_group, tags = f"/aws/vendedlogs/apigateway/{log_group_of}", {**tags, **config.tags}
    if isinstance(api, RestApiPlan):
        return plan_rest_stage(
            stage_name,
            config,
            api.settings,
            plan=api,
            log_group=log_group,
            variables=config.variables,
            tags=tags,
        )
    if isinstance(api, WebSocketApiPlan):
        return plan_websocket_stage(
            stage_name,
            config,
            api.settings,
            plan=api,
            log_group=log_group,
            variables=config.variables,
            tags=tags,
        )
    return plan_stage(
        stage_name,
        config,
        api.settings,
        log_group=log_group,
        routes=api.routes,
        variables=config.variables,
        tags=tags,
    )


def _unusable_stage_name(stage_name: str, *, default: bool) -> Iterator[Problem]:
    """`default` says whether the API can have AWS's stage `$default`."""
    refused = stage_name == "$default" and not default
    if refused or not limits.STAGE_NAME.fullmatch(stage_name) or len(stage_name) > limits.STAGE_NAME_LENGTH:
        also = "'$default', or " if default else ""
        fix = f"It takes {also}letters, digits, '-' and '_', at most {limits.STAGE_NAME_LENGTH}."
        yield Problem("stage_name", f"{stage_name!r} is not accepted. {fix}")


def _unusable_aliases(
    targets: Iterable[TargetPlan], variables: Mapping[str, str], path: Path = ("variables",)
) -> Iterator[Problem]:
    """Calls that would be answered with 500: a variable without a value, or an alias that nothing permits."""
    for target in dict.fromkeys(targets):
        if target.variable is None:
            continue
        value = variables.get(target.variable)
        accepted = ", ".join(sorted(alias for alias in target.aliases if alias))
        if value not in target.aliases:
            fact = (
                "is missing"
                if value is None
                else f"names the alias {value!r}, which function {target.function!r} has not"
            )
            yield Problem(
                format_path((*path, target.variable)),
                f"the stage variable {fact}. Give one of: {accepted}.",
            )


def _unusable_canary(targets: Iterable[TargetPlan], canary: CanaryConfig | None) -> Iterator[Problem]:
    """The same of the canary's own values; what it leaves alone is the stage's."""
    own = canary.variables if canary else {}
    overridden = (target for target in targets if target.variable in own)
    yield from _unusable_aliases(overridden, own, ("canary", "variables"))
