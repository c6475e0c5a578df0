"""What is sent to AWS of a WebSocket API's parts, but for the ids by which they refer to each other.

The parts are made of it, and a deployment's trigger too: so no change of them is left undeployed.
"""

from __future__ import annotations

import json
from typing import Any

from ..plan.websocket.model import (
    ReplyPlan,
    WebSocketAuthorizerPlan,
    WebSocketIntegrationPlan,
    WebSocketModelPlan,
    WebSocketRoutePlan,
)
from .json_text import json_text
from .values import DeployedValues

__all__ = ["authorizer_inputs", "integration_inputs", "model_inputs", "reply_inputs", "route_inputs"]

_ALWAYS = "$default"


def authorizer_inputs(plan: WebSocketAuthorizerPlan, values: DeployedValues) -> dict[str, Any]:
    """A Lambda authorizer; a TTL, a payload format and simple answers are for HTTP APIs alone.

    https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html
    """
    return {
        "name": plan.name,
        "authorizer_type": "REQUEST",
        "authorizer_uri": values.function_uri(plan.target),
        "identity_sources": values.fill(plan.identity_sources),
    }


def model_inputs(plan: WebSocketModelPlan, values: DeployedValues) -> dict[str, Any]:
    """A model of messages, which are JSON whatever they say of themselves."""
    schema = values.fill(plan.json_schema)
    return {
        "name": plan.name,
        "content_type": "application/json",
        "schema": json.dumps(schema, ensure_ascii=False) if schema == plan.json_schema else json_text(schema),
    }


def integration_inputs(plan: WebSocketIntegrationPlan, values: DeployedValues) -> dict[str, Any]:
    """An integration: what is called, and what it gets."""
    return {
        "integration_type": plan.type,
        **_target(plan, values),
        "timeout_milliseconds": plan.timeout_ms,
        "request_parameters": values.fill(plan.request_parameters) or None,
        "request_templates": values.fill(plan.request_templates) or None,
        "template_selection_expression": values.fill(plan.template_selection_expression),
        "passthrough_behavior": plan.passthrough_behavior,
        "content_handling_strategy": plan.content_handling,
    }


def reply_inputs(plan: ReplyPlan, values: DeployedValues) -> dict[str, Any]:
    """An integration response: what becomes of an answer."""
    return {
        "integration_response_key": plan.key,
        "response_templates": values.fill(plan.templates) or None,
        "template_selection_expression": values.fill(plan.template_selection_expression),
        "content_handling_strategy": plan.content_handling,
    }


def route_inputs(plan: WebSocketRoutePlan, values: DeployedValues) -> dict[str, Any]:
    """A route, but for its integration, authorizer and model."""
    return {
        "route_key": plan.key,
        "authorization_type": plan.authorization,
        "api_key_required": plan.api_key,
        "request_parameters": [
            {"request_parameter_key": each, "required": False} for each in plan.request_parameters
        ]
        or None,
        "operation_name": values.fill(plan.operation_name),
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
        "route_response_selection_expression": _ALWAYS if plan.reply else None,
        "model_selection_expression": _ALWAYS if plan.model else None,
    }


def _target(plan: WebSocketIntegrationPlan, values: DeployedValues) -> dict[str, Any]:
    if plan.target is not None:
        return {"integration_method": "POST", "integration_uri": values.function_uri(plan.target)}
    if plan.service is not None:
        return {
            "integration_method": plan.service.method,
            "integration_uri": values.service_uri(plan.service),
            "credentials_arn": values.role_arn(plan.service),
        }
    if plan.url is not None:
        return {"integration_method": plan.method, "integration_uri": values.fill(plan.url)}
    return {}
