"""An HTTP API: routes, integrations, authorizers and the permissions to call its functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from ..config.cors import CorsConfig
from ..config.http import HttpApiConfig
from ..plan.http import plan_http_api
from ..plan.model import HttpApiPlan, RoutePlan, ServiceIntegrationPlan
from ..plan.single import checked_http_api
from .api_deployments import ApiDeployments
from .authorizer import Authorizer, AuthorizerArgs
from .checked import plain, told_by_pulumi
from .http_deployment import http_fingerprint
from .integration import Surroundings, create_kept_roles, integration_inputs
from .permissions import create_permissions
from .pinned_deployments import create_pinned_deployments
from .references import References
from .targets import AnyFunction, Target, targets_of
from .vpc_links import create_vpc_links

__all__ = ["HttpApi", "HttpApiArgs"]


@dataclass(kw_only=True)
class HttpApiArgs:
    """What an `HttpApi` is made of.

    `api`: an `HttpApiConfig`, or a mapping in its shape (see `apigw schema`).
    `functions`: functions by the names that `api` uses; a `Function` that has aliases is called by the one
    that its stage variable names.
    `stage_variables`: names of the stage variables that `api` reads (`${stageVariables.x}`), besides those of
    aliases.
    `refs`: values for `${ref.x}`.
    `tags`: tags besides the API's own.
    `deployments`: deployments by what they hold, where stages serve different ones (default: none, as AWS
    deploys every change itself).
    """

    api: HttpApiConfig | HttpApiPlan | Mapping[str, Any]
    functions: Mapping[str, AnyFunction | Target] = field(default_factory=dict)
    stage_variables: Sequence[str] = ()
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    deployments: ApiDeployments | None = None

    def plan(self, name: str, targets: Mapping[str, Target]) -> HttpApiPlan:
        """The plan of the API. Raises ConfigError with all that is wrong."""
        if isinstance(self.api, HttpApiPlan):
            return self.api
        config = checked_http_api(plain(self.api), functions=targets, stage_variables=self.stage_variables)
        References(self.refs).require(config.model_dump())
        return plan_http_api(
            name,
            config,
            api_name=f"{name}-{pulumi.get_stack()}",
            targets={each: target.plan for each, target in targets.items()},
            tags={**self.tags, **config.tags},
        )


class HttpApi(pulumi.ComponentResource):
    """An HTTP API with everything but its stages, which are `Stage`s of their own.

    Children: an `Authorizer` an authorizer, routes by their key, integrations by what they call, VPC links,
    one permission a function and alias. Their names begin with the component's and a dot, which no name in a
    config has, so that no two APIs can have children of one name. Raises `pulumi.RunError` with all that is
    wrong before anything is registered.

    Type token: `apigw:index:HttpApi`. Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
    """

    api_id: pulumi.Output[str]
    """The API's id."""
    api_endpoint: pulumi.Output[str]
    """URL of the API without a stage."""
    execution_arn: pulumi.Output[str]
    """ARN that policies and permissions name, without a stage."""
    sent: pulumi.Output[str]
    """SHA-256 of what was sent to AWS of what routes are."""

    def __init__(self, name: str, args: HttpApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        with told_by_pulumi(f"HttpApi {name!r}"):
            targets = targets_of(args.functions, References(args.refs))
            self.plan = args.plan(name, targets)
        refs = References(args.refs)
        super().__init__("apigw:index:HttpApi", name, {}, opts)
        self.api = self._create_api(name, refs)
        self.authorizers = self._create_authorizers(name, args, targets)
        self.vpc_links = create_vpc_links(name, self.plan, args.deployments, refs=refs, parent=self)
        called = self._integration_inputs(name, targets, refs, args.deployments)
        self.integrations = {
            each: self._create_integration(f"{name}.{each}", called[each]) for each in called
        }
        self.permissions = self._create_permissions(name, targets)
        asked = {route.key: _route_inputs(route, refs) for route in self.plan.routes}
        self.routes = {each.key: self._create_route(name, each, asked[each.key]) for each in self.plan.routes}
        self.sent = http_fingerprint(called, {n: each.sent for n, each in self.authorizers.items()}, asked)
        self.deployments = self._create_deployments(name, args.deployments)
        self.api_id, self.api_endpoint = self.api.id, self.api.api_endpoint
        self.execution_arn = self.api.execution_arn
        self.register_outputs(
            {"api_id": self.api_id, "api_endpoint": self.api_endpoint, "execution_arn": self.execution_arn}
        )

    def _child(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self)

    def _create_api(self, name: str, refs: References) -> aws.apigatewayv2.Api:
        return aws.apigatewayv2.Api(
            name,
            name=self.plan.api_name,
            protocol_type="HTTP",
            description=refs.fill(self.plan.settings.description),
            cors_configuration=_cors(self.plan.settings.cors, refs),
            disable_execute_api_endpoint=self.plan.settings.disable_execute_api_endpoint,
            ip_address_type=self.plan.settings.ip_address_type,
            tags=refs.fill(self.plan.tags),
            opts=self._child(),
        )

    def _create_authorizers(
        self, name: str, args: HttpApiArgs, targets: Mapping[str, Target]
    ) -> dict[str, Authorizer]:
        return {
            plan.name: Authorizer(
                f"{name}.{plan.name}",
                AuthorizerArgs(api_id=self.api.id, authorizer=plan, functions=targets, refs=args.refs),
                self._child(),
            )
            for plan in self.plan.authorizers
        }

    def _integration_inputs(
        self,
        name: str,
        targets: Mapping[str, Target],
        refs: References,
        deployments: ApiDeployments | None,
    ) -> dict[str, dict[str, Any]]:
        services = deployments.services if deployments else ()
        around = Surroundings(
            api=self.api,
            parent=self,
            targets=targets,
            vpc_links=self.vpc_links,
            refs=refs,
            tags=self.plan.tags,
            kept=[each for each in services if isinstance(each, ServiceIntegrationPlan)],
        )
        create_kept_roles(name, [each.name for each in self.plan.integrations], around)
        return {
            plan.name: integration_inputs(f"{name}.{plan.name}", plan, around)
            for plan in self.plan.integrations
        }

    def _create_integration(self, name: str, inputs: Mapping[str, Any]) -> aws.apigatewayv2.Integration:
        return aws.apigatewayv2.Integration(name, api_id=self.api.id, **inputs, opts=self._child())

    def _create_route(self, name: str, plan: RoutePlan, inputs: Mapping[str, Any]) -> aws.apigatewayv2.Route:
        authorizer = self.authorizers.get(plan.authorizer or "")
        return aws.apigatewayv2.Route(
            f"{name}.{plan.name}",
            api_id=self.api.id,
            route_key=plan.key,
            target=pulumi.Output.concat("integrations/", self.integrations[plan.integration].id),
            authorizer_id=authorizer.authorizer_id if authorizer else None,
            **inputs,
            # A stage may serve it at once, and answers 500 for a function that it may not call yet.
            opts=pulumi.ResourceOptions(parent=self, depends_on=self.permissions),
        )

    @property
    def parts(self) -> list[pulumi.Resource]:
        """What is deployed last, and what it needs to answer: a stage comes after all of it."""
        return [*self.routes.values(), *self.permissions]

    def _create_deployments(
        self, name: str, deployments: ApiDeployments | None
    ) -> dict[str, aws.apigatewayv2.Deployment]:
        if deployments is None:
            return {}
        return create_pinned_deployments(
            name,
            self.api,
            deployments=deployments,
            sent=self.sent,
            auto_deploy=True,
            after=self.parts,
            parent=self,
        )

    def _create_permissions(self, name: str, targets: Mapping[str, Target]) -> list[aws.lambda_.Permission]:
        return create_permissions(
            name, self.plan.permissions, targets=targets, execution_arn=self.api.execution_arn, parent=self
        )


def _route_inputs(plan: RoutePlan, refs: References) -> dict[str, Any]:
    """What is sent of a route, apart from what it refers to."""
    return {
        "authorization_type": plan.authorization,
        "authorization_scopes": refs.fill(plan.scopes) or None,
        "operation_name": refs.fill(plan.operation_name),
    }


def _cors(cors: CorsConfig | None, refs: References) -> aws.apigatewayv2.ApiCorsConfigurationArgsDict | None:
    if cors is None:
        return None
    return {
        "allow_origins": refs.fill(cors.allow_origins),
        "allow_methods": list(cors.allow_methods),
        "allow_headers": refs.fill(cors.allow_headers),
        "expose_headers": refs.fill(cors.expose_headers),
        "allow_credentials": cors.allow_credentials,
        "max_age": cors.max_age_seconds,
    }
