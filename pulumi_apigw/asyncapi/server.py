"""Where clients connect."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from ..openapi.head import HOST, HOST_VARIABLES
from ..plan.websocket.model import WebSocketApiPlan

__all__ = ["server"]


def server(plan: WebSocketApiPlan, url: str | None) -> dict[str, Any] | None:
    """The server of a document: the URL given, else its shape; id and Region come with the deployment.

    Where AWS's own endpoint is disabled it is the stage's domain, None where that is not known here.
    """
    if url is None and plan.settings.disable_execute_api_endpoint:
        by_domain = plan.stages[0].connections_url if plan.stages else None
        url = by_domain and by_domain.replace("https://", "wss://", 1)
        if url is None:
            return None
    if url is not None:
        parts = urlsplit(url)
        return _server(parts.netloc, parts.path.rstrip("/"), parts.scheme)
    if not plan.stages:
        return None
    return {**_server(HOST, f"/{plan.stages[0].stage_name}", "wss"), "variables": HOST_VARIABLES}


def _server(host: str, path: str, protocol: str) -> dict[str, Any]:
    found = {"host": host, "pathname": path, "protocol": protocol}
    return {name: each for name, each in found.items() if each}
