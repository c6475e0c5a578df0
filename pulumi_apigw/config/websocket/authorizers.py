"""Authorizers of a WebSocket API: who may connect.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from ...aws import websocket_mappings
from ..authorizers import IamAuthorizerConfig
from ..base import ConfigModel, NameOf, distinct, filled, refusals, unless_wrong

__all__ = ["WebSocketAuthorizerConfig", "WebSocketLambdaAuthorizerConfig"]


class WebSocketLambdaAuthorizerConfig(ConfigModel):
    """A function of your own that decides who may connect, by returning an IAM policy; nothing is cached.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
    """

    type: Literal["lambda"]
    """`lambda`"""
    function: NameOf
    """Name of the function in `functions` that decides."""
    identity_sources: Annotated[
        tuple[Annotated[str, unless_wrong(websocket_mappings.check_identity_source)], ...],
        distinct,
        filled("Name what must be in the request, such as '$request.querystring.token'."),
    ]
    """What must be in the request to connect, else 401 without a call: `$request.header.x`,
    `$request.querystring.x` (browsers can set no header), `$context.x` and `$stageVariables.x`."""


def _no_jwt(value: Any) -> Any:
    if isinstance(value, Mapping) and value.get("type") in ("jwt", "cognito"):
        fix = "Use a 'lambda' authorizer that checks the token, or 'iam'."
        refusals([(("type",), f"a WebSocket API has no authorizer of type {value['type']!r}. {fix}")])
    return value


WebSocketAuthorizerConfig = Annotated[
    Annotated[WebSocketLambdaAuthorizerConfig | IamAuthorizerConfig, Field(discriminator="type")],
    BeforeValidator(_no_jwt),
]
