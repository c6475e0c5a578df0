"""Gateway responses: answers that API Gateway gives itself.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import field_validator

from ...aws import rest_limits, rest_mappings
from ..base import ConfigModel, Text, Whole, problem, refusals, shown, within
from ..routes import mapped

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

# Directives and functions of VTL, which these templates do not have.
_VTL = re.compile(r"#(?:set|if|foreach)\s*\(|\$(?:input|util)\.[\w.]+")


class GatewayResponseConfig(ConfigModel):
    """How one kind of answer looks; CORS headers are added to it by `cors`.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
    """

    status: Annotated[Whole, within(rest_limits.GATEWAY_STATUS, "as a status")] | None = None
    """Status code in place of AWS's own."""
    headers: Annotated[dict[str, Text], mapped(rest_mappings.check_gateway_header)] = {}
    """Headers in AWS's mapping: `'static'`, `method.request.header.x`, `context.x`, `stageVariables.x`."""
    templates: dict[str, str] = {}
    """Bodies by content type: no VTL, only variables, such as `$context.error.messageString` (in quotes)."""

    @field_validator("templates")
    @classmethod
    def _plain(cls, value: dict[str, str]) -> dict[str, str]:
        refusals(((each,), wrong) for each in value if (wrong := rest_mappings.check_content_type(each)))
        for content_type, template in value.items():
            if found := _VTL.search(template):
                fact = f"{shown(found[0])} is VTL, which API Gateway does not run in its own answers"
                fix = "Use plain text with variables such as $context.error.messageString."
                refusals([((content_type,), f"{fact}. {fix}")])
        return value

    @field_validator("templates")
    @classmethod
    def _small(cls, value: dict[str, str]) -> dict[str, str]:
        for content_type, template in value.items():
            if (size := len(template.encode())) > rest_limits.TEMPLATE_BYTES:
                raise problem(f"the template for {content_type!r} has {size} bytes", "At most 300 KB fit.")
        return value
