from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pulumi_apigw.graph import Resource, ResourceGraph

from ..conftest import API, BUILT, FUNCTION, STAGE, config

DEPLOYMENT = "aws:apigatewayv2/deployment:Deployment"
MODEL = "aws:apigatewayv2/model:Model"
INTEGRATION_RESPONSE = "aws:apigatewayv2/integrationResponse:IntegrationResponse"
ROUTE_RESPONSE = "aws:apigatewayv2/routeResponse:RouteResponse"
TABLE = "aws:dynamodb/table:Table"

GATE = {"gate": {"type": "lambda", "function": "api", "identity_sources": ["$request.querystring.token"]}}


def websocket(routes: Mapping[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    """A service's config with one WebSocket API; its routes call `api`, and anybody may connect."""
    written = {"$connect": {"authorizer": "none"}, **(routes or {"say": {}})}
    live = {"protocol": "websocket", "defaults": {"function": "api"}, "routes": written, **parts}
    return config(apis={"live": live}, functions={"api": BUILT})


def live(graph: ResourceGraph) -> Resource:
    """The API of `websocket`."""
    return graph.find(API, "orders-live")


def stage(graph: ResourceGraph) -> Resource:
    return graph.find(STAGE, "orders-live.dev")


def environment(graph: ResourceGraph, function: str = "api") -> dict[str, str]:
    """The environment of a function."""
    found = graph.find(FUNCTION, f"orders-{function}").inputs.get("environment", {})
    return dict(found.get("variables", {}))
