"""Authorizers of an HTTP API."""

from __future__ import annotations

from collections.abc import Mapping

from ..config.authorizers import (
    CognitoAuthorizerConfig,
    HttpAuthorizerConfig,
    IamAuthorizerConfig,
    JwtAuthorizerConfig,
    ResourceAuthorizerConfig,
)
from .model import AuthorizerPlan, JwtAuthorizerPlan, LambdaAuthorizerPlan, TargetPlan

__all__ = ["plan_authorizer", "plan_authorizers"]


def plan_authorizers(
    authorizers: Mapping[str, HttpAuthorizerConfig], targets: Mapping[str, TargetPlan]
) -> tuple[AuthorizerPlan, ...]:
    """Every authorizer that is a resource; IAM is a property of the routes."""
    return tuple(
        plan_authorizer(name, each, targets)
        for name, each in authorizers.items()
        if not isinstance(each, IamAuthorizerConfig)
    )


def plan_authorizer(
    name: str, authorizer: ResourceAuthorizerConfig, targets: Mapping[str, TargetPlan]
) -> AuthorizerPlan:
    """One authorizer."""
    if isinstance(authorizer, JwtAuthorizerConfig):
        return JwtAuthorizerPlan(
            name=name,
            issuer=authorizer.issuer,
            user_pool_id=None,
            audience=authorizer.audience,
            identity_source=authorizer.identity_source,
        )
    if isinstance(authorizer, CognitoAuthorizerConfig):
        return JwtAuthorizerPlan(
            name=name,
            issuer=None,
            user_pool_id=authorizer.user_pool_id,
            audience=authorizer.client_ids,
            identity_source=authorizer.identity_source,
        )
    return LambdaAuthorizerPlan(
        name=name,
        target=targets[authorizer.function],
        payload_format=authorizer.payload_format,
        simple_responses=authorizer.response == "simple",
        identity_sources=authorizer.identity_sources,
        ttl_seconds=authorizer.ttl_seconds,
    )
