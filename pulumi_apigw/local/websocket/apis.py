"""Reads a WebSocket API out of a captured graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pulumi_apigw.aws.arns import parse_arn
from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.local.fields import aliases, belonging, mapping, name_of, stage_of, text, texts
from pulumi_apigw.local.model import Authorizer
from pulumi_apigw.local.usage_plans import api_keys
from pulumi_apigw.local.websocket.model import (
    LocalWebSocketApi,
    WebSocketIntegration,
    WebSocketRoute,
    WebSocketTransformation,
)

__all__ = ["read_websocket_api"]

_TYPES = "aws:apigatewayv2/{}"
AUTHORIZER = _TYPES.format("authorizer:Authorizer")
INTEGRATION = _TYPES.format("integration:Integration")
INTEGRATION_RESPONSE = _TYPES.format("integrationResponse:IntegrationResponse")
MODEL = _TYPES.format("model:Model")
ROUTE = _TYPES.format("route:Route")
ROUTE_RESPONSE = _TYPES.format("routeResponse:RouteResponse")
STAGE = _TYPES.format("stage:Stage")


def read_websocket_api(graph: ResourceGraph, api: Resource, note: Callable[[str], None]) -> LocalWebSocketApi:
    """The WebSocket API of a resource; `note` is told what AWS would refuse, and what leads nowhere."""

    def note_of_api(line: str) -> None:
        note(f"API {name_of(api)!r}: {line}")

    stages = tuple(stage_of(stage) for stage in belonging(graph, STAGE, "apiId", api))
    if not stages:
        note_of_api("no stage, so nothing is served. Add an aws.apigatewayv2.Stage with auto_deploy=True.")
    authorizers = {r.id: _authorizer(r) for r in belonging(graph, AUTHORIZER, "apiId", api)}
    routes = tuple(_routes(graph, api, authorizers))
    for line in _mistakes(routes):
        note_of_api(line)
    execution_arn = str(api.outputs["executionArn"])
    return LocalWebSocketApi(
        id=api.id,
        name=name_of(api),
        region=parse_arn(execution_arn).region,
        account_id=graph.account_id,
        execution_arn=execution_arn,
        stages=stages,
        aliases=tuple(aliases(graph, api)),
        routes=routes,
        authorizers=tuple(authorizers.values()),
        api_keys=tuple(api_keys(graph, api)),
        route_selection=text(api, "routeSelectionExpression", "$request.body.action"),
        key_selection=text(api, "apiKeySelectionExpression", "$request.header.x-api-key"),
        models={name_of(r): _schema(r, note_of_api) for r in belonging(graph, MODEL, "apiId", api)},
    )


def _routes(
    graph: ResourceGraph, api: Resource, authorizers: Mapping[str, Authorizer]
) -> Iterable[WebSocketRoute]:
    transformations: dict[str, list[WebSocketTransformation]] = {}
    for resource in belonging(graph, INTEGRATION_RESPONSE, "apiId", api):
        transformations.setdefault(text(resource, "integrationId"), []).append(_transformation(resource))
    integrations = {
        r.id: _integration(r, tuple(transformations.get(r.id, ())))
        for r in belonging(graph, INTEGRATION, "apiId", api)
    }
    answered = {text(r, "routeId") for r in belonging(graph, ROUTE_RESPONSE, "apiId", api)}
    for route in belonging(graph, ROUTE, "apiId", api):
        yield WebSocketRoute(
            key=text(route, "routeKey"),
            integration=integrations.get(text(route, "target").removeprefix("integrations/")),
            authorization_type=text(route, "authorizationType", "NONE"),
            authorizer=authorizers.get(text(route, "authorizerId")),
            api_key=bool(route.inputs.get("apiKeyRequired")),
            two_way=route.id in answered,
            model_selection=text(route, "modelSelectionExpression"),
            models=mapping(route.inputs.get("requestModels")),
        )


def _mistakes(routes: Iterable[WebSocketRoute]) -> Iterable[str]:
    for route in routes:
        if route.key != "$connect" and route.authorization_type != "NONE":
            # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
            yield (
                f"route {route.key!r} has authorization type {route.authorization_type}, which AWS takes on "
                "$connect alone. Put it there: it holds for the whole connection."
            )


def _integration(resource: Resource, responses: tuple[WebSocketTransformation, ...]) -> WebSocketIntegration:
    return WebSocketIntegration(
        type=text(resource, "integrationType"),
        uri=text(resource, "integrationUri"),
        method=text(resource, "integrationMethod", "POST"),
        timeout_ms=int(text(resource, "timeoutMilliseconds", "29000")),
        connection_type=text(resource, "connectionType", "INTERNET"),
        credentials_arn=resource.inputs.get("credentialsArn"),
        request_parameters=mapping(resource.inputs.get("requestParameters")),
        request_templates=mapping(resource.inputs.get("requestTemplates")),
        template_selection=text(resource, "templateSelectionExpression"),
        passthrough=text(resource, "passthroughBehavior", "WHEN_NO_MATCH"),
        content_handling=resource.inputs.get("contentHandlingStrategy"),
        responses=responses,
    )


def _transformation(resource: Resource) -> WebSocketTransformation:
    return WebSocketTransformation(
        key=text(resource, "integrationResponseKey", "$default"),
        templates=mapping(resource.inputs.get("responseTemplates")),
        template_selection=text(resource, "templateSelectionExpression"),
    )


def _authorizer(resource: Resource) -> Authorizer:
    return Authorizer(
        id=resource.id,
        name=name_of(resource),
        type=text(resource, "authorizerType"),
        identity_sources=texts(resource.inputs.get("identitySources")),
        uri=text(resource, "authorizerUri"),
        # Answers are remembered for HTTP APIs alone:
        # https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html
        ttl_seconds=0,
        credentials_arn=resource.inputs.get("authorizerCredentialsArn"),
    )


def _schema(resource: Resource, note: Callable[[str], None]) -> Any:
    try:
        return json.loads(text(resource, "schema", "{}"))
    except ValueError as error:
        note(f"the schema of model {name_of(resource)!r} is no JSON: {error}.")
        return {}
