"""What a method calls: `x-amazon-apigateway-integration`.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
"""

from __future__ import annotations

from typing import Any

from ..plan.rest.model import (
    AwsIntegrationPlan,
    FunctionIntegrationPlan,
    HttpIntegrationPlan,
    IntegrationResponsePlan,
    RestIntegrationPlan,
)
from .values import Values

__all__ = ["integration"]


def integration(plan: RestIntegrationPlan, values: Values) -> dict[str, Any]:
    """The value of `x-amazon-apigateway-integration`."""
    parts = {
        **_target(plan, values),
        "passthroughBehavior": plan.passthrough_behavior and plan.passthrough_behavior.lower(),
        "contentHandling": plan.content_handling,
        "requestParameters": dict(plan.request_parameters),
        "requestTemplates": dict(plan.request_templates),
        "responses": {each.selection: _response(each) for each in plan.responses},
        "cacheKeyParameters": list(plan.cache_key_parameters),
    }
    return {name: part for name, part in parts.items() if _given(part)}


def _given(part: Any) -> bool:
    # No truth of an Output, which has none.
    return part is not None and part != {} and part != []


def _target(plan: RestIntegrationPlan, values: Values) -> dict[str, Any]:
    timeout = {"timeoutInMillis": plan.timeout_ms}
    if isinstance(plan, FunctionIntegrationPlan):
        return {**_function(plan, values), **timeout}
    if isinstance(plan, HttpIntegrationPlan):
        return {**_http(plan, values), **timeout}
    if isinstance(plan, AwsIntegrationPlan):
        return {**_service(plan, values), **timeout}
    return {"type": "mock"}


def _function(plan: FunctionIntegrationPlan, values: Values) -> dict[str, Any]:
    # A streamed answer needs both the mode and a URI of its own:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
    uri = values.function_uri(plan.target, stream=plan.stream)
    return {"type": "aws_proxy", "httpMethod": "POST", "uri": uri, **_transfer(plan.stream)}


def _http(plan: HttpIntegrationPlan, values: Values) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "type": "http_proxy" if plan.proxy else "http",
        "httpMethod": plan.method,
        "uri": plan.url,
        **_transfer(plan.stream),
    }
    if plan.vpc_link is not None:
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
        parts |= {"connectionType": "VPC_LINK", "connectionId": values.vpc_link_id(plan.vpc_link)}
    if plan.target_arn is not None:
        parts["integrationTarget"] = plan.target_arn
    return parts


def _service(plan: AwsIntegrationPlan, values: Values) -> dict[str, Any]:
    return {
        "type": "aws",
        "httpMethod": plan.method,
        "uri": values.service_uri(plan),
        "credentials": values.role_arn(plan),
    }


def _transfer(stream: bool) -> dict[str, str]:
    return {"responseTransferMode": "STREAM"} if stream else {}


def _response(plan: IntegrationResponsePlan) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration-response.html"""
    parts: dict[str, Any] = {
        "statusCode": plan.status,
        "responseParameters": {
            f"method.response.header.{name}": value for name, value in plan.headers.items()
        },
        "responseTemplates": dict(plan.templates),
        "contentHandling": plan.content_handling,
    }
    return {name: part for name, part in parts.items() if part}
