"""Reads an OpenAPI 3.0 or Swagger 2.0 document as API Gateway imports it, extensions included.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pulumi_apigw.local.fields import mapping, texts
from pulumi_apigw.local.rest.documents import UnreadableDocumentError, mapping_at, parse, resolved
from pulumi_apigw.local.rest.model import Definition, RestIntegration, RestRoute, Validator
from pulumi_apigw.local.rest.security import Schemes, stand_in_id
from pulumi_apigw.local.rest.settings import (
    read_gateway_response,
    read_integration_response,
    read_validator,
)

__all__ = ["read_body"]

EXTENSION = "x-amazon-apigateway-"
ANY_METHOD = f"{EXTENSION}any-method"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
PLACES = {"query": "querystring", "header": "header", "path": "path"}


def read_body(body: str, note: Callable[[str], None]) -> Definition:
    """What a body defines; `note` gets a line on what API Gateway leaves out of it.

    Raises `UnreadableDocumentError`.
    """
    document = parse(body)
    try:
        return _definition(document, note)
    except (AttributeError, TypeError, ValueError) as error:
        # Values of other types than OpenAPI and the extensions have: the import fails on AWS.
        raise UnreadableDocumentError(f"its `body` has a value of the wrong type: {error}") from None


def _definition(document: Mapping[str, Any], note: Callable[[str], None]) -> Definition:
    if document.get("security"):
        # https://github.com/amazon-archives/aws-apigateway-importer/issues/204
        note("API Gateway does not apply the `security` at the root of a document. Give it to each method.")
    schemes = Schemes(document)
    size = document.get(f"{EXTENSION}minimum-compression-size")
    binary = document.get(f"{EXTENSION}binary-media-types")
    return Definition(
        routes=tuple(_routes(document, schemes)),
        authorizers=tuple(schemes.authorizers.values()),
        gateway_responses={
            str(name): read_gateway_response(settings)
            for name, settings in mapping_at(document, f"{EXTENSION}gateway-responses").items()
        },
        binary_types=None if binary is None else texts(binary),
        minimum_compression_size=None if size is None else int(size),
        api_key_source=document.get(f"{EXTENSION}api-key-source"),
        references={key: document[key] for key in ("components", "definitions") if key in document},
    )


def _routes(document: Mapping[str, Any], schemes: Schemes) -> Iterator[RestRoute]:
    validators = {
        str(name): read_validator(settings)
        for name, settings in mapping_at(document, f"{EXTENSION}request-validators").items()
    }
    for path, item in mapping_at(document, "paths").items():
        for method, operation in _operations(resolved(document, item)):
            # A resource has no slash at its end, whatever the document writes.
            yield _Operation(document, operation, item).route(
                method, f"/{str(path).strip('/')}", schemes, validators
            )


def _operations(item: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for method in METHODS:
        if isinstance(item.get(method), Mapping):
            yield method.upper(), item[method]
    if isinstance(item.get(ANY_METHOD), Mapping):
        yield "ANY", item[ANY_METHOD]


class _Operation:
    """One operation of a document, with its path's item."""

    def __init__(
        self, document: Mapping[str, Any], operation: Mapping[str, Any], item: Mapping[str, Any]
    ) -> None:
        self._document = document
        self._operation = operation
        self._parameters = list(self._merged_parameters(item))

    def route(
        self, method: str, path: str, schemes: Schemes, validators: Mapping[str, Validator]
    ) -> RestRoute:
        access = schemes.access(self._operation)
        key = f"{EXTENSION}request-validator"
        validator = self._operation.get(key, self._document.get(key))
        return RestRoute(
            key=f"{method} {path}",
            integration=self._integration(),
            authorization_type=access.authorization_type,
            authorizer=access.authorizer,
            scopes=access.scopes,
            api_key=access.api_key,
            validator=validators.get(str(validator), Validator()),
            required=tuple(self._required()),
            models=dict(self._models()),
            resource_id=stand_in_id(path),
        )

    def _merged_parameters(self, item: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
        """The path's parameters and the operation's, which win where both have one."""
        merged: dict[tuple[Any, Any], Mapping[str, Any]] = {}
        for parameter in (*(item.get("parameters") or ()), *(self._operation.get("parameters") or ())):
            found = resolved(self._document, parameter)
            merged[found.get("in"), found.get("name")] = found
        return merged.values()

    def _required(self) -> Iterable[tuple[str, str]]:
        for parameter in self._parameters:
            if parameter.get("required") and parameter.get("in") in PLACES:
                yield PLACES[str(parameter["in"])], str(parameter.get("name"))

    def _models(self) -> Iterable[tuple[str, Mapping[str, Any]]]:
        content = mapping_at(resolved(self._document, self._operation.get("requestBody")), "content")
        for content_type, media in content.items():
            if isinstance(media, Mapping) and isinstance(media.get("schema"), Mapping):
                yield str(content_type), media["schema"]
        for parameter in self._parameters:
            if parameter.get("in") == "body" and isinstance(parameter.get("schema"), Mapping):
                consumes = self._operation.get("consumes") or self._document.get("consumes")
                for content_type in texts(consumes) or ("application/json",):
                    yield content_type, parameter["schema"]

    def _integration(self) -> RestIntegration | None:
        given = resolved(self._document, self._operation.get(f"{EXTENSION}integration"))
        if not given:
            return None
        return RestIntegration(
            type=str(given.get("type", "")).upper(),
            uri=str(given.get("uri") or ""),
            method=str(given.get("httpMethod") or "ANY").upper(),
            timeout_ms=int(given.get("timeoutInMillis") or 29_000),
            connection_type=str(given.get("connectionType") or "INTERNET").upper(),
            credentials_arn=given.get("credentials"),
            request_parameters=mapping(given.get("requestParameters")),
            request_templates=mapping(given.get("requestTemplates")),
            passthrough=str(given.get("passthroughBehavior") or "WHEN_NO_MATCH").upper(),
            content_handling=given.get("contentHandling"),
            responses=tuple(
                read_integration_response(str(selection), settings)
                for selection, settings in mapping_at(given, "responses").items()
            ),
            streamed=str(given.get("responseTransferMode", "")).upper() == "STREAM",
        )
