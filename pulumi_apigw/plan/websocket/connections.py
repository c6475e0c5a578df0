"""Pushing to clients: the functions that may, and where connections are kept."""

from __future__ import annotations

from collections.abc import Iterable

from ...config.websocket import WebSocketApiConfig
from ..domains.model import DomainPlan
from .model import ConnectionStorePlan

__all__ = ["domain_endpoint", "plan_store"]


def domain_endpoint(name: str, api: WebSocketApiConfig, domains: Iterable[DomainPlan]) -> str | None:
    """Where to push by a custom domain name; None where AWS's own endpoint does it, or nothing is known.

    AWS's own answers 403 where it is disabled. A domain's has the base path where AWS's has the stage; one
    with mutual TLS would ask functions for a certificate. https://github.com/aws/aws-sdk-net/issues/1860
    """
    if not api.disable_execute_api_endpoint:
        return None
    found = (
        f"https://{domain.name}/{mapping.base_path}".rstrip("/")
        for domain in domains
        if not domain.name.startswith("*") and not (domain.own and domain.own.mutual_tls)
        for mapping in domain.mappings
        if mapping.api == name
    )
    return next(found, None)


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
