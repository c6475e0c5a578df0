"""Deployments of a WebSocket API whose changes do not go live by themselves."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from ..plan.websocket.model import WebSocketApiPlan
from .deployment_triggers import made_with, unbound
from .json_text import json_sha256
from .values import DeployedValues
from .websocket_inputs import (
    authorizer_inputs,
    integration_inputs,
    model_inputs,
    reply_inputs,
    route_inputs,
)

__all__ = ["create_websocket_deployment", "websocket_fingerprint"]


def create_websocket_deployment(
    name: str,
    plan: WebSocketApiPlan,
    api: aws.apigatewayv2.Api,
    *,
    values: DeployedValues,
    after: Sequence[pulumi.Resource],
    parent: pulumi.Resource,
) -> aws.apigatewayv2.Deployment | None:
    """A snapshot of the API when all of `after` is there, or None where AWS deploys every change itself.

    A new one is made before the old one is deleted, and stages move in between: AWS deletes none that a stage
    uses. Pulumi deletes what the program has no longer after all that it makes, so that a route which is
    taken away is in the snapshot once more; nothing but the next deployment is without it. No dependency
    changes that, since none can name what the program has no longer.
    """
    if plan.settings.auto_deploy:
        return None
    sent = websocket_fingerprint(plan, values)
    return aws.apigatewayv2.Deployment(
        name,
        api_id=api.id,
        triggers={"sha256": unbound(sent)},
        opts=pulumi.ResourceOptions.merge(
            pulumi.ResourceOptions(parent=parent, depends_on=list(after)), made_with(sent)
        ),
    )


def websocket_fingerprint(plan: WebSocketApiPlan, values: DeployedValues) -> pulumi.Output[str]:
    """A hash of what is sent to AWS; parts refer to each other by the names that the plan gives them."""
    settings = plan.settings
    sent = {
        "route_selection_expression": values.fill(settings.route_selection_expression),
        "api_key_selection_expression": settings.api_key_selection_expression,
        # "After you disable the default endpoint, you must deploy your API for the change to take effect."
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-disable-default-endpoint.html
        "disable_execute_api_endpoint": settings.disable_execute_api_endpoint,
        "authorizers": [authorizer_inputs(each, values) for each in plan.authorizers],
        "models": [model_inputs(each, values) for each in plan.models],
        "integrations": {
            each.name: {
                **integration_inputs(each, values),
                "replies": [reply_inputs(reply, values) for reply in each.replies],
            }
            for each in plan.integrations
        },
        "routes": {
            each.key: {
                **route_inputs(each, values),
                "integration": each.integration,
                "authorizer": each.authorizer,
                "model": each.model,
            }
            for each in plan.routes
        },
    }
    return json_sha256(sent)
