"""Answers that API Gateway gives itself.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-gateway-responses.gatewayResponse.html
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..plan.rest.model import GatewayResponsePlan

__all__ = ["gateway_responses"]


def gateway_responses(plans: Iterable[GatewayResponsePlan]) -> dict[str, Any]:
    """The value of `x-amazon-apigateway-gateway-responses`."""
    return {plan.type: _response(plan) for plan in plans}


def _response(plan: GatewayResponsePlan) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "statusCode": str(plan.status) if plan.status is not None else None,
        "responseParameters": {
            f"gatewayresponse.header.{name}": value for name, value in plan.headers.items()
        },
        "responseTemplates": dict(plan.templates),
    }
    return {name: part for name, part in parts.items() if part}
