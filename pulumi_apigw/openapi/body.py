"""A REST API as the OpenAPI 3.0.1 document that API Gateway imports.

It holds nothing that the importer ignores or refuses:
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis
"""

from __future__ import annotations

from typing import Any

from ..plan.rest.model import RestApiPlan
from . import extensions
from .authorizers import SecuritySchemes
from .documentation import documentation_parts
from .gateway_responses import gateway_responses
from .head import info
from .methods import operation
from .models import with_fitting_models
from .validators import validators
from .values import Values

__all__ = ["rest_body"]


def rest_body(plan: RestApiPlan, values: Values) -> dict[str, Any]:
    """The whole body of a REST API, `x-amazon-apigateway-*` included.

    Models of answers alone are left out where all of them are more than AWS takes. Plain data but for what
    `values` supplies, which may be a Pulumi Output. Keys stand in the order of the config, which says
    nothing: sort them before bodies are compared.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
    """
    plan = with_fitting_models(plan)
    schemes = SecuritySchemes(plan)
    paths: dict[str, dict[str, Any]] = {}
    for method in plan.methods:
        item = paths.setdefault(method.path, {})
        name = extensions.ANY_METHOD if method.method == "ANY" else method.method.lower()
        item[name] = operation(method, schemes, values)
    body = {
        "openapi": "3.0.1",
        # The importer makes the title the API's name, and the description its description.
        "info": info(plan, plan.api_name),
        **_servers(plan),
        "paths": paths,
        "components": {
            "schemas": {model.name: model.json_schema for model in plan.models},
            "securitySchemes": schemes.definitions(values),
        },
        **_settings(plan),
    }
    filled: dict[str, Any] = values.fill(body)
    return filled


def _servers(plan: RestApiPlan) -> dict[str, Any]:
    """Where OpenAPI 3.0 has the endpoint's configuration: at the server, whose URL the importer ignores.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-endpoint-configuration.html
    """
    settings = plan.settings
    endpoint: dict[str, Any] = {}
    if settings.disable_execute_api_endpoint:
        endpoint["disableExecuteApiEndpoint"] = True
    if settings.vpc_endpoint_ids:
        # Without them an import takes the API from its VPC endpoints until the provider puts it back.
        ids = settings.vpc_endpoint_ids
        endpoint["vpcEndpointIds"] = ids if isinstance(ids, str) else list(ids)
    return {"servers": [{"url": "/", extensions.ENDPOINT_CONFIGURATION: endpoint}]} if endpoint else {}


def _settings(plan: RestApiPlan) -> dict[str, Any]:
    """What belongs to the API as a whole; what it has not is left out, since an import resets it."""
    settings = plan.settings
    found: dict[str, Any] = {
        extensions.REQUEST_VALIDATORS: validators(plan.methods),
        extensions.GATEWAY_RESPONSES: gateway_responses(plan.gateway_responses),
        extensions.BINARY_MEDIA_TYPES: list(settings.binary_media_types),
        extensions.MINIMUM_COMPRESSION_SIZE: settings.minimum_compression_bytes,
        extensions.POLICY: plan.policy,
        extensions.DOCUMENTATION: documentation_parts(plan),
    }
    # 0 is a size, which compresses every answer; and an Output has no truth.
    given = {name: each for name, each in found.items() if each is not None and each not in ({}, [])}
    return {extensions.API_KEY_SOURCE: settings.api_key_source, **given}
