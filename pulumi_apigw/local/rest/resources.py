"""Reads methods that a program registers one by one, with aws.apigateway.Resource, Method and Integration."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.local.fields import belonging, mapping, name_of, text, texts
from pulumi_apigw.local.rest.documents import UnreadableDocumentError
from pulumi_apigw.local.rest.model import (
    Definition,
    IntegrationResponse,
    RestAuthorizer,
    RestIntegration,
    RestRoute,
    Validator,
)
from pulumi_apigw.local.rest.security import known_issuers
from pulumi_apigw.local.rest.settings import (
    read_gateway_response,
    read_integration_response,
    read_validator,
)

__all__ = ["read_resources"]

_TYPES = "aws:apigateway/{}"
AUTHORIZER = _TYPES.format("authorizer:Authorizer")
GATEWAY_RESPONSE = _TYPES.format("response:Response")
INTEGRATION = _TYPES.format("integration:Integration")
INTEGRATION_RESPONSE = _TYPES.format("integrationResponse:IntegrationResponse")
METHOD = _TYPES.format("method:Method")
MODEL = _TYPES.format("model:Model")
RESOURCE = _TYPES.format("resource:Resource")
VALIDATOR = _TYPES.format("requestValidator:RequestValidator")


def read_resources(graph: ResourceGraph, api: Resource) -> Definition:
    """What the resources of an API define, besides its body."""
    authorizers = {r.id: _authorizer(r) for r in belonging(graph, AUTHORIZER, "restApi", api)}
    gateway_responses = {
        text(r, "responseType"): read_gateway_response(r.inputs)
        for r in belonging(graph, GATEWAY_RESPONSE, "restApiId", api)
    }
    models = {text(r, "name"): _schema(r) for r in belonging(graph, MODEL, "restApi", api)}
    return Definition(
        routes=tuple(_routes(graph, api, authorizers, models)),
        authorizers=tuple(authorizers.values()),
        gateway_responses=gateway_responses,
        references={"models": models},
    )


def _routes(
    graph: ResourceGraph,
    api: Resource,
    authorizers: Mapping[str, RestAuthorizer],
    models: Mapping[str, Mapping[str, Any]],
) -> Iterable[RestRoute]:
    paths = _paths(graph, api)
    validators = {r.id: read_validator(r.inputs) for r in belonging(graph, VALIDATOR, "restApi", api)}
    integrations = _integrations(graph, api)
    for method in belonging(graph, METHOD, "restApi", api):
        resource_id, verb = _place(method)
        yield RestRoute(
            key=f"{verb} {paths.get(resource_id, '/')}",
            integration=integrations.get((resource_id, verb)),
            authorization_type=text(method, "authorization", "NONE"),
            authorizer=authorizers.get(text(method, "authorizerId")),
            scopes=texts(method.inputs.get("authorizationScopes")),
            api_key=bool(method.inputs.get("apiKeyRequired")),
            validator=validators.get(text(method, "requestValidatorId"), Validator()),
            required=tuple(_required(method)),
            models={
                content_type: models[name]
                for content_type, name in mapping(method.inputs.get("requestModels")).items()
                if name in models
            },
            resource_id=resource_id,
        )


def _integrations(graph: ResourceGraph, api: Resource) -> Mapping[tuple[str, str], RestIntegration]:
    """The integration of each method, by its resource and verb."""
    responses: dict[tuple[str, str], list[IntegrationResponse]] = {}
    for resource in belonging(graph, INTEGRATION_RESPONSE, "restApi", api):
        selection = text(resource, "selectionPattern") or "default"
        response = read_integration_response(selection, resource.inputs)
        responses.setdefault(_place(resource), []).append(response)
    return {
        _place(r): _integration(r, tuple(responses.get(_place(r), ())))
        for r in belonging(graph, INTEGRATION, "restApi", api)
    }


def _paths(graph: ResourceGraph, api: Resource) -> Mapping[str, str]:
    """The path of each resource by its id, the root's too."""
    root = str(api.outputs.get("rootResourceId"))
    resources = {r.id: r for r in belonging(graph, RESOURCE, "restApi", api)}

    def path(resource_id: str) -> str:
        resource = resources.get(resource_id)
        return f"{path(text(resource, 'parentId'))}/{text(resource, 'pathPart')}" if resource else ""

    return {root: "/", **{resource_id: path(resource_id) for resource_id in resources}}


def _place(resource: Resource) -> tuple[str, str]:
    return text(resource, "resourceId"), text(resource, "httpMethod")


def _required(method: Resource) -> Iterable[tuple[str, str]]:
    for parameter, required in (method.inputs.get("requestParameters") or {}).items():
        if required is True:
            place, _, name = str(parameter).removeprefix("method.request.").partition(".")
            yield place, name


def _integration(resource: Resource, responses: tuple[IntegrationResponse, ...]) -> RestIntegration:
    return RestIntegration(
        type=text(resource, "type"),
        uri=text(resource, "uri"),
        method=text(resource, "integrationHttpMethod", "ANY"),
        timeout_ms=int(text(resource, "timeoutMilliseconds", "29000")),
        connection_type=text(resource, "connectionType", "INTERNET"),
        credentials_arn=resource.inputs.get("credentials"),
        request_parameters=mapping(resource.inputs.get("requestParameters")),
        request_templates=mapping(resource.inputs.get("requestTemplates")),
        passthrough=text(resource, "passthroughBehavior", "WHEN_NO_MATCH"),
        content_handling=resource.inputs.get("contentHandling"),
        responses=responses,
        streamed=text(resource, "responseTransferMode") == "STREAM",
    )


def _schema(model: Resource) -> Mapping[str, Any]:
    """A model's schema; raises `UnreadableDocumentError`."""
    try:
        schema = json.loads(text(model, "schema", "{}"))
    except ValueError as error:
        raise UnreadableDocumentError(
            f"the schema of model {text(model, 'name')!r} is no JSON: {error}"
        ) from None
    return schema if isinstance(schema, Mapping) else {}


def _authorizer(resource: Resource) -> RestAuthorizer:
    sources = text(resource, "identitySource", "method.request.header.Authorization")
    return RestAuthorizer(
        id=resource.id,
        name=name_of(resource),
        type=text(resource, "type", "TOKEN"),
        identity_sources=tuple(source.strip() for source in sources.split(",")),
        uri=text(resource, "authorizerUri"),
        ttl_seconds=int(text(resource, "authorizerResultTtlInSeconds", "300")),
        credentials_arn=resource.inputs.get("authorizerCredentials"),
        validation_pattern=resource.inputs.get("identityValidationExpression"),
        issuers=known_issuers(texts(resource.inputs.get("providerArns"))),
    )
