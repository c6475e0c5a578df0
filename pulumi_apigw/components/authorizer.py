"""An authorizer of an HTTP API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from ..aws import arns
from ..config.authorizers import HttpAuthorizerConfig
from ..errors import ConfigError, Problem
from ..plan.authorizers import plan_authorizer
from ..plan.http import plan_permissions
from ..plan.model import AuthorizerPlan, JwtAuthorizerPlan, LambdaAuthorizerPlan
from ..plan.single import checked_http_authorizer
from .checked import plain, told, told_by_pulumi
from .permissions import create_permissions
from .references import References
from .targets import AnyFunction, Target, targets_of

__all__ = ["Authorizer", "AuthorizerArgs"]

_NO_EXECUTION_ARN = (
    "missing, while API Gateway needs leave to call the function. Pass the API's 'execution_arn'."
)


@dataclass(kw_only=True)
class AuthorizerArgs:
    """What an `Authorizer` is made of.

    `api_id`: id of the HTTP API.
    `authorizer`: a config of an authorizer (`JwtAuthorizerConfig`, `CognitoAuthorizerConfig`,
    `LambdaAuthorizerConfig`), or a mapping in its shape.
    `execution_arn`: execution ARN of the API; a Lambda authorizer needs it for the permission to call its
    function.
    `functions`: functions by the name that a Lambda authorizer uses.
    `refs`: values for `${ref.x}`.

    An `HttpApi` makes the authorizers of its own config, and passes their plans here.
    """

    api_id: pulumi.Input[str]
    authorizer: HttpAuthorizerConfig | AuthorizerPlan | Mapping[str, Any]
    execution_arn: pulumi.Input[str] | None = None
    functions: Mapping[str, AnyFunction | Target] = field(default_factory=dict)
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)

    def plan(self, name: str, targets: Mapping[str, Target]) -> AuthorizerPlan:
        """The plan of the authorizer. Raises ConfigError with all that is wrong."""
        if isinstance(self.authorizer, JwtAuthorizerPlan | LambdaAuthorizerPlan):
            return self.authorizer
        config = checked_http_authorizer(plain(self.authorizer), functions=targets)
        References(self.refs).require(config.model_dump())
        plan = plan_authorizer(name, config, {each: target.plan for each, target in targets.items()})
        if isinstance(plan, LambdaAuthorizerPlan) and self.execution_arn is None:
            raise ConfigError([Problem("execution_arn", _NO_EXECUTION_ARN)])
        return plan


class Authorizer(pulumi.ComponentResource):
    """A JWT, Cognito or Lambda authorizer that routes of one HTTP API share.

    Type token: `apigw:index:Authorizer`.
    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html
    """

    authorizer_id: pulumi.Output[str]
    """The authorizer's id, as routes take it."""
    sent: Mapping[str, Any]
    """What is sent to AWS of it."""

    def __init__(self, name: str, args: AuthorizerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        with told_by_pulumi(f"Authorizer {name!r}"):
            targets = targets_of(args.functions, References(args.refs))
            plan = args.plan(name, targets)
        refs = References(args.refs)
        super().__init__("apigw:index:Authorizer", name, {}, opts)
        self.permissions: list[aws.lambda_.Permission] = []
        if isinstance(plan, JwtAuthorizerPlan):
            self.authorizer = self._create_jwt(name, args.api_id, plan, refs)
        else:
            target = targets[plan.target.function]
            self.authorizer = self._create_lambda(name, args.api_id, plan, target, refs)
            if args.execution_arn is not None:
                self.permissions = self._create_permissions(name, args.execution_arn, plan, targets)
        self.authorizer_id = self.authorizer.id
        self.register_outputs({"authorizer_id": self.authorizer_id})

    def _create_jwt(
        self, name: str, api_id: pulumi.Input[str], plan: JwtAuthorizerPlan, refs: References
    ) -> aws.apigatewayv2.Authorizer:
        self.sent = {
            "authorizer_type": "JWT",
            "identity_sources": [refs.fill(plan.identity_source)],
            "jwt_configuration": {"issuer": _issuer(plan, refs), "audiences": refs.fill(plan.audience)},
        }
        return aws.apigatewayv2.Authorizer(
            name, name=plan.name, api_id=api_id, **self.sent, opts=pulumi.ResourceOptions(parent=self)
        )

    def _create_lambda(
        self,
        name: str,
        api_id: pulumi.Input[str],
        plan: LambdaAuthorizerPlan,
        target: Target,
        refs: References,
    ) -> aws.apigatewayv2.Authorizer:
        # A name of its own, here and on AWS, which takes each once: what was a JWT authorizer before stays
        # until routes have moved to this one. The provider would change the kind in place, below routes that
        # ask for the other, and leave some of the JWT configuration.
        # https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/apigatewayv2/authorizer.go
        self.sent = {
            "authorizer_type": "REQUEST",
            "authorizer_uri": target.invoke_uri(plan.target),
            "authorizer_payload_format_version": plan.payload_format,
            "enable_simple_responses": plan.simple_responses,
            "identity_sources": refs.fill(plan.identity_sources),
            "authorizer_result_ttl_in_seconds": plan.ttl_seconds,
        }
        return aws.apigatewayv2.Authorizer(
            f"{name}.lambda",
            name=f"{plan.name}-lambda",
            api_id=api_id,
            **self.sent,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_permissions(
        self,
        name: str,
        execution_arn: pulumi.Input[str],
        plan: LambdaAuthorizerPlan,
        targets: Mapping[str, Target],
    ) -> list[aws.lambda_.Permission]:
        plans = plan_permissions([plan.target])
        return create_permissions(name, plans, targets=targets, execution_arn=execution_arn, parent=self)


def _issuer(plan: JwtAuthorizerPlan, refs: References) -> pulumi.Output[str]:
    if plan.user_pool_id is None:
        return pulumi.Output.from_input(refs.fill(plan.issuer))
    return pulumi.Output.from_input(refs.fill(plan.user_pool_id)).apply(told(_cognito_issuer))


def _cognito_issuer(user_pool_id: str) -> str:
    """https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html"""
    region = user_pool_id.partition("_")[0]
    suffix = arns.dns_suffix(arns.partition_of_region(region))
    return f"https://cognito-idp.{region}.{suffix}/{user_pool_id}"
