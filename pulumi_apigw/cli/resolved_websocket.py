"""The plan of a WebSocket API as plain data."""

from __future__ import annotations

from collections.abc import Mapping

from pulumi_apigw.plan.model import WebSocketApiPlan
from pulumi_apigw.plan.websocket.model import (
    WebSocketAuthorizerPlan,
    WebSocketIntegrationPlan,
    WebSocketRoutePlan,
    WebSocketStagePlan,
)

from .resolved_parts import Data, resolved_call, resolved_throttle, resolved_url, resolved_usage_plan

__all__ = ["resolved_websocket_api"]


def resolved_websocket_api(api: WebSocketApiPlan, stage: WebSocketStagePlan) -> Data:
    """A stage of a WebSocket API, where each route leads, and who may push."""
    url = resolved_url(stage.stage_name, disabled=api.settings.disable_execute_api_endpoint)
    return {
        "name": api.name,
        "api_name": api.api_name,
        "protocol": "websocket",
        "stage": stage.name,
        "stage_name": stage.stage_name,
        "url": url and url.replace("https://", "wss://"),
        "connections_url": stage.connections_url or url,
        "variables": dict(stage.variables),
        "throttle": resolved_throttle(stage.settings.throttle),
        "authorizers": [_authorizer(each, stage.variables) for each in api.authorizers],
        "usage_plans": [resolved_usage_plan(each) for each in stage.usage_plans],
        "routes": [_route(each, api, stage) for each in api.routes],
        "push": list(api.push),
        "connections": _store(api),
        "integrations": len(api.integrations),
    }


def _route(route: WebSocketRoutePlan, api: WebSocketApiPlan, stage: WebSocketStagePlan) -> Data:
    integration = api.integration(route)
    settings = {each.route_key: each for each in stage.route_settings}
    return {
        "route": route.key,
        "target": _integration(integration, stage.variables),
        "authorization": route.authorization,
        "authorizer": route.authorizer,
        "scopes": [],
        "api_key": route.api_key,
        "reply": route.reply,
        "model": route.model,
        "throttle": resolved_throttle(settings.get(route.key, stage.settings).throttle),
        "timeout_ms": integration.timeout_ms,
    }


def _integration(integration: WebSocketIntegrationPlan, variables: Mapping[str, str]) -> Data:
    if integration.target is not None:
        return {"type": "function", **resolved_call(integration.target, variables)}
    if integration.url is not None:
        proxy = integration.type == "HTTP_PROXY"
        return {"type": "http", "method": integration.method, "url": integration.url, "proxy": proxy}
    if integration.service is None:
        return {"type": "mock", "statuses": []}
    return {
        "type": "service",
        "subtype": integration.name.partition(" ")[0],
        "service": integration.service.service,
        "call": integration.service.target,
        "actions": list(integration.service.actions),
        "resources": list(integration.service.resources),
    }


def _authorizer(authorizer: WebSocketAuthorizerPlan, variables: Mapping[str, str]) -> Data:
    called = resolved_call(authorizer.target, variables)
    # Nothing is cached: AWS asks each time that a client connects.
    return {"name": authorizer.name, "type": "lambda", **called, "ttl_seconds": 0}


def _store(api: WebSocketApiPlan) -> Data | None:
    if api.store is None:
        return None
    return {"table_name": api.store.table_name, "functions": list(api.store.functions)}
