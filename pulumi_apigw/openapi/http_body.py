"""An HTTP API as the OpenAPI 3.0.1 document that API Gateway exports and imports.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
"""

from __future__ import annotations

from typing import Any

from ..aws.route_keys import RouteKey, parse_route_key
from ..plan.model import (
    AuthorizerPlan,
    FunctionIntegrationPlan,
    HttpApiPlan,
    HttpProxyPlan,
    IntegrationPlan,
    JwtAuthorizerPlan,
    LambdaAuthorizerPlan,
    PrivateIntegrationPlan,
    RoutePlan,
    ServiceIntegrationPlan,
)
from . import extensions
from .head import info
from .identities import discovery_url, jwt_issuer, parameter_scheme
from .names import free_name
from .placeholders import Placeholders

__all__ = ["http_body"]


def http_body(plan: HttpApiPlan, values: Placeholders) -> dict[str, Any]:
    """The whole document but its `servers`."""
    schemes = {each.name: _scheme(each, values) for each in plan.authorizers}
    signature = free_name("sigv4", schemes)
    paths: dict[str, dict[str, Any]] = {}
    for route in plan.routes:
        key = parse_route_key(route.key)
        item = paths.setdefault(f"/{key.path.removeprefix('/')}", {})
        scheme = signature if route.authorization == "AWS_IAM" else route.authorizer
        name = extensions.ANY_METHOD if key.method == "ANY" else key.method.lower()
        item[name] = {
            **_operation(route, key, scheme),
            extensions.INTEGRATION: _integration(plan.integration(route), values),
        }
    if any(route.authorization == "AWS_IAM" for route in plan.routes):
        schemes[signature] = {**_header("Authorization"), extensions.AUTHTYPE: "awsSigv4"}
    return {
        "openapi": "3.0.1",
        "info": info(plan, plan.api_name),
        "paths": paths,
        "components": {"securitySchemes": schemes},
        **_cors(plan),
    }


def _operation(route: RoutePlan, key: RouteKey, scheme: str | None) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "isDefaultRoute": True if key.is_default else None,
        "operationId": route.operation_name,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in key.variables
        ],
        "responses": {"default": {"description": "Whatever the integration answers."}},
        "security": [{scheme: list(route.scopes)}] if scheme else None,
    }
    return {name: part for name, part in parts.items() if part}


def _integration(plan: IntegrationPlan, values: Placeholders) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html"""
    parts = {
        **_target(plan, values),
        "timeoutInMillis": plan.timeout_ms,
        "responseParameters": {status: dict(each) for status, each in plan.response_parameters.items()},
    }
    return {name: part for name, part in parts.items() if part}


def _target(plan: IntegrationPlan, values: Placeholders) -> dict[str, Any]:
    if isinstance(plan, FunctionIntegrationPlan):
        return {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": values.function_uri(plan.target),
            "connectionType": "INTERNET",
            "payloadFormatVersion": plan.payload_format,
            "requestParameters": dict(plan.request_parameters),
        }
    if isinstance(plan, ServiceIntegrationPlan):
        return _service(plan, values)
    return _proxy(plan, values)


def _proxy(plan: HttpProxyPlan | PrivateIntegrationPlan, values: Placeholders) -> dict[str, Any]:
    private = isinstance(plan, PrivateIntegrationPlan)
    parts: dict[str, Any] = {
        "type": "http_proxy",
        "httpMethod": plan.method,
        "uri": plan.target_arn if isinstance(plan, PrivateIntegrationPlan) else plan.url,
        "connectionType": "VPC_LINK" if private else "INTERNET",
        "payloadFormatVersion": "1.0",
        "requestParameters": dict(plan.request_parameters),
    }
    if isinstance(plan, PrivateIntegrationPlan):
        parts["connectionId"] = values.vpc_link_id(plan.vpc_link)
        if plan.tls_server_name is not None:
            parts["tlsConfig"] = {"serverNameToVerify": plan.tls_server_name}
    return parts


def _service(plan: ServiceIntegrationPlan, values: Placeholders) -> dict[str, Any]:
    parameters = dict(plan.parameters)
    if plan.resource_parameter:
        parameters[plan.resource_parameter] = plan.resource
    return {
        "type": "aws_proxy",
        "integrationSubtype": plan.subtype,
        "credentials": values.role_named(plan.name),
        "connectionType": "INTERNET",
        "payloadFormatVersion": "1.0",
        "requestParameters": parameters,
    }


def _scheme(plan: AuthorizerPlan, values: Placeholders) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html"""
    return _jwt(plan) if isinstance(plan, JwtAuthorizerPlan) else _lambda(plan, values)


def _jwt(plan: JwtAuthorizerPlan) -> dict[str, Any]:
    authorizer = {
        "type": "jwt",
        "jwtConfiguration": {"audience": list(plan.audience)},
        "identitySource": plan.identity_source,
    }
    url = discovery_url(jwt_issuer(plan))
    return {"type": "openIdConnect", "openIdConnectUrl": url, extensions.AUTHORIZER: authorizer}


def _lambda(plan: LambdaAuthorizerPlan, values: Placeholders) -> dict[str, Any]:
    single = parameter_scheme(plan.identity_sources[0]) if len(plan.identity_sources) == 1 else None
    return {
        **(single or _header("Unused")),
        extensions.AUTHORIZER: {
            "type": "request",
            "authorizerUri": values.function_uri(plan.target),
            "authorizerPayloadFormatVersion": plan.payload_format,
            "enableSimpleResponses": plan.simple_responses,
            "identitySource": ", ".join(plan.identity_sources),
            "authorizerResultTtlInSeconds": plan.ttl_seconds,
        },
    }


def _header(name: str) -> dict[str, Any]:
    return {"type": "apiKey", "name": name, "in": "header"}


def _cors(plan: HttpApiPlan) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-cors-configuration.html"""
    cors = plan.settings.cors
    if cors is None:
        return {}
    return {
        extensions.CORS: {
            "allowOrigins": list(cors.allow_origins),
            "allowMethods": list(cors.allow_methods),
            "allowHeaders": list(cors.allow_headers),
            "exposeHeaders": list(cors.expose_headers),
            "allowCredentials": cors.allow_credentials,
            "maxAge": cors.max_age_seconds,
        }
    }
