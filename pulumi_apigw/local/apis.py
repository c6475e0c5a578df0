"""Reads the APIs out of a captured graph: resources joined by API id become frozen dataclasses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_apigw.aws.arns import parse_arn
from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.graph.function_names import split_function
from pulumi_apigw.local.fields import aliases, belonging, mapping, name_of, stage_of, text, texts
from pulumi_apigw.local.model import (
    Api,
    Cors,
    LocalApi,
    LocalAuthorizer,
    LocalIntegration,
    LocalRoute,
    LocalStage,
    Permission,
)

__all__ = ["Served", "read_graph"]

API = "aws:apigatewayv2/api:Api"
AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer"
FUNCTION = "aws:lambda/function:Function"
INTEGRATION = "aws:apigatewayv2/integration:Integration"
PERMISSION = "aws:lambda/permission:Permission"
REST_API = "aws:apigateway/restApi:RestApi"
ROUTE = "aws:apigatewayv2/route:Route"
STAGE = "aws:apigatewayv2/stage:Stage"


@dataclass(frozen=True)
class Served:
    """What the gateway found: its APIs, every function's policy, and `notes` on what it cannot serve.

    `function_names` gives the logical name of each function that AWS names: nobody knows it by that name.
    """

    apis: tuple[Api, ...]
    permissions: tuple[Permission, ...]
    notes: tuple[str, ...]
    function_names: Mapping[str, str]


def read_graph(graph: ResourceGraph) -> Served:
    """The APIs of a graph, in the order of the program."""
    notes: list[str] = []
    return Served(
        apis=tuple(_apis(graph, notes.append)),
        permissions=tuple(_permission(resource) for resource in graph.of_type(PERMISSION)),
        notes=tuple(notes),
        function_names={
            str(function.outputs.get("name")): function.name
            for function in graph.of_type(FUNCTION)
            if not function.inputs.get("name")
        },
    )


def _apis(graph: ResourceGraph, note: Callable[[str], None]) -> Iterator[Api]:
    for resource in _in_order(graph):
        if resource.type == API:
            if text(resource, "protocolType", "HTTP") == "HTTP":
                yield _api(graph, resource, note)
            else:
                from pulumi_apigw.local.websocket.apis import read_websocket_api

                yield read_websocket_api(graph, resource, note)
        elif resource.type == REST_API:
            # Not before there is one: most programs have none, and the first answer is to come soon.
            from pulumi_apigw.local.rest.apis import read_rest_api

            api = read_rest_api(graph, resource, note)
            if api is not None:
                yield api


def _in_order(graph: ResourceGraph) -> list[Resource]:
    """The resources, each where its parent was registered.

    Components are registered in a config's order, what is in them once its inputs are known: an API that
    waits for a key of its own would come after the next one, and each would have the other's port.
    """
    places = {resource.urn: place for place, resource in enumerate(graph.resources)}
    return sorted(graph.resources, key=lambda each: places.get(each.parent or "", places[each.urn]))


def _api(graph: ResourceGraph, api: Resource, note: Callable[[str], None]) -> LocalApi:
    if api.inputs.get("body"):
        note(f"API {name_of(api)!r}: the routes of its OpenAPI `body` are not served locally yet.")
    authorizers = {r.id: _authorizer(r) for r in belonging(graph, AUTHORIZER, "apiId", api)}
    integrations = {r.id: _integration(r) for r in belonging(graph, INTEGRATION, "apiId", api)}
    routes = [_route(r, integrations, authorizers) for r in belonging(graph, ROUTE, "apiId", api)]
    stages = [stage_of(r) for r in belonging(graph, STAGE, "apiId", api)]
    if target := text(api, "target"):
        # Quick create: AWS makes the integration, a catch-all route and an auto-deployed $default stage.
        # https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
        routes.append(LocalRoute(text(api, "routeKey", "$default"), _quick_integration(api, target)))
        stages.append(LocalStage("$default"))
    execution_arn = str(api.outputs["executionArn"])
    return LocalApi(
        id=api.id,
        name=name_of(api),
        # Not the graph's: the API's provider may be for another Region.
        region=parse_arn(execution_arn).region,
        account_id=graph.account_id,
        execution_arn=execution_arn,
        routes=tuple(routes),
        stages=tuple(stages),
        authorizers=tuple(authorizers.values()),
        cors=_cors(api.inputs.get("corsConfiguration")),
        aliases=tuple(aliases(graph, api)),
    )


def _cors(value: Mapping[str, Any] | None) -> Cors | None:
    if not value:
        return None
    max_age = value.get("maxAge")
    return Cors(
        allow_origins=texts(value.get("allowOrigins")),
        allow_methods=texts(value.get("allowMethods")),
        allow_headers=texts(value.get("allowHeaders")),
        expose_headers=texts(value.get("exposeHeaders")),
        max_age_seconds=None if max_age is None else int(max_age),
        allow_credentials=bool(value.get("allowCredentials")),
    )


def _integration(resource: Resource) -> LocalIntegration:
    timeout = resource.inputs.get("timeoutMilliseconds")
    return LocalIntegration(
        type=text(resource, "integrationType"),
        uri=text(resource, "integrationUri"),
        method=text(resource, "integrationMethod", "ANY"),
        payload_format=text(resource, "payloadFormatVersion", "1.0"),
        timeout_ms=30_000 if timeout is None else int(timeout),
        connection_type=text(resource, "connectionType", "INTERNET"),
        subtype=text(resource, "integrationSubtype"),
        credentials_arn=resource.inputs.get("credentialsArn"),
        request_parameters=mapping(resource.inputs.get("requestParameters")),
        response_parameters={
            str(item["statusCode"]): mapping(item.get("mappings"))
            for item in resource.inputs.get("responseParameters") or ()
        },
    )


def _quick_integration(api: Resource, target: str) -> LocalIntegration:
    is_url = target.startswith(("http://", "https://"))
    return LocalIntegration(
        type="HTTP_PROXY" if is_url else "AWS_PROXY",
        uri=target,
        payload_format="1.0" if is_url else "2.0",
        credentials_arn=api.inputs.get("credentialsArn"),
    )


def _authorizer(resource: Resource) -> LocalAuthorizer:
    jwt = resource.inputs.get("jwtConfiguration") or {}
    ttl = resource.inputs.get("authorizerResultTtlInSeconds")
    return LocalAuthorizer(
        id=resource.id,
        name=name_of(resource),
        type=text(resource, "authorizerType"),
        identity_sources=texts(resource.inputs.get("identitySources")),
        issuer=str(jwt.get("issuer") or ""),
        audience=texts(jwt.get("audiences")),
        uri=text(resource, "authorizerUri"),
        payload_format=text(resource, "authorizerPayloadFormatVersion", "1.0"),
        # The provider's default:
        # https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/authorizer/
        ttl_seconds=300 if ttl is None else int(ttl),
        simple_responses=bool(resource.inputs.get("enableSimpleResponses")),
        credentials_arn=resource.inputs.get("authorizerCredentialsArn"),
    )


def _route(
    resource: Resource,
    integrations: Mapping[str, LocalIntegration],
    authorizers: Mapping[str, LocalAuthorizer],
) -> LocalRoute:
    return LocalRoute(
        key=text(resource, "routeKey"),
        integration=integrations.get(text(resource, "target").removeprefix("integrations/")),
        authorization_type=text(resource, "authorizationType", "NONE"),
        authorizer=authorizers.get(text(resource, "authorizerId")),
        scopes=texts(resource.inputs.get("authorizationScopes")),
    )


def _permission(resource: Resource) -> Permission:
    name, qualifier = split_function(text(resource, "function"))
    return Permission(
        function_name=name,
        action=text(resource, "action"),
        principal=text(resource, "principal"),
        qualifier=resource.inputs.get("qualifier") or qualifier,
        source_arn=resource.inputs.get("sourceArn"),
        source_account=resource.inputs.get("sourceAccount"),
    )
