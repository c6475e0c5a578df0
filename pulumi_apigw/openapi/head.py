"""The head of an exported document: which API it is of, and where it is called."""

from __future__ import annotations

from typing import Any, Final

from ..plan.model import HttpApiPlan
from ..plan.rest.model import RestApiPlan
from ..plan.websocket.model import WebSocketApiPlan

__all__ = ["HOST", "HOST_VARIABLES", "info", "servers", "stageless_name"]

HOST: Final = "{api_id}.execute-api.{region}.amazonaws.com"
"""The shape of an API's own host name."""
HOST_VARIABLES: Final = {
    "api_id": {"default": "API_ID", "description": "Id of the deployed API."},
    "region": {"default": "REGION", "description": "AWS Region that it is deployed to."},
}
"""What is open in it, as OpenAPI and AsyncAPI say it."""


def info(plan: HttpApiPlan | RestApiPlan, title: str) -> dict[str, str]:
    """`info` of a document; HTTP APIs have no version of their own."""
    version = plan.settings.version if isinstance(plan, RestApiPlan) else "1.0"
    found = {"title": title, "version": version}
    description = plan.settings.description
    return found if description is None else {**found, "description": description}


def stageless_name(plan: HttpApiPlan | RestApiPlan | WebSocketApiPlan) -> str:
    """The API's name without its stage, so that clients generated for two stages are called the same."""
    name = plan.api_name
    for stage in plan.stages:
        name = name.removesuffix(f"-{stage.name}")
    return name


def servers(plan: HttpApiPlan | RestApiPlan, url: str | None) -> dict[str, Any]:
    """`servers` of a document: the URL given, else its shape: id and Region come with the deployment."""
    if url is not None:
        return {"servers": [{"url": url.rstrip("/") or "/"}]}
    if plan.settings.disable_execute_api_endpoint or not plan.stages:
        return {}
    stage = plan.stages[0].stage_name
    path = "" if stage == "$default" else f"/{stage}"
    return {"servers": [{"url": f"https://{HOST}{path}", "variables": HOST_VARIABLES}]}
