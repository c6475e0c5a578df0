"""An HTTP API: routes, integrations, authorizers and the permissions to call its functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from ..config.http import CorsConfig, HttpApiConfig
from ..plan.http import plan_http_api
from ..plan.model import HttpApiPlan, PermissionPlan, RoutePlan
from ..plan.single import checked_http_api
from .authorizer import Authorizer, AuthorizerArgs
from .checked import told_by_pulumi
from .integration import Surroundings, create_integration
from .references import References
from .targets import AnyFunction, Target, targets_of

__all__ = ["HttpApi", "HttpApiArgs"]


@dataclass(kw_only=True)
class HttpApiArgs:
    """What an `HttpApi` is made of.

    `api`: an `HttpApiConfig`, or a mapping in its shape (see `apigw schema`).
    `functions`: functions by the names that `api` uses; a `Function` is called by the alias that a stage variable names.
    `stage_variables`: names of the stage variables that `api` reads (`${stageVariables.x}`), besides the aliases'.
    `refs`: values for `${ref.x}`.
    `tags`: tags besides the API's own.
    """

    api: HttpApiConfig | HttpApiPlan | Mapping[str, Any]
    functions: Mapping[str, AnyFunction | Target] = field(default_factory=dict)
    stage_variables: Sequence[str] = ()
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)

    def plan(self, name: str, targets: Mapping[str, Target]) -> HttpApiPlan:
        """The plan of the API. Raises ConfigError with all that is wrong."""
        if isinstance(self.api, HttpApiPlan):
            return self.api
        config = checked_http_api(self.api, functions=targets, stage_variables=self.stage_variables)
        return plan_http_api(
            name,
            config,
            api_name=name,
            targets={each: target.plan for each, target in targets.items()},
            tags={**self.tags, **config.tags},
        )


class HttpApi(pulumi.ComponentResource):
    """An HTTP API with everything but its stages, which are `Stage`s of their own.

    Type token: `apigw:index:HttpApi`. Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
    """

    api_id: pulumi.Output[str]
    """The API's id."""
    api_endpoint: pulumi.Output[str]
    """URL of the API without a stage."""
    execution_arn: pulumi.Output[str]
    """ARN that policies and permissions name, without a stage."""

    def __init__(self, name: str, args: HttpApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        with told_by_pulumi():
            targets = targets_of(args.functions)
            self.plan = args.plan(name, targets)
        refs = References(args.refs)
        super().__init__("apigw:index:HttpApi", name, {}, opts)
        self.api = self._create_api(name)
        self.authorizers = self._create_authorizers(name, args, targets)
        self.vpc_links = self._create_vpc_links(name, refs)
        self.integrations = self._create_integrations(name, targets, refs)
        self.routes = {route.key: self._create_route(name, route) for route in self.plan.routes}
        self.permissions = [self._create_permission(name, each, targets) for each in self.plan.permissions]
        self.api_id, self.api_endpoint = self.api.id, self.api.api_endpoint
        self.execution_arn = self.api.execution_arn
        self.register_outputs(
            {"api_id": self.api_id, "api_endpoint": self.api_endpoint, "execution_arn": self.execution_arn}
        )

    def _child(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self)

    def _create_api(self, name: str) -> aws.apigatewayv2.Api:
        return aws.apigatewayv2.Api(
            name,
            name=self.plan.api_name,
            protocol_type="HTTP",
            description=self.plan.settings.description,
            cors_configuration=_cors(self.plan.settings.cors),
            disable_execute_api_endpoint=self.plan.settings.disable_execute_api_endpoint,
            ip_address_type=self.plan.settings.ip_address_type,
            tags=dict(self.plan.tags),
            opts=self._child(),
        )

    def _create_authorizers(
        self, name: str, args: HttpApiArgs, targets: Mapping[str, Target]
    ) -> dict[str, Authorizer]:
        return {
            plan.name: Authorizer(
                f"{name}-{plan.name}",
                AuthorizerArgs(api_id=self.api.id, authorizer=plan, functions=targets, refs=args.refs),
                self._child(),
            )
            for plan in self.plan.authorizers
        }

    def _create_vpc_links(self, name: str, refs: References) -> dict[str, pulumi.Input[str]]:
        """Ids of the links, of those that exist and of those made here.

        A link that is replaced is made first and deleted last, when no integration refers to it any more.
        """
        ids: dict[str, pulumi.Input[str]] = {}
        for link, config in self.plan.settings.vpc_links.items():
            if config.subnet_ids is None:
                ids[link] = refs.optional(config.id)
                continue
            ids[link] = aws.apigatewayv2.VpcLink(
                f"{name}-{link}",
                subnet_ids=refs.texts(config.subnet_ids),
                security_group_ids=refs.texts(config.security_group_ids),
                tags=dict(self.plan.tags),
                opts=self._child(),
            ).id
        return ids

    def _create_integrations(
        self, name: str, targets: Mapping[str, Target], refs: References
    ) -> dict[str, aws.apigatewayv2.Integration]:
        around = Surroundings(
            api=self.api, parent=self, targets=targets, vpc_links=self.vpc_links, refs=refs, tags=self.plan.tags
        )
        return {plan.name: create_integration(f"{name}-{plan.name}", plan, around) for plan in self.plan.integrations}

    def _create_route(self, name: str, plan: RoutePlan) -> aws.apigatewayv2.Route:
        authorizer = self.authorizers.get(plan.authorizer or "")
        return aws.apigatewayv2.Route(
            f"{name}-{plan.name}",
            api_id=self.api.id,
            route_key=plan.key,
            target=pulumi.Output.concat("integrations/", self.integrations[plan.integration].id),
            authorization_type=plan.authorization,
            authorizer_id=authorizer.authorizer_id if authorizer else None,
            authorization_scopes=list(plan.scopes) or None,
            operation_name=plan.operation_name,
            opts=self._child(),
        )

    def _create_permission(
        self, name: str, plan: PermissionPlan, targets: Mapping[str, Target]
    ) -> aws.lambda_.Permission:
        target = targets[plan.function]
        return aws.lambda_.Permission(
            "-".join(part for part in (name, plan.function, plan.alias) if part),
            action="lambda:InvokeFunction",
            principal="apigateway.amazonaws.com",
            function=target.function,
            qualifier=target.qualifier(plan.alias),
            # Every stage, route and authorizer of this API, and of no other.
            source_arn=pulumi.Output.concat(self.api.execution_arn, "/*"),
            opts=self._child(),
        )


def _cors(cors: CorsConfig | None) -> dict[str, Any] | None:
    if cors is None:
        return None
    return {
        "allow_origins": list(cors.allow_origins),
        "allow_methods": list(cors.allow_methods),
        "allow_headers": list(cors.allow_headers),
        "expose_headers": list(cors.expose_headers),
        "allow_credentials": cors.allow_credentials,
        "max_age": cors.max_age_seconds,
    }
