"""Routes of a WebSocket API, and the integrations that they share."""

from __future__ import annotations

from collections.abc import Mapping

from ...aws.websocket_mappings import connect_parameters
from ...config.websocket import WebSocketApiConfig, WebSocketRouteConfig
from ..api_parts import TargetPlan
from .authorizers import plan_authorization
from .integrations import plan_integration
from .model import WebSocketIntegrationPlan, WebSocketRoutePlan

__all__ = ["plan_routes"]


def plan_routes(
    api: WebSocketApiConfig, targets: Mapping[str, TargetPlan]
) -> tuple[tuple[WebSocketRoutePlan, ...], tuple[WebSocketIntegrationPlan, ...]]:
    """The routes of an API in the config's order, and their integrations."""
    routes: list[WebSocketRoutePlan] = []
    integrations: dict[str, WebSocketIntegrationPlan] = {}
    for key, route in api.routes.items():
        integration = plan_integration(api, key, route, targets)
        integrations.setdefault(integration.name, integration)
        routes.append(_route(api, key, route, integration))
    return tuple(routes), tuple(integrations.values())


def _route(
    api: WebSocketApiConfig, key: str, route: WebSocketRouteConfig, integration: WebSocketIntegrationPlan
) -> WebSocketRoutePlan:
    authorization, authorizer = plan_authorization(api, route)
    mapped = [name for text in integration.request_parameters.values() for name in connect_parameters(text)]
    return WebSocketRoutePlan(
        key=key,
        integration=integration.name,
        authorization=authorization,
        authorizer=authorizer,
        api_key=route.api_key,
        reply=route.reply,
        model=route.body,
        request_parameters=tuple(dict.fromkeys(mapped)),
        operation_name=route.operation_name,
    )
