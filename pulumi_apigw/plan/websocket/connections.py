"""Pushing to clients: the functions that may, and where connections are kept."""

from __future__ import annotations

from collections.abc import Iterable

import re
from collections.abc import Mapping
from typing import TypeVar

from ...config.websocket import WebSocketApiConfig
from ..domains.model import DomainPlan
from .model import ConnectionStorePlan

__all__ = ["domain_endpoint", "plan_store"]


def domain_endpoint(name: str, api: WebSocketApiConfig, domains: Iterable[DomainPlan]) -> str | None:
    """Where to push by a custom domain name; None where AWS's own endpoint does it, or nothing is known.

    AWS's own answers 403 where it is disabled. A domain's has the base path where AWS's has the stage.
    https://github.com/aws/aws-sdk-net/issues/1860
    """
    if not api.disable_execute_api_endpoint:
        return None
    found = (
        f"https://{domain.name}/{mapping.base_path}".rstrip("/")
        for domain in domains
        if not domain.name.startswith("*")
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


def variable_suffix(api: str) -> str:
    """What ends the names of the environment variables that are of one API alone."""
    return re.sub(r"[^A-Z0-9_]", "_", api.upper())


def connection_variables(name: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """The environment variables of values by their API's suffix: also `name` itself where there is one API."""
    own = {f"{name}_{suffix}": value for suffix, value in values.items()}
    return {name: next(iter(values.values())), **own} if len(values) == 1 else own
