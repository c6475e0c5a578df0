"""Integrations: what a route of a WebSocket API calls when it is not a function.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integrations.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from ...aws import rest_limits
from ..base import ConfigModel, Flag, Text, Whole, refusals, within
from ..integrations import Url
from ..rest.integrations import AwsIntegrationConfig, RestServiceIntegrationConfig

__all__ = ["WebSocketHttpConfig", "WebSocketIntegrationConfig", "WebSocketMockConfig"]


class WebSocketHttpConfig(ConfigModel):
    """Call an HTTP endpoint: with the message as it is, or by templates of the route where `proxy` is false.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
    """

    type: Literal["http"]
    """`http`"""
    url: Url
    """URL to call; `${stageVariables.x}` takes the stage's variable, `{name}` what the route maps to
    `integration.request.path.name`."""
    method: Literal["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] = "POST"
    """HTTP method to call with."""
    proxy: Flag = True
    """Whether message and answer pass through as they are."""


class WebSocketMockConfig(ConfigModel):
    """Answer without calling anything: to let clients connect, or to answer each message alike.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integrations.html
    """

    type: Literal["mock"]
    """`mock`"""
    status: Annotated[Whole, within(rest_limits.GATEWAY_STATUS, "as a status")] = 200
    """Status where the route writes no `request_templates` of its own; 200 lets clients connect."""
    body: Text | None = None
    """Answer of a route with `reply: true` that writes no `replies` of its own."""


def _no_vpc_link(value: Any) -> Any:
    # AWS's reference has ids of links "only for HTTP APIs", its whitepaper NLBs behind links of REST APIs.
    # Functions in the VPC do what either would.
    # https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
    # https://docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration/websocket-api.html
    if isinstance(value, Mapping) and value.get("type") == "private":
        fix = "Call a function in the VPC, or an 'http' endpoint."
        refusals([(("type",), f"WebSocket APIs call through no VPC link here. {fix}")])
    return value


WebSocketIntegrationConfig = Annotated[
    Annotated[
        WebSocketHttpConfig | WebSocketMockConfig | AwsIntegrationConfig | RestServiceIntegrationConfig,
        Field(discriminator="type"),
    ],
    BeforeValidator(_no_vpc_link),
]
"""The integrations of REST APIs, but for those through a VPC link."""
