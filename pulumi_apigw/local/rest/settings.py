"""Settings that an OpenAPI document and the inputs of a program's resources have by the same keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pulumi_apigw.local.fields import mapping
from pulumi_apigw.local.rest.model import GatewayResponse, IntegrationResponse, Validator

__all__ = ["read_gateway_response", "read_integration_response", "read_validator"]


def read_validator(settings: Mapping[str, Any]) -> Validator:
    """What a request validator checks."""
    return Validator(
        body=bool(settings.get("validateRequestBody")),
        parameters=bool(settings.get("validateRequestParameters")),
    )


def read_integration_response(selection: str, settings: Mapping[str, Any]) -> IntegrationResponse:
    """The integration response that `selection` selects."""
    return IntegrationResponse(
        selection=selection,
        status=int(settings.get("statusCode") or 200),
        headers=_headers(settings.get("responseParameters"), "method.response.header."),
        templates=mapping(settings.get("responseTemplates")),
        content_handling=settings.get("contentHandling"),
    )


def read_gateway_response(settings: Mapping[str, Any]) -> GatewayResponse:
    """A gateway response that is customised."""
    status = settings.get("statusCode")
    return GatewayResponse(
        status=int(status) if status else None,
        headers=_headers(settings.get("responseParameters"), "gatewayresponse.header."),
        templates=mapping(settings.get("responseTemplates")),
    )


def _headers(parameters: Any, prefix: str) -> Mapping[str, str]:
    return {
        name.removeprefix(prefix): expression
        for name, expression in mapping(parameters).items()
        if name.startswith(prefix)
    }
