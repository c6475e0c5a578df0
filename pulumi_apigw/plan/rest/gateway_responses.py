"""Gateway responses: answers that API Gateway gives itself, readable by the pages that `cors` allows."""

from __future__ import annotations

from ...config.rest import RestApiConfig
from ...config.rest.gateway_responses import GatewayResponseConfig, GatewayResponseType
from .cors import gateway_cors_headers, with_headers
from .model import GatewayResponsePlan

__all__ = ["plan_gateway_responses"]

# Every other type falls back to one of these two:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
_FALLBACKS: tuple[GatewayResponseType, ...] = ("DEFAULT_4XX", "DEFAULT_5XX")


def plan_gateway_responses(api: RestApiConfig) -> tuple[GatewayResponsePlan, ...]:
    """What the config writes and, with `cors`, the two that all others fall back to.

    A type that is written falls back to nothing, so each has the headers of its own.
    """
    headers = gateway_cors_headers(api.cors) if api.cors else {}
    written = dict(api.gateway_responses)
    if api.cors:
        written |= {each: GatewayResponseConfig() for each in _FALLBACKS if each not in written}
    return tuple(
        GatewayResponsePlan(
            type=type_,
            status=response.status,
            headers=with_headers(response.headers, headers),
            templates=response.templates,
        )
        for type_, response in written.items()
    )
