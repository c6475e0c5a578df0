"""A stage of an HTTP API: variables, throttles and the access log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from ..config.stages import StageConfig
from ..plan.model import AccessLogPlan, StagePlan, ThrottlePlan
from ..plan.single import checked_stage, plan_single_stage
from .checked import plain, told_by_pulumi
from .http_api import HttpApi
from .references import References

__all__ = ["Stage", "StageArgs"]


@dataclass(kw_only=True)
class StageArgs:
    """What a `Stage` is made of.

    `api`: the `HttpApi`.
    `stage_name`: AWS's name of the stage, or `$default` (default: the Pulumi stack's). An API whose config
    says `default_stage` has `$default` in any case.
    `stage`: a `StageConfig`, or a mapping in its shape: variables, throttle, access log.
    `refs`: values for `${ref.x}`.
    `tags`: tags besides the stage's own.
    """

    api: HttpApi
    stage_name: str | None = None
    stage: StageConfig | StagePlan | Mapping[str, Any] = field(default_factory=dict)
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)

    def plan(self, name: str) -> StagePlan:
        """The plan of the stage. Raises ConfigError with all that is wrong."""
        if isinstance(self.stage, StagePlan):
            return self.stage
        config = checked_stage(plain(self.stage))
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

    It comes after the API's routes and permissions, and so after all that they need. Raises `pulumi.RunError`
    with all that is wrong before anything is registered.

    Type token: `apigw:index:Stage`. Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html
    """

    stage_name: pulumi.Output[str]
    """AWS's name of the stage."""
    url: pulumi.Output[str]
    """Where the stage's routes answer, without a slash at the end.

    With `disable_execute_api_endpoint` it answers nobody, and only a custom domain leads to the routes.
    """
    execution_arn: pulumi.Output[str]
    """ARN that policies name."""

    def __init__(self, name: str, args: StageArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        with told_by_pulumi(f"Stage {name!r}"):
            plan = args.plan(name)
        refs = References(args.refs)
        super().__init__("apigw:index:Stage", name, {}, opts)
        self.log_group = (
            self._create_log_group(name, plan, plan.access_log, refs) if plan.access_log else None
        )
        self.stage = self._create_stage(name, plan, args.api, refs)
        self.stage_name, self.execution_arn = self.stage.name, self.stage.execution_arn
        self.url = self.stage.invoke_url.apply(lambda url: url.rstrip("/"))
        self.register_outputs(
            {"stage_name": self.stage_name, "url": self.url, "execution_arn": self.execution_arn}
        )

    def _create_log_group(
        self, name: str, plan: StagePlan, log: AccessLogPlan, refs: References
    ) -> aws.cloudwatch.LogGroup:
        return aws.cloudwatch.LogGroup(
            f"{name}.access-log",
            name=log.log_group,
            retention_in_days=log.retention_days,
            kms_key_id=refs.fill(log.kms_key_arn),
            log_group_class=log.log_class,
            tags=refs.fill(plan.tags),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_stage(
        self, name: str, plan: StagePlan, api: HttpApi, refs: References
    ) -> aws.apigatewayv2.Stage:
        return aws.apigatewayv2.Stage(
            name,
            name=plan.stage_name,
            api_id=api.api_id,
            auto_deploy=True,
            description=refs.fill(plan.description),
            stage_variables=refs.fill(plan.variables),
            default_route_settings=_settings(plan.throttle, plan.detailed_metrics),
            route_settings=[
                {"route_key": each.route_key, **_settings(each.throttle, each.detailed_metrics)}
                for each in plan.route_settings
            ],
            access_log_settings=self._access_log(plan, refs),
            tags=refs.fill(plan.tags),
            # AWS refuses settings for a route that is not there yet, and a stage that goes live before the
            # permissions are there answers 500.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[*api.routes.values(), *api.permissions]),
        )

    def _access_log(
        self, plan: StagePlan, refs: References
    ) -> aws.apigatewayv2.StageAccessLogSettingsArgsDict | None:
        if plan.access_log is None or self.log_group is None:
            return None
        return {"destination_arn": self.log_group.arn, "format": refs.fill(plan.access_log.format)}


def _settings(
    throttle: ThrottlePlan, detailed_metrics: bool
) -> aws.apigatewayv2.StageDefaultRouteSettingsArgsDict:
    """Route settings, whole. `logging_level` and `data_trace_enabled` are for WebSocket APIs alone."""
    return {
        "throttling_rate_limit": throttle.rate_limit,
        "throttling_burst_limit": throttle.burst_limit,
        "detailed_metrics_enabled": detailed_metrics,
    }
