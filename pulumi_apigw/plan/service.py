"""A whole service: config of the stages that one stack deploys → plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..config import ServiceConfig
from ..config.http import HttpApiConfig
from ..config.names import api_name
from ..config.rest import RestApiConfig
from ..config.service import AnyApiConfig
from ..config.websocket import WebSocketApiConfig
from .deployed import DeployedStage, deployed_stages, owner_of
from .domains.domain import plan_domains
from .domains.merging import merged_domains
from .domains.model import DomainPlan
from .functions import merged_targets, plan_functions, plan_targets
from .gradual import overrides, plan_canary
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
from .rest.model import RestStagePlan
from .rest.stage import plan_rest_stage
from .stages import plan_stage
from .websocket.api import plan_websocket_api
from .websocket.connections import domain_endpoint
from .websocket.model import WebSocketStagePlan
from .websocket.stage import plan_websocket_stage

__all__ = ["plan_service", "plan_stages"]


def plan_service(config: ServiceConfig, stage: str, folder: Path | None = None) -> ServicePlan:
    """What the stack of one stage builds.

    `config` is that stage's own (`ConfigFile.stage`, `resolve`), so nothing can be wrong with it here. Paths
    in it start from `folder`, by default the working directory.
    """
    return plan_stages(deployed_stages({stage: config}), folder or Path())


def plan_stages(stages: Sequence[DeployedStage], folder: Path) -> ServicePlan:
    """What one stack builds for `stages`: several of a shared service, or one."""
    config = stages[0].config
    by_role = any(isinstance(api, RestApiConfig | WebSocketApiConfig) for api in config.apis.values())
    domains = {each.name: plan_domains(each.config, each.name) for each in stages}
    planner = _Apis(stages, domains)
    apis = {name: planner.plan(name, api) for name, api in config.apis.items()}
    permissions = [each for api in apis.values() for each in api.permissions]
    functions = plan_functions(stages, folder, permissions=permissions)
    watched = {each.name: _observability(each, apis.values(), functions.values()) for each in stages}
    return ServicePlan(
        service=config.service,
        stages=tuple(each.name for each in stages),
        is_shared=config.is_shared,
        functions=functions,
        apis=apis,
        access_log_role=config.access_log_role if by_role else "none",
        domains=merged_domains(domains.values()),
        observability={stage: plan for stage, plan in watched.items() if plan},
        tags=config.tags,
    )


def _observability(
    stage: DeployedStage, apis: Iterable[AnyApiPlan], functions: Iterable[AnyFunctionPlan]
) -> ObservabilityPlan | None:
    """Alarms and dashboard; functions that are not made here are watched where they are made.

    Of a function that stages share, each stage watches the calls by its own alias.
    """
    config = stage.config
    wanted = config.observability_in(stage.name)
    if wanted is None:
        return None
    targets = plan_targets(config.functions, stage.variables) if config.is_shared else {}
    return plan_observability(
        wanted,
        [(api, each.access_log) for api in apis for each in api.stages if each.name == stage.name],
        [each for each in functions if isinstance(each, FunctionPlan)],
        name=f"{config.service}-{stage.name}",
        tags={**config.tags, **stage.settings.tags},
        aliases={name: alias for name, each in targets.items() if (alias := each.aliases[0])},
    )


@dataclass(frozen=True)
class _Apis:
    """Plans the APIs of the stages: their routes once, and what each stage is set to."""

    stages: Sequence[DeployedStage]
    domains: Mapping[str, tuple[DomainPlan, ...]]

    @property
    def config(self) -> ServiceConfig:
        """What all stages have in common."""
        return self.stages[0].config

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
        planned = (
            plan_stage(
                each.name,
                each.settings,
                api,
                log_group=self._log_group(name, each),
                routes=plan.routes,
                variables=each.variables,
                tags=self._stage_tags(api, each),
            )
            for each in self.stages
        )
        return replace(plan, stages=tuple(planned))

    def _rest(self, name: str, api: RestApiConfig) -> RestApiPlan:
        caches = [api.cache if each.settings.cache is None else each.settings.cache for each in self.stages]
        plan = plan_rest_api(
            name,
            api,
            api_name=self._api_name(name),
            targets=self._targets(canary=True),
            tags=self._tags(api),
            cached=any(each != "none" for each in caches),
        )
        return replace(plan, stages=tuple(self._rest_stage(name, api, plan, each) for each in self.stages))

    def _rest_stage(
        self, name: str, api: RestApiConfig, plan: RestApiPlan, stage: DeployedStage
    ) -> RestStagePlan:
        planned = plan_rest_stage(
            stage.name,
            stage.settings,
            api,
            plan=plan,
            log_group=self._log_group(name, stage),
            variables=stage.variables,
            tags=self._stage_tags(api, stage),
            usage_plan_prefix=f"{self.config.service}-{stage.name}-{name}",
            logs=self._logs,
        )
        return replace(planned, canary=plan_canary(stage, plan.targets))

    def _websocket(self, name: str, api: WebSocketApiConfig) -> WebSocketApiPlan:
        plan = plan_websocket_api(
            name,
            api,
            api_name=self._api_name(name),
            targets=self._targets(),
            tags=self._tags(api),
            # Stages that share a table are refused: there is one owner, or no table.
            table_name=f"{self.config.service}-{self.stages[0].name}-{name}-connections",
        )
        return replace(
            plan, stages=tuple(self._websocket_stage(name, api, plan, each) for each in self.stages)
        )

    def _websocket_stage(
        self, name: str, api: WebSocketApiConfig, plan: WebSocketApiPlan, stage: DeployedStage
    ) -> WebSocketStagePlan:
        planned = plan_websocket_stage(
            stage.name,
            stage.settings,
            api,
            plan=plan,
            log_group=self._log_group(name, stage),
            variables=stage.variables,
            tags=self._stage_tags(api, stage),
            usage_plan_prefix=f"{self.config.service}-{stage.name}-{name}",
            logs=self._logs,
        )
        return replace(planned, connections_url=domain_endpoint(name, api, self.domains[stage.name]))

    @property
    def _logs(self) -> bool:
        return self.config.access_log_role != "none"

    def _api_name(self, name: str) -> str:
        owner = owner_of(self.stages)
        return api_name(self.config.service, owner.name if owner else None, name)

    def _tags(self, api: AnyApiConfig) -> dict[str, str]:
        return self._stage_tags(api, owner_of(self.stages))

    def _stage_tags(self, api: AnyApiConfig, stage: DeployedStage | None) -> dict[str, str]:
        return {**self.config.tags, **(stage.settings.tags if stage else {}), **api.tags}

    def _targets(self, *, canary: bool = False) -> Mapping[str, TargetPlan]:
        """How functions are called in all stages, also by the canaries of REST APIs."""
        functions = self.config.functions
        return merged_targets(
            plan_targets(functions, each.variables, overrides(each, functions) if canary else {})
            for each in self.stages
        )

    def _log_group(self, name: str, stage: DeployedStage) -> str:
        """A name that one resource policy of the account covers for good.

        CloudWatch adds a statement for every other log group, until the policy is full (5,120 bytes).
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
        """
        return f"/aws/vendedlogs/apigateway/{self.config.service}/{name}/{stage.name}"
