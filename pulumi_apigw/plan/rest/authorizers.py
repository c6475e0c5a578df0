"""Authorizers of a REST API, and who may call a route."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ...config.authorizers import IamAuthorizerConfig
from ...config.checks.names import OPEN
from ...config.rest import RestApiConfig, RestRouteConfig
from ...config.rest.authorizers import RestAuthorizerConfig, RestCognitoAuthorizerConfig
from ..api_parts import TargetPlan
from .model import CognitoAuthorizerPlan, RestAuthorizerPlan, RestLambdaAuthorizerPlan

__all__ = ["Authorization", "plan_authorization", "plan_authorizers"]

Authorization = Literal["NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"]


def plan_authorizers(
    authorizers: Mapping[str, RestAuthorizerConfig], targets: Mapping[str, TargetPlan]
) -> tuple[RestAuthorizerPlan, ...]:
    """Every authorizer that is a resource; IAM is a property of the methods."""
    return tuple(
        _authorizer(name, each, targets)
        for name, each in authorizers.items()
        if not isinstance(each, IamAuthorizerConfig)
    )


def plan_authorization(
    api: RestApiConfig, route: RestRouteConfig
) -> tuple[Authorization, str | None, tuple[str, ...]]:
    """How a route is guarded: AWS's kind, the name of the authorizer, and the scopes that a token needs."""
    name = route.authorizer or api.defaults.authorizer
    if name is None or name == OPEN:
        return "NONE", None, ()
    authorizer = api.authorizers[name]
    if isinstance(authorizer, IamAuthorizerConfig):
        return "AWS_IAM", None, ()
    if isinstance(authorizer, RestCognitoAuthorizerConfig):
        scopes = api.defaults.scopes if route.scopes is None else route.scopes
        return "COGNITO_USER_POOLS", name, scopes
    return "CUSTOM", name, ()


def _authorizer(
    name: str, authorizer: RestAuthorizerConfig, targets: Mapping[str, TargetPlan]
) -> RestAuthorizerPlan:
    if isinstance(authorizer, RestCognitoAuthorizerConfig):
        return CognitoAuthorizerPlan(
            name=name,
            user_pool_arns=authorizer.user_pool_arns,
            identity_source=_identity_source(authorizer.identity_source),
            ttl_seconds=authorizer.ttl_seconds,
        )
    assert not isinstance(authorizer, IamAuthorizerConfig), "IAM is no resource"
    return RestLambdaAuthorizerPlan(
        name=name,
        target=targets[authorizer.function],
        event=authorizer.event,
        identity_sources=tuple(map(_identity_source, authorizer.identity_sources)),
        validation_pattern=authorizer.validation_pattern,
        ttl_seconds=authorizer.ttl_seconds,
    )


def _identity_source(expression: str) -> str:
    """`$request.header.x`, the words of HTTP APIs, as REST APIs have it: `method.request.header.x`.

    https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
    """
    plain = expression.removeprefix("$")
    return f"method.{plain}" if plain.startswith("request.") else plain
