"""A whole service: config of one stage → plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from ..config import ServiceConfig, stage_variables
from ..config.http import HttpApiConfig
from ..config.names import api_name
from ..config.rest import RestApiConfig
from ..config.service import AnyApiConfig
from ..config.stages import StageConfig
from ..config.websocket import WebSocketApiConfig
from .domains.domain import plan_domains
from .domains.model import DomainPlan
from .functions import plan_functions, plan_targets
from .http import plan_http_api
from .model import (
    AnyApiPlan,
    AnyFunctionPlan,
    FunctionPlan,
    HttpApiPlan,
    RestApiPlan,
    ServicePlan,
    TargetPlan,
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
    domains = plan_domains(config, stage)
    planner = _Apis(config, stage, variables, domains)
    apis = {name: planner.plan(name, api) for name, api in config.apis.items()}
    return ServicePlan(
        service=config.service,
        stage=stage,
        functions=functions,
        apis=apis,
        access_log_role=config.access_log_role if by_role else "none",
        domains=domains,
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


@dataclass(frozen=True)
class _Apis:
    """Plans the APIs of one stage."""

    config: ServiceConfig
    stage: str
    variables: Mapping[str, str]
    domains: tuple[DomainPlan, ...]

    @property
    def settings(self) -> StageConfig:
        return self.config.stages[self.stage]

    def plan(self, name: str, api: AnyApiConfig) -> AnyApiPlan:
        if isinstance(api, RestApiConfig):
            return self._rest(name, api)
        if isinstance(api, WebSocketApiConfig):
            return self._websocket(name, api)
        return self._http(name, api)

    def _http(self, name: str, api: HttpApiConfig) -> HttpApiPlan:
        plan = plan_http_api(
            name, api, api_name=self._api_name(name), targets=self._targets(), tags=self._tags(api)
        )
        planned = plan_stage(
            self.stage,
            self.settings,
            api,
            log_group=self._log_group(name),
            routes=plan.routes,
            variables=self.variables,
            tags=plan.tags,
        )
        return replace(plan, stages=(planned,))

    def _rest(self, name: str, api: RestApiConfig) -> RestApiPlan:
        canary, own_cache = self.settings.canary, self.settings.cache
        plan = plan_rest_api(
            name,
            api,
            api_name=self._api_name(name),
            targets=self._targets(canary.variables if canary else {}),
            tags=self._tags(api),
            cached=(api.cache if own_cache is None else own_cache) != "none",
        )
        planned = plan_rest_stage(
            self.stage,
            self.settings,
            api,
            plan=plan,
            log_group=self._log_group(name),
            variables=self.variables,
            tags=plan.tags,
            usage_plan_prefix=f"{self.config.service}-{self.stage}-{name}",
            logs=self._logs,
        )
        return replace(plan, stages=(planned,))

    def _websocket(self, name: str, api: WebSocketApiConfig) -> WebSocketApiPlan:
        prefix = f"{self.config.service}-{self.stage}-{name}"
        plan = plan_websocket_api(
            name,
            api,
            api_name=self._api_name(name),
            targets=self._targets(),
            tags=self._tags(api),
            table_name=f"{prefix}-connections",
        )
        planned = plan_websocket_stage(
            self.stage,
            self.settings,
            api,
            plan=plan,
            log_group=self._log_group(name),
            variables=self.variables,
            tags=plan.tags,
            usage_plan_prefix=prefix,
            logs=self._logs,
        )
        endpoint = domain_endpoint(name, api, self.domains)
        return replace(plan, stages=(replace(planned, connections_url=endpoint),))

    @property
    def _logs(self) -> bool:
        return self.config.access_log_role != "none"

    def _api_name(self, name: str) -> str:
        return api_name(self.config.service, self.stage, name)

    def _tags(self, api: AnyApiConfig) -> dict[str, str]:
        return {**self.config.tags, **self.settings.tags, **api.tags}

    def _targets(self, canary: Mapping[str, str] = MappingProxyType({})) -> Mapping[str, TargetPlan]:
        return plan_targets(self.config.functions, self.variables, canary)

    def _log_group(self, name: str) -> str:
        """A name that one resource policy of the account covers for good.

        CloudWatch adds a statement for every other log group, until the policy is full (5,120 bytes).
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
        """
        return f"/aws/vendedlogs/apigateway/{self.config.service}/{name}/{self.stage}"
