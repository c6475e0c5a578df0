"""Reads the HTTP APIs out of a captured graph: resources joined by API id become frozen dataclasses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pulumi_apigw.aws.arns import parse_arn
from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.graph.function_names import split_function
from pulumi_apigw.local.model import (
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
    """What the gateway found: its HTTP APIs, every function's policy, and `notes` on what it cannot serve.

    `function_names` gives the logical name of each function that AWS names: nobody knows it by that name.
    """

    apis: tuple[LocalApi, ...]
    permissions: tuple[Permission, ...]
    notes: tuple[str, ...]
    function_names: Mapping[str, str]


def read_graph(graph: ResourceGraph) -> Served:
    """The HTTP APIs of a graph, in the order they were registered."""
    http = [api for api in graph.of_type(API) if _text(api, "protocolType", "HTTP") == "HTTP"]
    return Served(
        apis=tuple(_api(graph, api) for api in http),
        permissions=tuple(_permission(resource) for resource in graph.of_type(PERMISSION)),
        notes=tuple(_notes(graph, http)),
        function_names={
            str(function.outputs.get("name")): function.name
            for function in graph.of_type(FUNCTION)
            if not function.inputs.get("name")
        },
    )


def _notes(graph: ResourceGraph, http: Sequence[Resource]) -> Iterable[str]:
    for api in graph.of_type(API):
        if api not in http:
            yield f"API {_name(api)!r} is a WebSocket API: not served locally yet."
        elif api.inputs.get("body"):
            yield f"API {_name(api)!r}: the routes of its OpenAPI `body` are not served locally yet."
    for api in graph.of_type(REST_API):
        yield f"API {_name(api)!r} is a REST API: not served locally yet."


def _api(graph: ResourceGraph, api: Resource) -> LocalApi:
    authorizers = {r.id: _authorizer(r) for r in _belonging(graph, AUTHORIZER, api)}
    integrations = {r.id: _integration(r) for r in _belonging(graph, INTEGRATION, api)}
    routes = [_route(r, integrations, authorizers) for r in _belonging(graph, ROUTE, api)]
    stages = [_stage(r) for r in _belonging(graph, STAGE, api)]
    if target := _text(api, "target"):
        # Quick create: AWS makes the integration, a catch-all route and an auto-deployed $default stage.
        # https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
        routes.append(LocalRoute(_text(api, "routeKey", "$default"), _quick_integration(api, target)))
        stages.append(LocalStage("$default"))
    execution_arn = str(api.outputs["executionArn"])
    return LocalApi(
        id=api.id,
        name=_name(api),
        # Not the graph's: the API's provider may be for another Region.
        region=parse_arn(execution_arn).region,
        account_id=graph.account_id,
        execution_arn=execution_arn,
        routes=tuple(routes),
        stages=tuple(stages),
        authorizers=tuple(authorizers.values()),
        cors=_cors(api.inputs.get("corsConfiguration")),
        aliases=tuple(_aliases(graph, api)),
    )


def _belonging(graph: ResourceGraph, type_: str, api: Resource) -> list[Resource]:
    return [resource for resource in graph.of_type(type_) if resource.inputs.get("apiId") == api.id]


def _aliases(graph: ResourceGraph, api: Resource) -> Iterable[str]:
    """The names of an API in its program, also without their component's: `public` for `orders-public`."""
    components = tuple(_components(graph, api))
    names = dict.fromkeys((api.name, *(component.name for component in components[:1])))
    yield from names
    for component in components:
        yield from (
            name.removeprefix(f"{component.name}-") for name in names if name.startswith(f"{component.name}-")
        )


def _components(graph: ResourceGraph, resource: Resource) -> Iterable[Resource]:
    by_urn = {component.urn: component for component in graph.resources if not component.custom}
    parent = by_urn.get(resource.parent or "")
    while parent is not None:
        yield parent
        parent = by_urn.get(parent.parent or "")


def _name(resource: Resource) -> str:
    return _text(resource, "name", resource.name)


def _text(resource: Resource, key: str, default: str = "") -> str:
    value = resource.inputs.get(key)
    return default if value is None else str(value)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in value or ())


def _mapping(value: Any) -> Mapping[str, str]:
    return {str(key): str(item) for key, item in (value or {}).items()}


def _cors(value: Mapping[str, Any] | None) -> Cors | None:
    if not value:
        return None
    max_age = value.get("maxAge")
    return Cors(
        allow_origins=_texts(value.get("allowOrigins")),
        allow_methods=_texts(value.get("allowMethods")),
        allow_headers=_texts(value.get("allowHeaders")),
        expose_headers=_texts(value.get("exposeHeaders")),
        max_age_seconds=None if max_age is None else int(max_age),
        allow_credentials=bool(value.get("allowCredentials")),
    )


def _integration(resource: Resource) -> LocalIntegration:
    timeout = resource.inputs.get("timeoutMilliseconds")
    return LocalIntegration(
        type=_text(resource, "integrationType"),
        uri=_text(resource, "integrationUri"),
        method=_text(resource, "integrationMethod", "ANY"),
        payload_format=_text(resource, "payloadFormatVersion", "1.0"),
        timeout_ms=30_000 if timeout is None else int(timeout),
        connection_type=_text(resource, "connectionType", "INTERNET"),
        subtype=_text(resource, "integrationSubtype"),
        credentials_arn=resource.inputs.get("credentialsArn"),
        request_parameters=_mapping(resource.inputs.get("requestParameters")),
        response_parameters={
            str(item["statusCode"]): _mapping(item.get("mappings"))
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
        name=_name(resource),
        type=_text(resource, "authorizerType"),
        identity_sources=_texts(resource.inputs.get("identitySources")),
        issuer=str(jwt.get("issuer") or ""),
        audience=_texts(jwt.get("audiences")),
        uri=_text(resource, "authorizerUri"),
        payload_format=_text(resource, "authorizerPayloadFormatVersion", "1.0"),
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
        key=_text(resource, "routeKey"),
        integration=integrations.get(_text(resource, "target").removeprefix("integrations/")),
        authorization_type=_text(resource, "authorizationType", "NONE"),
        authorizer=authorizers.get(_text(resource, "authorizerId")),
        scopes=_texts(resource.inputs.get("authorizationScopes")),
    )


def _stage(resource: Resource) -> LocalStage:
    return LocalStage(
        name=_name(resource),
        variables=_mapping(resource.inputs.get("stageVariables")),
        deployed=bool(resource.inputs.get("autoDeploy") or resource.inputs.get("deploymentId")),
    )


def _permission(resource: Resource) -> Permission:
    name, qualifier = split_function(_text(resource, "function"))
    return Permission(
        function_name=name,
        action=_text(resource, "action"),
        principal=_text(resource, "principal"),
        qualifier=resource.inputs.get("qualifier") or qualifier,
        source_arn=resource.inputs.get("sourceArn"),
        source_account=resource.inputs.get("sourceAccount"),
    )
