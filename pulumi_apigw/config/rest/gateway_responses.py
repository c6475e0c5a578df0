"""Gateway responses: answers that API Gateway gives itself.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..base import ConfigModel, Text

__all__ = ["GatewayResponseConfig", "GatewayResponseType"]

GatewayResponseType = Literal[
    "ACCESS_DENIED",
    "API_CONFIGURATION_ERROR",
    "AUTHORIZER_CONFIGURATION_ERROR",
    "AUTHORIZER_FAILURE",
    "BAD_REQUEST_BODY",
    "BAD_REQUEST_PARAMETERS",
    "DEFAULT_4XX",
    "DEFAULT_5XX",
    "EXPIRED_TOKEN",
    "INTEGRATION_FAILURE",
    "INTEGRATION_TIMEOUT",
    "INVALID_API_KEY",
    "INVALID_SIGNATURE",
    "MISSING_AUTHENTICATION_TOKEN",
    "QUOTA_EXCEEDED",
    "REQUEST_TOO_LARGE",
    "RESOURCE_NOT_FOUND",
    "THROTTLED",
    "UNAUTHORIZED",
    "UNSUPPORTED_MEDIA_TYPE",
    "WAF_FILTERED",
]


class GatewayResponseConfig(ConfigModel):
    """How one kind of answer looks; CORS headers are added to it by `cors`."""

    status: Annotated[int, Field(ge=400, le=599)] | None = None
    """Status code in place of AWS's own."""
    headers: dict[str, Text] = {}
    """Headers in AWS's mapping: `'static'`, `method.request.header.x`, `context.x`, `stageVariables.x`."""
    templates: dict[str, str] = {}
    """Bodies by content type; `$context.error.messageString` is the quoted message. No VTL, only variables."""
