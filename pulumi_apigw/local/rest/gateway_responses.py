"""The answers that a REST API gives by itself, customised or not.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
Texts, error types and the space before some messages were measured:
https://github.com/ministackorg/ministack/pull/1756
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from pulumi_apigw.aws.gateway_responses import STATUSES
from pulumi_apigw.local.responses import Response
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.context import look_up, request_context
from pulumi_apigw.local.rest.mapping import evaluate, mapped_headers
from pulumi_apigw.local.rest.media_types import DEFAULT_TYPE
from pulumi_apigw.local.rest.model import GatewayResponse
from pulumi_apigw.local.rest.refusals import Refusal

__all__ = ["ERROR_TYPE", "refused"]

ERROR_TYPE: Final = "x-amzn-errortype"

_STATUSES: Final = {**STATUSES, "DEFAULT_5XX": 500}
_ERROR_TYPES: Final = {
    "ACCESS_DENIED": "AccessDeniedException",
    "AUTHORIZER_CONFIGURATION_ERROR": "AuthorizerConfigurationException",
    "AUTHORIZER_FAILURE": "AuthorizerConfigurationException",
    "BAD_REQUEST_BODY": "BadRequestException",
    "BAD_REQUEST_PARAMETERS": "BadRequestException",
    "DEFAULT_4XX": "BadRequestException",
    "INVALID_API_KEY": "ForbiddenException",
    "MISSING_AUTHENTICATION_TOKEN": "MissingAuthenticationTokenException",
    "REQUEST_TOO_LARGE": "RequestTooLargeException",
    "THROTTLED": "TooManyRequestsException",
    "UNAUTHORIZED": "UnauthorizedException",
    "UNSUPPORTED_MEDIA_TYPE": "BadRequestException",
}
# Answers from before these come without the space.
_SPACED: Final = frozenset(
    {
        "API_CONFIGURATION_ERROR",
        "AUTHORIZER_CONFIGURATION_ERROR",
        "BAD_REQUEST_BODY",
        "BAD_REQUEST_PARAMETERS",
        "DEFAULT_4XX",
        "DEFAULT_5XX",
        "INTEGRATION_FAILURE",
        "INTEGRATION_TIMEOUT",
        "UNSUPPORTED_MEDIA_TYPE",
    }
)
_TEMPLATE: Final = '{"message":$context.error.messageString}'
_DENIED_TEMPLATE: Final = '{"Message":$context.error.messageString}'
_STEPS: Final = r"(?:context|stageVariables|method)(?:\.[A-Za-z0-9_-]+)+"
_VARIABLE: Final = re.compile(rf"\$(?:\{{({_STEPS})\}}|({_STEPS}))")


def refused(call: RestCall, refusal: Refusal) -> Response:
    """The answer to a refused call: the type's own response, else its family's, else AWS's."""
    status = refusal.status or _STATUSES[refusal.type]
    custom = call.api.gateway_responses.get(refusal.type)
    custom = custom or call.api.gateway_responses.get(f"DEFAULT_{status // 100}XX")
    media_type, template = _template(custom or GatewayResponse(), refusal.type)
    return Response(
        (custom and custom.status) or status,
        [
            ("content-type", media_type),
            (ERROR_TYPE, _ERROR_TYPES.get(refusal.type, "InternalServerErrorException")),
            *(mapped_headers(custom.headers, call) if custom else ()),
        ],
        _rendered(template, call, refusal).encode(),
    )


def _template(custom: GatewayResponse, type_: str) -> tuple[str, str]:
    """The media type and text of the body, which AWS chooses without asking what the client accepts."""
    if DEFAULT_TYPE in custom.templates or not custom.templates:
        default = _DENIED_TEMPLATE if type_ == "ACCESS_DENIED" else _TEMPLATE
        return DEFAULT_TYPE, custom.templates.get(DEFAULT_TYPE, default)
    return next(iter(custom.templates.items()))


def _rendered(template: str, call: RestCall, refusal: Refusal) -> str:
    """The template with its variables; it is no VTL."""
    values = {"context": {**request_context(call), "error": _error(refusal)}}

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        found = look_up(values, name) if name.startswith("context.") else evaluate(name, call)
        return found or ""

    return _VARIABLE.sub(value, template)


def _error(refusal: Refusal) -> Mapping[str, Any]:
    quoted = json.dumps(refusal.message, ensure_ascii=False)
    return {
        "message": refusal.message,
        "messageString": f" {quoted}" if refusal.type in _SPACED else quoted,
        "responseType": refusal.type,
        "validationErrorString": refusal.details,
    }
