"""A whole service: config of one stage → plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ..config import ServiceConfig, stage_variables
from ..config.http import HttpApiConfig
from ..config.names import api_name
from ..config.rest import RestApiConfig
from ..config.service import AnyApiConfig
from ..config.websocket import WebSocketApiConfig
from .domains.domain import plan_domains
from .functions import plan_functions, plan_targets
from .http import plan_http_api
from .model import (
    AnyApiPlan,
    AnyFunctionPlan,
    FunctionPlan,
    HttpApiPlan,
    RestApiPlan,
    ServicePlan,
    WebSocketApiPlan,
)
from .observability.model import ObservabilityPlan
from .observability.observability import plan_observability
from .rest.api import plan_rest_api
from .rest.stage import plan_rest_stage
from .stages import plan_stage
from .websocket.api import plan_websocket_api
from .websocket.connections import domain_endpoint
from .websocket.stage import plan_websocket_stage

__all__ = ["plan_service"]


def plan_service(config: ServiceConfig, stage: str, folder: Path | None = None) -> ServicePlan:
    """What the stack of one stage builds.

    `config` is that stage's own (`ConfigFile.stage`, `resolve`), so nothing can be wrong with it here. Paths
    in it start from `folder`, by default the working directory.
    """
    variables = stage_variables(config, stage)
    by_role = any(isinstance(api, RestApiConfig | WebSocketApiConfig) for api in config.apis.values())
    functions = plan_functions(config, stage, variables, folder or Path())
    apis = {name: _api(config, stage, variables, name, api) for name, api in config.apis.items()}
    return ServicePlan(
        service=config.service,
        stage=stage,
        functions=functions,
        apis=apis,
        access_log_role=config.access_log_role if by_role else "none",
        domains=plan_domains(config, stage),
        observability=_observability(config, stage, apis.values(), functions.values()),
        tags=config.tags,
    )


def _observability(
    config: ServiceConfig,
    stage: str,
    apis: Iterable[AnyApiPlan],
    functions: Iterable[AnyFunctionPlan],
) -> ObservabilityPlan | None:
    """Alarms and dashboard; functions that are not made here are watched where they are made."""
    wanted = config.observability_in(stage)
    if wanted is None:
        return None
    return plan_observability(
        wanted,
        [(api, each.access_log) for api in apis for each in api.stages],
        [each for each in functions if isinstance(each, FunctionPlan)],
        name=f"{config.service}-{stage}",
        tags={**config.tags, **config.stages[stage].tags},
    )


def _api(
    config: ServiceConfig, stage: str, variables: Mapping[str, str], name: str, api: AnyApiConfig
) -> AnyApiPlan:
    tags = {**config.tags, **config.stages[stage].tags, **api.tags}
    if isinstance(api, RestApiConfig):
        return _rest_api(config, stage, variables, name, api, tags)
    if isinstance(api, WebSocketApiConfig):
        return _websocket_api(config, stage, variables, name, api, tags)
    return _http_api(config, stage, variables, name, api, tags)


def _http_api(
    config: ServiceConfig,
    stage: str,
    variables: Mapping[str, str],
    name: str,
    api: HttpApiConfig,
    tags: Mapping[str, str],
) -> HttpApiPlan:
    plan = plan_http_api(
        name,
        api,
        api_name=api_name(config.service, stage, name),
        targets=plan_targets(config.functions, variables),
        tags=tags,
    )
    planned = plan_stage(
        stage,
        config.stages[stage],
        api,
        log_group=_log_group(config.service, name, stage),
        routes=plan.routes,
        variables=variables,
        tags=tags,
    )
    return replace(plan, stages=(planned,))


def _rest_api(
    config: ServiceConfig,
    stage: str,
    variables: Mapping[str, str],
    name: str,
    api: RestApiConfig,
    tags: Mapping[str, str],
) -> RestApiPlan:
    canary, own_cache = config.stages[stage].canary, config.stages[stage].cache
    plan = plan_rest_api(
        name,
        api,
        api_name=api_name(config.service, stage, name),
        targets=plan_targets(config.functions, variables, canary.variables if canary else {}),
        tags=tags,
        cached=(api.cache if own_cache is None else own_cache) != "none",
    )
    planned = plan_rest_stage(
        stage,
        config.stages[stage],
        api,
        plan=plan,
        log_group=_log_group(config.service, name, stage),
        variables=variables,
        tags=tags,
        usage_plan_prefix=f"{config.service}-{stage}-{name}",
        logs=config.access_log_role != "none",
    )
    return replace(plan, stages=(planned,))


def _websocket_api(
    config: ServiceConfig,
    stage: str,
    variables: Mapping[str, str],
    name: str,
    api: WebSocketApiConfig,
    tags: Mapping[str, str],
) -> WebSocketApiPlan:
    plan = plan_websocket_api(
        name,
        api,
        api_name=api_name(config.service, stage, name),
        targets=plan_targets(config.functions, variables),
        tags=tags,
        table_name=f"{config.service}-{stage}-{name}-connections",
    )
    planned = plan_websocket_stage(
        stage,
        config.stages[stage],
        api,
        plan=plan,
        log_group=_log_group(config.service, name, stage),
        variables=variables,
        tags=tags,
        usage_plan_prefix=f"{config.service}-{stage}-{name}",
        logs=config.access_log_role != "none",
    )
    endpoint = domain_endpoint(name, api, plan_domains(config, stage))
    return replace(plan, stages=(replace(planned, connections_url=endpoint),))


def _log_group(service: str, api: str, stage: str) -> str:
    """A name that one resource policy of the account covers for good.

    CloudWatch adds a statement for every other log group, until the policy is full (5,120 bytes).
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
    """
    return f"/aws/vendedlogs/apigateway/{service}/{api}/{stage}"
