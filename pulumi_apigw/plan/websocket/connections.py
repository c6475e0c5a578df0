"""Pushing to clients: the functions that may, and where connections are kept."""

from __future__ import annotations

from ...config.websocket import WebSocketApiConfig
from .model import ConnectionStorePlan

__all__ = ["plan_store"]


def plan_store(api: WebSocketApiConfig, *, table_name: str) -> ConnectionStorePlan | None:
    """The table of connections, or None where none are kept."""
    store = api.connections
    if store == "none":
        return None
    return ConnectionStorePlan(
        table_name=table_name,
        functions=store.functions or api.push,
        ttl_seconds=store.ttl_seconds,
        point_in_time_recovery=store.point_in_time_recovery,
        kms_key_arn=store.kms_key_arn,
    )
