"""Request validators: what of a request API Gateway checks before it calls the integration.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-request-validators.html
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..plan.rest.model import MethodPlan

__all__ = ["validates_body", "validators"]


def validators(methods: Iterable[MethodPlan]) -> dict[str, Any]:
    """The validators that methods name, each after what it validates; a method names its own or none."""
    used = dict.fromkeys(method.validation for method in methods)
    return {
        name: {
            "validateRequestBody": name in ("all", "body"),
            "validateRequestParameters": name in ("all", "parameters"),
        }
        for name in used
        if name != "none"
    }


def validates_body(method: MethodPlan) -> bool:
    """Whether a request without its body is refused."""
    return method.validation in ("all", "body")
