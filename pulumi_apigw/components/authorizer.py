"""An authorizer of an HTTP API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from ..aws import arns
from ..config.authorizers import HttpAuthorizerConfig
from ..plan.authorizers import plan_authorizer
from ..plan.model import AuthorizerPlan, JwtAuthorizerPlan, LambdaAuthorizerPlan
from ..plan.single import checked_http_authorizer
from .checked import told_by_pulumi
from .references import References
from .targets import AnyFunction, Target, targets_of

__all__ = ["Authorizer", "AuthorizerArgs"]


@dataclass(kw_only=True)
class AuthorizerArgs:
    """What an `Authorizer` is made of.

    `api_id`: id of the HTTP API.
    `authorizer`: a config of an authorizer (`JwtAuthorizerConfig`, `CognitoAuthorizerConfig`,
    `LambdaAuthorizerConfig`), or a mapping in its shape.
    `functions`: functions by the name that a Lambda authorizer uses. `HttpApi` makes the permission to call it; a
    program that uses an `Authorizer` without an `HttpApi` makes its own.
    `refs`: values for `${ref.x}`.
    """

    api_id: pulumi.Input[str]
    authorizer: HttpAuthorizerConfig | AuthorizerPlan | Mapping[str, Any]
    functions: Mapping[str, AnyFunction | Target] = field(default_factory=dict)
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)

    def plan(self, name: str, targets: Mapping[str, Target]) -> AuthorizerPlan:
        """The plan of the authorizer. Raises ConfigError with all that is wrong."""
        if isinstance(self.authorizer, JwtAuthorizerPlan | LambdaAuthorizerPlan):
            return self.authorizer
        config = checked_http_authorizer(self.authorizer, functions=targets)
        return plan_authorizer(name, config, {each: target.plan for each, target in targets.items()})


class Authorizer(pulumi.ComponentResource):
    """A JWT, Cognito or Lambda authorizer that routes of one HTTP API share.

    Type token: `apigw:index:Authorizer`.
    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html
    """

    authorizer_id: pulumi.Output[str]
    """The authorizer's id, as routes take it."""

    def __init__(self, name: str, args: AuthorizerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        with told_by_pulumi():
            targets = targets_of(args.functions)
            plan = args.plan(name, targets)
        refs = References(args.refs)
        super().__init__("apigw:index:Authorizer", name, {}, opts)
        if isinstance(plan, JwtAuthorizerPlan):
            self.authorizer = self._create_jwt(name, args.api_id, plan, refs)
        else:
            self.authorizer = self._create_lambda(name, args.api_id, plan, targets[plan.target.function])
        self.authorizer_id = self.authorizer.id
        self.register_outputs({"authorizer_id": self.authorizer_id})

    def _create_jwt(
        self, name: str, api_id: pulumi.Input[str], plan: JwtAuthorizerPlan, refs: References
    ) -> aws.apigatewayv2.Authorizer:
        return aws.apigatewayv2.Authorizer(
            name,
            name=plan.name,
            api_id=api_id,
            authorizer_type="JWT",
            identity_sources=[plan.identity_source],
            jwt_configuration={"issuer": _issuer(plan, refs), "audiences": refs.texts(plan.audience)},
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_lambda(
        self, name: str, api_id: pulumi.Input[str], plan: LambdaAuthorizerPlan, target: Target
    ) -> aws.apigatewayv2.Authorizer:
        return aws.apigatewayv2.Authorizer(
            name,
            name=plan.name,
            api_id=api_id,
            authorizer_type="REQUEST",
            authorizer_uri=target.invoke_uri(plan.target),
            authorizer_payload_format_version=plan.payload_format,
            enable_simple_responses=plan.simple_responses,
            identity_sources=list(plan.identity_sources),
            authorizer_result_ttl_in_seconds=plan.ttl_seconds,
            opts=pulumi.ResourceOptions(parent=self),
        )


def _issuer(plan: JwtAuthorizerPlan, refs: References) -> pulumi.Input[str]:
    if plan.user_pool_id is None:
        return refs.text(plan.issuer or "")
    return pulumi.Output.from_input(refs.text(plan.user_pool_id)).apply(_cognito_issuer)


def _cognito_issuer(user_pool_id: str) -> str:
    """https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html"""
    region = user_pool_id.partition("_")[0]
    suffix = arns.dns_suffix(arns.partition_of_region(region))
    return f"https://cognito-idp.{region}.{suffix}/{user_pool_id}"
