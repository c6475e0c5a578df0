"""Authorizers of a WebSocket API, and who may connect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ...aws.websocket_mappings import aws_identity_source
from ...config.authorizers import IamAuthorizerConfig
from ...config.checks.names import OPEN
from ...config.websocket import WebSocketApiConfig, WebSocketRouteConfig
from ...config.websocket.authorizers import WebSocketAuthorizerConfig
from ..api_parts import TargetPlan
from .model import WebSocketAuthorizerPlan

__all__ = ["plan_authorization", "plan_authorizers"]


def plan_authorizers(
    authorizers: Mapping[str, WebSocketAuthorizerConfig], targets: Mapping[str, TargetPlan]
) -> tuple[WebSocketAuthorizerPlan, ...]:
    """Every authorizer that is a resource; IAM is a property of `$connect`."""
    return tuple(
        WebSocketAuthorizerPlan(
            name=name,
            target=targets[each.function],
            identity_sources=tuple(map(aws_identity_source, each.identity_sources)),
        )
        for name, each in authorizers.items()
        if not isinstance(each, IamAuthorizerConfig)
    )


def plan_authorization(
    api: WebSocketApiConfig, route: WebSocketRouteConfig
) -> tuple[Literal["NONE", "CUSTOM", "AWS_IAM"], str | None]:
    """How a route is guarded: AWS's kind, and the name of the authorizer."""
    if route.authorizer is None or route.authorizer == OPEN:
        return "NONE", None
    if isinstance(api.authorizers[route.authorizer], IamAuthorizerConfig):
        return "AWS_IAM", None
    return "CUSTOM", route.authorizer
