from __future__ import annotations

from typing import Any

from pulumi_apigw.plan import WebSocketApiPlan
from pulumi_apigw.plan.websocket.model import WebSocketIntegrationPlan, WebSocketStagePlan

from ..conftest import service

QUEUE = "arn:aws:sqs:eu-west-1:123456789012:orders"


def websocket_api(
    routes: dict[str, Any] | None = None, *, stage: dict[str, Any] | None = None, **api: Any
) -> WebSocketApiPlan:
    """The plan of a WebSocket API whose routes call the function `api`, and to which anybody may connect."""
    written = {"$connect": {"authorizer": "none"}, **(routes or {"send": {}})}
    whole = {"protocol": "websocket", "defaults": {"function": "api"}, "routes": written, **api}
    plan = service(apis={"public": whole}, stages={"dev": stage or {}}).apis["public"]
    assert isinstance(plan, WebSocketApiPlan)
    return plan


def integration(route: dict[str, Any], key: str = "send", **api: Any) -> WebSocketIntegrationPlan:
    """The plan of what one route calls."""
    plan = websocket_api({key: route}, **api)
    return next(plan.integration(each) for each in plan.routes if each.key == key)


def websocket_stage(
    stage: dict[str, Any] | None = None, routes: dict[str, Any] | None = None, **api: Any
) -> WebSocketStagePlan:
    """The plan of the one stage of an API."""
    (found,) = websocket_api(routes, stage=stage, **api).stages
    return found
