"""What API Gateway's importer ignores or refuses in a document, as AWS's documentation has it.

The importer's warnings are not seen when a body is deployed (P28), so that a body must give rise to none.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["complaints"]

# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
_EXTENSIONS = {
    "api-key-source",
    "binary-media-types",
    "documentation",
    "gateway-responses",
    "minimum-compression-size",
    "policy",
    "request-validators",
}
_OPERATION = {
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "security",
    "x-amazon-apigateway-integration",
    "x-amazon-apigateway-request-validator",
}
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
_INTEGRATION = {
    "cacheKeyParameters",
    "connectionId",
    "connectionType",
    "contentHandling",
    "credentials",
    "httpMethod",
    "integrationTarget",
    "passthroughBehavior",
    "requestParameters",
    "requestTemplates",
    "responseTransferMode",
    "responses",
    "timeoutInMillis",
    "type",
    "uri",
}
_RESPONSE = {"contentHandling", "responseParameters", "responseTemplates", "statusCode"}
_SCHEMA_WORDS = {
    "default",
    "deprecated",
    "discriminator",
    "example",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "nullable",
    "readOnly",
}
_SEGMENT = re.compile(r"\{[\w.:-]+\+?\}|[\w.,:-]+")
_REFERENCE = re.compile(r"#/components/schemas/[A-Za-z0-9]+")
# https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
_BYTES = 6 * 1024 * 1024


def complaints(body: Mapping[str, Any]) -> Iterator[str]:
    """Everything in a body that would not become what it says."""
    if len(json.dumps(body).encode()) > _BYTES:
        yield "the body is larger than 6 MB"
    known = {"openapi", "info", "servers", "paths", "components"}
    known |= {f"x-amazon-apigateway-{name}" for name in _EXTENSIONS}
    yield from (f"{name} is ignored" for name in body.keys() - known)
    for path, item in body["paths"].items():
        yield from _path(path)
        for method, operation in item.items():
            yield from (f"{method} {path}: {each}" for each in _operation(operation, body))
    for name, scheme in body["components"]["securitySchemes"].items():
        if scheme["type"] != "apiKey" or scheme["in"] not in ("header", "query"):
            yield f"scheme {name} is no API key"
    for name, schema in body["components"]["schemas"].items():
        if not name.isalnum():
            yield f"model {name} has other characters than letters and digits"
        yield from (f"model {name}: {each}" for each in _schema(schema, inside=False))


def _path(path: str) -> Iterator[str]:
    for segment in path.split("/")[1:]:
        if segment and not _SEGMENT.fullmatch(segment):
            yield f"{path}: segment {segment} has characters that no resource has"


def _operation(operation: Mapping[str, Any], body: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{name} is ignored" for name in operation.keys() - _OPERATION)
    for parameter in operation.get("parameters", ()):
        if parameter.keys() - {"name", "in", "required", "schema"} or parameter["schema"].keys() != {"type"}:
            yield f"parameter {parameter['name']} says more than is kept"
    contents = [operation.get("requestBody", {}), *operation["responses"].values()]
    for content in contents:
        for each in content.get("content", {}).values():
            if not _REFERENCE.fullmatch(each["schema"].get("$ref", "")):
                yield f"a schema that is no model: {each}"
    for requirement in operation.get("security", ()):
        if len(requirement) != 1 or not requirement.keys() <= body["components"]["securitySchemes"].keys():
            yield f"{requirement} is not one scheme of the body"
    yield from _validator(operation, body)
    yield from _integration(operation)


def _validator(operation: Mapping[str, Any], body: Mapping[str, Any]) -> Iterator[str]:
    name = operation.get("x-amazon-apigateway-request-validator")
    if name is not None and name not in body.get("x-amazon-apigateway-request-validators", {}):
        yield f"there is no validator {name}"


def _integration(operation: Mapping[str, Any]) -> Iterator[str]:
    found = operation["x-amazon-apigateway-integration"]
    yield from (f"{name} is no key of an integration" for name in found.keys() - _INTEGRATION)
    places = {"query": "querystring"}
    declared = {
        f"method.request.{places.get(each['in'], each['in'])}.{each['name']}"
        for each in operation.get("parameters", ())
    }
    read = [*found.get("requestParameters", {}).values(), *found.get("cacheKeyParameters", ())]
    for source in read:
        plain = source.replace("request.multivalue", "request.")
        if plain.startswith("method.request.") and ".body" not in plain and plain not in declared:
            yield f"{source} is not declared"
    for each in found.get("responses", {}).values():
        yield from (f"{name} is no key of a response" for name in each.keys() - _RESPONSE)
        answer = operation["responses"].get(each["statusCode"])
        if answer is None:
            yield f"status {each['statusCode']} is not declared"
            continue
        for target in each.get("responseParameters", {}):
            if target.removeprefix("method.response.header.") not in answer.get("headers", {}):
                yield f"{target} is not declared"


def _schema(schema: Any, *, inside: bool) -> Iterator[str]:
    if isinstance(schema, list):
        for each in schema:
            yield from _schema(each, inside=inside)
    if not isinstance(schema, Mapping):
        return
    if not inside:
        yield from (f"{word} is not supported" for word in schema.keys() & _SCHEMA_WORDS)
        if "$ref" in schema and not _REFERENCE.fullmatch(schema["$ref"]):
            yield f"{schema['$ref']} is no model"
        if schema.get("format") in ("int32", "int64", "decimal"):
            yield f"format {schema['format']} is not supported"
    for key, each in schema.items():
        # Names of properties are no keywords; values of `enum` are no schemas.
        if key != "enum":
            yield from _schema(each, inside=not inside and key == "properties")
