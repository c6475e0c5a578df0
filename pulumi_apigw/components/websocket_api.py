"""A WebSocket API: routes, integrations, answers, the table of connections, and the permissions it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from ..config.websocket import WebSocketApiConfig
from ..errors import ConfigError, Problem
from ..plan.model import TargetPlan
from ..plan.single import checked_websocket_api
from ..plan.websocket.api import plan_websocket_api
from ..plan.websocket.model import WebSocketApiPlan, WebSocketRoutePlan
from ..source import did_you_mean
from .api_deployments import ApiDeployments
from .api_keys import create_api_keys
from .checked import plain, told_by_pulumi
from .connections import Connections, connections_url, create_store
from .permissions import create_permissions
from .pinned_deployments import create_pinned_deployments
from .references import References
from .targets import AnyFunction, Target, targets_of
from .values import DeployedValues
from .websocket_deployment import create_websocket_deployment, websocket_fingerprint
from .websocket_functions import expected_targets
from .websocket_inputs import authorizer_inputs, integration_inputs, model_inputs, route_inputs
from .websocket_replies import create_integration_responses, create_route_responses

__all__ = ["WebSocketApi", "WebSocketApiArgs"]

Functions = Mapping[str, AnyFunction | Target]


@dataclass(kw_only=True)
class WebSocketApiArgs:
    """What a `WebSocketApi` is made of.

    `api`: a `WebSocketApiConfig`, or a mapping in its shape (see `apigw schema`).
    `functions`: functions by the names that `api` uses; a `Function` that has aliases is called by the one
    that its stage variable names. Functions that push to clients need to know of the API that they are routes
    of: give a callable instead, which is called with the component as soon as the API and its table are
    there, passes `api.connections(name)` on to such functions, and returns all of them.
    `stage_variables`: names of the stage variables that `api` reads (`${stageVariables.x}`), besides those of
    aliases.
    `refs`: values for `${ref.x}`.
    `tags`: tags besides the API's own.
    `deployments`: deployments by what they hold, where stages serve different ones (default: one, and none
    where AWS deploys every change itself).
    """

    api: WebSocketApiConfig | WebSocketApiPlan | Mapping[str, Any]
    functions: Functions | Callable[[WebSocketApi], Functions] = field(default_factory=dict)
    stage_variables: Sequence[str] = ()
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    deployments: ApiDeployments | None = None

    def plan(self, name: str, targets: Mapping[str, TargetPlan]) -> WebSocketApiPlan:
        """The plan of the API. Raises ConfigError with all that is wrong."""
        if isinstance(self.api, WebSocketApiPlan):
            return self.api
        config = checked_websocket_api(
            plain(self.api), functions=targets, stage_variables=self.stage_variables
        )
        References(self.refs).require(config.model_dump())
        return plan_websocket_api(
            name,
            config,
            api_name=f"{name}-{pulumi.get_stack()}",
            targets=targets,
            tags={**self.tags, **config.tags},
        )


class WebSocketApi(pulumi.ComponentResource):
    """A WebSocket API with everything but its stages, which are `Stage`s of their own.

    Children: routes by their key, integrations by what they call, their answers, authorizers, models, one
    permission a function and alias, a role for each call of an AWS service, API keys, and where the config
    says so the table of connections and a deployment. Their names begin with the component's and a dot.
    Raises `pulumi.RunError` with all that is wrong before anything is registered; what functions that are
    made within leave open is told when they are there.

    Type token: `apigw:index:WebSocketApi`. Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html
    """

    api_id: pulumi.Output[str]
    """The API's id."""
    api_endpoint: pulumi.Output[str]
    """URL of the API without a stage: `wss://…`."""
    execution_arn: pulumi.Output[str]
    """ARN that policies and permissions name, without a stage."""
    api_key_values: pulumi.Output[dict[str, str]]
    """API key → its value; a secret."""

    def __init__(self, name: str, args: WebSocketApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        self._refs = refs = References(args.refs)
        with told_by_pulumi(f"WebSocketApi {name!r}"):
            self.plan = args.plan(name, expected_targets(args.api, args.functions, refs))
        super().__init__("apigw:index:WebSocketApi", name, {}, opts)
        self.api = self._create_api(name, refs)
        self.api_id, self.api_endpoint = self.api.id, self.api.api_endpoint
        self.execution_arn = self.api.execution_arn
        self.store = create_store(name, self.plan, refs=refs, parent=self)
        targets = self._targets(name, args, refs)
        values = DeployedValues(
            name,
            self.plan,
            targets=targets,
            vpc_links={},
            refs=refs,
            parent=self,
            deployments=args.deployments,
        )
        self.authorizers = self._create_authorizers(name, values)
        self.models = self._create_models(name, values)
        self.integrations = self._create_integrations(name, values)
        self.integration_responses = create_integration_responses(
            name, self.plan, self.integrations, api_id=self.api_id, values=values, parent=self
        )
        self.permissions = create_permissions(
            name, self.plan.permissions, targets=targets, execution_arn=self.execution_arn, parent=self
        )
        self.routes = {each.key: self._create_route(name, each, values) for each in self.plan.routes}
        self.route_responses = create_route_responses(
            name, self.plan, self.routes, api_id=self.api_id, parent=self
        )
        self.api_keys = create_api_keys(name, self.plan, refs=refs, parent=self)
        self.sent: pulumi.Output[str] | None = None
        self.trigger: pulumi.Output[str] | None = None
        self.deployments: dict[str, aws.apigatewayv2.Deployment] = {}
        self.deployment = self._create_deployment(name, values, args.deployments)
        self._register()

    def connections(self, function: str, stage_name: str | None = None) -> Connections:
        """The API's connections, as the config lets a function reach them: for `FunctionArgs.connections`.

        `function` is a name that the config's `push` or `connections` has, `stage_name` AWS's name of the
        stage (default: the Pulumi stack's). Raises `pulumi.RunError` for a function that may not.
        """
        with told_by_pulumi(f"WebSocketApi {self.plan.name!r}"):
            if not self.may_reach(function):
                fact = f"{function!r} is not among the functions that push to clients"
                fix = did_you_mean(function, self.plan.push)
                raise ConfigError([Problem("push", f"{fact}. {fix} Add it to 'push'.")])
        stage = stage_name or pulumi.get_stack()
        by_domain = next(
            (each.connections_url for each in self.plan.stages if each.stage_name == stage), None
        )
        url = connections_url(self.api, stage, self._refs.fill(by_domain))
        return Connections(
            api=self.plan.name,
            url=url if function in self.plan.push else None,
            resource=pulumi.Output.concat(self.api.execution_arn, "/", stage, "/*/@connections/*"),
            store=self.store if self._keeps(function) else None,
        )

    def may_reach(self, function: str) -> bool:
        """Whether the config lets a function push to clients, or use the table of connections."""
        return function in self.plan.push or self._keeps(function)

    def _keeps(self, function: str) -> bool:
        return self.plan.store is not None and function in self.plan.store.functions

    @property
    def parts(self) -> list[pulumi.Resource]:
        """What is deployed, and what it needs to answer: a stage comes after all of it."""
        return [
            *self.authorizers.values(),
            *self.models.values(),
            *self.integrations.values(),
            *self.integration_responses,
            *self.routes.values(),
            *self.route_responses.values(),
            *self.permissions,
        ]

    def _child(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self)

    def _create_api(self, name: str, refs: References) -> aws.apigatewayv2.Api:
        settings = self.plan.settings
        return aws.apigatewayv2.Api(
            name,
            name=self.plan.api_name,
            protocol_type="WEBSOCKET",
            description=refs.fill(settings.description),
            route_selection_expression=refs.fill(settings.route_selection_expression),
            api_key_selection_expression=settings.api_key_selection_expression,
            disable_execute_api_endpoint=settings.disable_execute_api_endpoint,
            ip_address_type=settings.ip_address_type,
            tags=refs.fill(self.plan.tags),
            opts=self._child(),
        )

    def _targets(self, name: str, args: WebSocketApiArgs, refs: References) -> Mapping[str, Target]:
        """What is called; where it is made only now, the plan is checked against it."""
        if not callable(args.functions):
            return targets_of(args.functions, refs)
        functions = args.functions(self)
        with told_by_pulumi(f"WebSocketApi {name!r}"):
            targets = targets_of(functions, refs)
            self.plan = args.plan(name, {each: target.plan for each, target in targets.items()})
        return targets

    def _create_authorizers(
        self, name: str, values: DeployedValues
    ) -> dict[str, aws.apigatewayv2.Authorizer]:
        return {
            plan.name: aws.apigatewayv2.Authorizer(
                f"{name}.{plan.name}",
                api_id=self.api.id,
                **authorizer_inputs(plan, values),
                opts=self._child(),
            )
            for plan in self.plan.authorizers
        }

    def _create_models(self, name: str, values: DeployedValues) -> dict[str, aws.apigatewayv2.Model]:
        return {
            plan.name: aws.apigatewayv2.Model(
                f"{name}.{plan.name}", api_id=self.api.id, **model_inputs(plan, values), opts=self._child()
            )
            for plan in self.plan.models
        }

    def _create_integrations(
        self, name: str, values: DeployedValues
    ) -> dict[str, aws.apigatewayv2.Integration]:
        return {
            plan.name: aws.apigatewayv2.Integration(
                f"{name}.{plan.name}",
                api_id=self.api.id,
                **integration_inputs(plan, values),
                opts=self._child(),
            )
            for plan in self.plan.integrations
        }

    def _create_route(
        self, name: str, plan: WebSocketRoutePlan, values: DeployedValues
    ) -> aws.apigatewayv2.Route:
        return aws.apigatewayv2.Route(
            f"{name}.{plan.key}",
            api_id=self.api.id,
            **route_inputs(plan, values),
            target=pulumi.Output.concat("integrations/", self.integrations[plan.integration].id),
            authorizer_id=self.authorizers[plan.authorizer].id if plan.authorizer else None,
            request_models={"$default": self.models[plan.model].name} if plan.model else None,
            # A stage may serve it at once, and answers 500 for a function that it may not call yet.
            opts=pulumi.ResourceOptions(parent=self, depends_on=self.permissions),
        )

    def _create_deployment(
        self, name: str, values: DeployedValues, deployments: ApiDeployments | None
    ) -> aws.apigatewayv2.Deployment | None:
        """The deployment of a stage that takes every change; None where AWS deploys these itself."""
        if deployments is None:
            return create_websocket_deployment(
                name, self.plan, self.api, values=values, after=self.parts, parent=self
            )
        self.sent, auto_deploy = websocket_fingerprint(self.plan, values), self.plan.settings.auto_deploy
        self.deployments = create_pinned_deployments(
            name,
            self.api,
            deployments=deployments,
            sent=self.sent,
            auto_deploy=auto_deploy,
            after=self.parts,
            parent=self,
        )
        if auto_deploy:
            return None
        self.trigger = self.sent
        return self.deployments[deployments.newest]

    def _register(self) -> None:
        values: Any = {key: each.value for key, each in self.api_keys.items()}
        self.api_key_values = pulumi.Output.secret(pulumi.Output.from_input(values))
        self.register_outputs(
            {
                "api_id": self.api_id,
                "api_endpoint": self.api_endpoint,
                "execution_arn": self.execution_arn,
                "api_key_values": self.api_key_values,
            }
        )
