"""The head of an exported document: which API it is of, and where it is called."""

from __future__ import annotations

from typing import Any

from ..plan.model import HttpApiPlan
from ..plan.rest.model import RestApiPlan

__all__ = ["head"]

_HOST = "https://{api_id}.execute-api.{region}.amazonaws.com"


def head(plan: HttpApiPlan | RestApiPlan, openapi: str, version: str, url: str | None) -> dict[str, Any]:
    """`openapi`, `info` and `servers` of a document."""
    info = {"title": _title(plan), "version": version}
    if plan.settings.description is not None:
        info["description"] = plan.settings.description
    return {"openapi": openapi, "info": info, **_servers(plan, url)}


def _title(plan: HttpApiPlan | RestApiPlan) -> str:
    """The API's name without its stage, so that clients generated for two stages are called the same."""
    name = plan.api_name
    for stage in plan.stages:
        name = name.removesuffix(f"-{stage.name}")
    return name


def _servers(plan: HttpApiPlan | RestApiPlan, url: str | None) -> dict[str, Any]:
    """The stage's URL: the one given, else its shape, since id and Region come with the deployment."""
    if url is not None:
        return {"servers": [{"url": url.rstrip("/") or "/"}]}
    if plan.settings.disable_execute_api_endpoint or not plan.stages:
        return {}
    stage = plan.stages[0].stage_name
    path = "" if stage == "$default" else f"/{stage}"
    return {
        "servers": [
            {
                "url": f"{_HOST}{path}",
                "variables": {
                    "api_id": {"default": "API_ID", "description": "Id of the deployed API."},
                    "region": {"default": "REGION", "description": "AWS Region that it is deployed to."},
                },
            }
        ]
    }
