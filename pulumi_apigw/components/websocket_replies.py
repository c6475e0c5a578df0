"""What senders are answered: the responses of integrations and of routes."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..plan.websocket.model import WebSocketApiPlan
from .values import DeployedValues
from .websocket_inputs import reply_inputs

__all__ = ["create_integration_responses", "create_route_responses"]


def create_integration_responses(
    name: str,
    plan: WebSocketApiPlan,
    integrations: Mapping[str, aws.apigatewayv2.Integration],
    *,
    api_id: pulumi.Input[str],
    values: DeployedValues,
    parent: pulumi.Resource,
) -> list[aws.apigatewayv2.IntegrationResponse]:
    """What becomes of the answers of integrations that are no proxy.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
    """
    return [
        aws.apigatewayv2.IntegrationResponse(
            f"{name}.{integration.name}.{reply.key}",
            api_id=api_id,
            integration_id=integrations[integration.name].id,
            **reply_inputs(reply, values),
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for integration in plan.integrations
        for reply in integration.replies
    ]


def create_route_responses(
    name: str,
    plan: WebSocketApiPlan,
    routes: Mapping[str, aws.apigatewayv2.Route],
    *,
    api_id: pulumi.Input[str],
    parent: pulumi.Resource,
) -> dict[str, aws.apigatewayv2.RouteResponse]:
    """What makes routes two-way, by the route's key.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
    """
    return {
        route.key: aws.apigatewayv2.RouteResponse(
            f"{name}.{route.key}",
            api_id=api_id,
            route_id=routes[route.key].id,
            route_response_key="$default",
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for route in plan.routes
        if route.reply
    }
