"""A WebSocket API: the plans of its parts, put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...config.websocket import WebSocketApiConfig
from ..api_parts import TargetPlan
from ..http import plan_permissions
from ..rest.usage_plans import plan_api_keys
from .authorizers import plan_authorizers
from .connections import plan_store
from .model import WebSocketApiPlan
from .models import plan_models
from .routes import plan_routes

__all__ = ["plan_websocket_api"]


def plan_websocket_api(
    name: str,
    api: WebSocketApiConfig,
    *,
    api_name: str,
    targets: Mapping[str, TargetPlan],
    tags: Mapping[str, str],
    table_name: str | None = None,
) -> WebSocketApiPlan:
    """One API without its stages; `targets` says how each function is called.

    `table_name` is AWS's name of the table of connections, by default the API's and `-connections`.
    """
    routes, integrations = plan_routes(api, targets)
    plan = WebSocketApiPlan(
        name=name,
        api_name=api_name,
        settings=api,
        authorizers=plan_authorizers(api.authorizers, targets),
        integrations=integrations,
        routes=routes,
        models=plan_models(api.models),
        push=api.push,
        store=plan_store(api, table_name=table_name or f"{api_name}-connections"),
        api_keys=plan_api_keys(api.api_keys),
        stages=(),
        permissions=(),
        tags=dict(tags),
    )
    return replace(plan, permissions=plan_permissions(plan.targets))
