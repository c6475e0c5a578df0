"""A stage of an API: variables, throttles, logs, usage plans, and for REST APIs caches and canaries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from ..config.stages import StageConfig
from ..errors import ConfigError, Problem
from ..plan.model import StagePlan
from ..plan.rest.model import RestStagePlan
from ..plan.single import checked_stage
from ..plan.single_stage import plan_single_stage
from ..plan.websocket.model import WebSocketStagePlan
from .access_log_role import AccessLogRole
from .checked import plain, told_by_pulumi
from .connections import connections_url
from .http_api import HttpApi
from .http_stage import create_http_stage
from .log_group import create_log_group
from .references import References
from .rest_api import RestApi
from .rest_stage import (
    create_client_certificate,
    create_method_settings,
    create_rest_stage,
    create_web_acl_association,
)
from .usage_plans import UsagePlanParts, create_usage_plans
from .websocket_api import WebSocketApi
from .websocket_stage import create_websocket_stage

__all__ = ["Stage", "StageArgs"]

AnyStagePlan = StagePlan | RestStagePlan | WebSocketStagePlan


@dataclass(kw_only=True)
class StageArgs:
    """What a `Stage` is made of.

    `api`: the `HttpApi`, `RestApi` or `WebSocketApi`.
    `stage_name`: AWS's name of the stage, or for HTTP APIs `$default` (default: the Pulumi stack's). An API
    whose config says `default_stage` has `$default` in any case.
    `stage`: a `StageConfig`, or a mapping in its shape: variables, throttle, access log, cache, canary.
    `refs`: values for `${ref.x}`.
    `tags`: tags besides the stage's own.
    `access_log_role`: the role that a stage of a REST or WebSocket API waits for, where the program makes it.
    `deployment`: what the stage serves, by a digest that the API's `deployments` has (default: the newest).
    `canary_deployment`: what the canary of a REST API's stage serves (default: what the stage does).
    """

    api: HttpApi | RestApi | WebSocketApi
    stage_name: str | None = None
    stage: StageConfig | AnyStagePlan | Mapping[str, Any] = field(default_factory=dict)
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    access_log_role: AccessLogRole | None = None
    deployment: str | None = None
    canary_deployment: str | None = None

    def plan(self, name: str) -> AnyStagePlan:
        """The plan of the stage. Raises ConfigError with all that is wrong."""
        if not isinstance(self.api, HttpApi | RestApi | WebSocketApi):
            fact = f"{type(self.api).__name__} is none of HttpApi, RestApi and WebSocketApi"
            fix = "Pass one of them; an API of pulumi_aws has stages of pulumi_aws"
            raise ConfigError([Problem("api", f"{fact}. {fix}.")])
        if isinstance(self.stage, AnyStagePlan):
            return self.stage
        config = checked_stage(plain(self.stage), api=self.api.plan)
        References(self.refs).require(config.model_dump())
        return plan_single_stage(
            self.stage_name or pulumi.get_stack(),
            config,
            self.api.plan,
            log_group_of=f"{name}/{pulumi.get_stack()}",
            tags=self.tags,
        )


class Stage(pulumi.ComponentResource):
    """A stage that deploys every change of its API, with throttling and a JSON access log.

    It comes after the API's routes and permissions, and so after all that they need. The stage of a REST API
    has its method settings, usage plans, client certificate and web ACL for children too, that of a WebSocket
    API its usage plans. Raises `pulumi.RunError` with all that is wrong before anything is registered.

    Type token: `apigw:index:Stage`. Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html
    and https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-stages.html
    """

    stage_name: pulumi.Output[str]
    """AWS's name of the stage."""
    url: pulumi.Output[str]
    """Where the stage's routes answer, without a slash at the end.

    What a program makes of it comes after the limits of all methods and the web ACL. With
    `disable_execute_api_endpoint` it answers nobody, and only a custom domain leads to the routes.
    """
    execution_arn: pulumi.Output[str]
    """ARN that policies name."""
    connections_url: pulumi.Output[str] | None = None
    """Endpoint of `@connections`, by which clients of a WebSocket API are reached; None for other kinds."""

    def __init__(self, name: str, args: StageArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        with told_by_pulumi(f"Stage {name!r}"):
            plan = args.plan(name)
        refs = References(args.refs)
        super().__init__("apigw:index:Stage", name, {}, opts)
        self.api, self.plan = args.api, plan
        self.log_group = create_log_group(name, plan.access_log, refs=refs, tags=plan.tags, parent=self)
        self.client_certificate: aws.apigateway.ClientCertificate | None = None
        self.method_settings: dict[str, aws.apigateway.MethodSettings] = {}
        self.web_acl_association: aws.wafv2.WebAclAssociation | None = None
        self.usage_plans: dict[str, UsagePlanParts] = {}
        self.stage: aws.apigatewayv2.Stage | aws.apigateway.Stage
        if isinstance(plan, RestStagePlan):
            assert isinstance(args.api, RestApi), "a stage is planned for its own API"
            self._create_rest(name, plan, args.api, args, refs)
        elif isinstance(plan, WebSocketStagePlan):
            assert isinstance(args.api, WebSocketApi), "a stage is planned for its own API"
            self._create_websocket(name, plan, args.api, args, refs)
        else:
            assert isinstance(args.api, HttpApi), "a stage is planned for its own API"
            self._create_http(name, plan, args.api, args, refs)
        outputs = {"stage_name": self.stage_name, "url": self.url, "execution_arn": self.execution_arn}
        if self.connections_url:
            outputs["connections_url"] = self.connections_url
        self.register_outputs(outputs)

    def _create_http(
        self, name: str, plan: StagePlan, api: HttpApi, args: StageArgs, refs: References
    ) -> None:
        stage = create_http_stage(
            name, plan, api, deployment=args.deployment, log_group=self.log_group, refs=refs, parent=self
        )
        self.stage, self.stage_name, self.execution_arn = stage, stage.name, stage.execution_arn
        self.url = stage.invoke_url.apply(lambda url: url.rstrip("/"))

    def _create_rest(
        self, name: str, plan: RestStagePlan, api: RestApi, args: StageArgs, refs: References
    ) -> None:
        self.client_certificate = create_client_certificate(name, plan, api, refs=refs, parent=self)
        stage = create_rest_stage(
            name,
            plan,
            api,
            deployment=args.deployment,
            canary_deployment=args.canary_deployment,
            log_group=self.log_group,
            certificate=self.client_certificate,
            role=args.access_log_role,
            refs=refs,
            parent=self,
        )
        self.method_settings = create_method_settings(name, plan, stage, parent=self)
        self.web_acl_association = create_web_acl_association(name, api, stage, refs=refs, parent=self)
        self.usage_plans = create_usage_plans(name, plan, api, stage.stage_name, refs=refs, parent=self)
        self.stage, self.stage_name, self.execution_arn = stage, stage.stage_name, stage.execution_arn
        self.url = self._guarded(stage.invoke_url)

    def _create_websocket(
        self, name: str, plan: WebSocketStagePlan, api: WebSocketApi, args: StageArgs, refs: References
    ) -> None:
        stage = create_websocket_stage(
            name,
            plan,
            api,
            deployment=args.deployment,
            log_group=self.log_group,
            role=args.access_log_role,
            refs=refs,
            parent=self,
        )
        self.usage_plans = create_usage_plans(name, plan, api, stage.name, refs=refs, parent=self)
        self.stage, self.stage_name, self.execution_arn = stage, stage.name, stage.execution_arn
        self.url = stage.invoke_url.apply(lambda url: url.rstrip("/"))
        self.connections_url = connections_url(api.api, stage.name, refs.fill(plan.connections_url))

    def _guarded(self, url: pulumi.Output[str]) -> pulumi.Output[str]:
        # Only what every stage has from its beginning: with settings of single routes the URL would be
        # unknown in each preview that adds some.
        guards = [self.method_settings["*/*"].id]
        if self.web_acl_association:
            guards.append(self.web_acl_association.id)
        return pulumi.Output.all(url, *guards).apply(lambda known: str(known[0]).rstrip("/"))
