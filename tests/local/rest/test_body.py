"""Documents as API Gateway imports them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pulumi_apigw.local.rest.body import read_body
from pulumi_apigw.local.rest.documents import UnreadableDocumentError
from pulumi_apigw.local.rest.model import (
    Definition,
    GatewayResponse,
    IntegrationResponse,
    RestIntegration,
    RestRoute,
    Validator,
)

X = "x-amazon-apigateway-"


def read(document: dict[str, Any], notes: list[str] | None = None) -> Definition:
    log = [] if notes is None else notes
    return read_body(json.dumps({"openapi": "3.0.1", **document}), log.append)


def route(**operation: Any) -> RestRoute:
    (found,) = read({"paths": {"/a": {"get": operation}}, **operation.pop("document", {})}).routes
    return found


def test_yaml_is_read_too() -> None:
    text = "swagger: '2.0'\npaths:\n  /a/:\n    get: {responses: {200: {description: ok}}}\n"
    (found,) = read_body(text, lambda note: None).routes
    assert (found.key, found.integration, len(found.resource_id)) == ("GET /a", None, 6)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{}", "neither `openapi` nor `swagger`"),
        ("- a", "neither `openapi`"),
        ("{", "neither JSON nor YAML"),
        ('{"openapi": "3.0.1", "paths": {"/a": {"get": {"security": ["a"]}}}}', "a value of the wrong type"),
        ('{"openapi": "3.0.1", "x-amazon-apigateway-minimum-compression-size": "x"}', "of the wrong type"),
    ],
)
def test_what_is_no_document_says_so(body: str, message: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=message):
        read_body(body, lambda note: None)


def test_an_integration_with_all_its_settings() -> None:
    responses = {
        "4\\d{2}": {
            "statusCode": 404,
            "responseParameters": {"method.response.header.X-A": "'b'", "method.response.body": "'no'"},
            "responseTemplates": {"application/json": "{}"},
            "contentHandling": "CONVERT_TO_TEXT",
        }
    }
    integration = {
        "type": "http",
        "uri": "https://a.example",
        "httpMethod": "POST",
        "timeoutInMillis": 50,
        "connectionType": "VPC_LINK",
        "credentials": "arn:aws:iam::123456789012:role/r",
        "requestParameters": {"integration.request.header.a": "'b'"},
        "requestTemplates": {"application/json": "{}"},
        "passthroughBehavior": "when_no_templates",
        "contentHandling": "CONVERT_TO_BINARY",
        "responses": responses,
        "responseTransferMode": "STREAM",
    }
    assert route(**{f"{X}integration": integration}).integration == RestIntegration(
        type="HTTP",
        uri="https://a.example",
        method="POST",
        timeout_ms=50,
        connection_type="VPC_LINK",
        credentials_arn="arn:aws:iam::123456789012:role/r",
        request_parameters={"integration.request.header.a": "'b'"},
        request_templates={"application/json": "{}"},
        passthrough="WHEN_NO_TEMPLATES",
        content_handling="CONVERT_TO_BINARY",
        responses=(
            IntegrationResponse(
                "4\\d{2}", 404, {"X-A": "'b'"}, {"application/json": "{}"}, "CONVERT_TO_TEXT"
            ),
        ),
        streamed=True,
    )


def test_references_are_followed() -> None:
    found = read(
        {
            "paths": {
                "/a": {
                    "parameters": [{"$ref": "#/components/parameters/q"}],
                    "post": {
                        "requestBody": {"$ref": "#/components/requestBodies/item"},
                        f"{X}integration": {"$ref": f"#/components/{X}integrations/mock"},
                    },
                }
            },
            "components": {
                "parameters": {"q": {"name": "q", "in": "query", "required": True}},
                "requestBodies": {"item": {"content": {"application/json": {"schema": {"type": "object"}}}}},
                f"{X}integrations": {"mock": {"type": "mock"}},
            },
        }
    ).routes[0]
    assert found.integration == RestIntegration("MOCK")
    assert found.required == (("querystring", "q"),)
    assert found.models == {"application/json": {"type": "object"}}


def test_references_in_a_circle_end() -> None:
    circle = {"a": {"$ref": "#/components/parameters/a"}}
    document = {"document": {"components": {"parameters": circle}}}
    assert route(parameters=[{"$ref": "#/components/parameters/a"}], **document).required == ()


def test_an_operations_parameter_wins_over_its_paths() -> None:
    shared = {"name": "q", "in": "query", "required": True}
    item = {"parameters": [shared], "get": {"parameters": [{**shared, "required": False}]}}
    assert read({"paths": {"/a": item}}).routes[0].required == ()


def test_a_swagger_2_body_is_a_parameter() -> None:
    schema = {"$ref": "#/definitions/Item"}
    document = {"swagger": "2.0", "consumes": ["application/json", "text/json"], "definitions": {"Item": {}}}
    operation = {"parameters": [{"in": "body", "name": "item", "required": True, "schema": schema}]}
    found = read({**document, "paths": {"/a": {"post": operation}}})
    assert found.routes[0].models == {"application/json": schema, "text/json": schema}
    assert found.routes[0].required == ()
    assert found.references == {"definitions": {"Item": {}}}


@pytest.mark.parametrize(
    ("own", "of_the_api", "expected"),
    [
        (None, None, Validator()),
        (None, "params", Validator(parameters=True)),
        ("body", "params", Validator(body=True)),
        ("unknown", None, Validator()),
    ],
)
def test_P14_a_method_has_its_own_validator_or_that_of_the_api(
    own: str | None, of_the_api: str | None, expected: Validator
) -> None:
    key = f"{X}request-validator"
    validators = {"body": {"validateRequestBody": True}, "params": {"validateRequestParameters": True}}
    document = {f"{X}request-validators": validators, **({key: of_the_api} if of_the_api else {})}
    assert route(**({key: own} if own else {}), document=document).validator == expected


def test_settings_of_the_whole_api() -> None:
    response = {
        "statusCode": "404",
        "responseParameters": {"gatewayresponse.header.X-A": "'b'", "gatewayresponse.path.x": "'c'"},
        "responseTemplates": {"application/json": "{}"},
    }
    found = read(
        {
            f"{X}binary-media-types": ["*/*"],
            f"{X}minimum-compression-size": 0,
            f"{X}api-key-source": "AUTHORIZER",
            f"{X}gateway-responses": {"MISSING_AUTHENTICATION_TOKEN": response},
        }
    )
    assert (found.binary_types, found.minimum_compression_size) == (("*/*",), 0)
    assert found.api_key_source == "AUTHORIZER"
    assert found.gateway_responses == {
        "MISSING_AUTHENTICATION_TOKEN": GatewayResponse(404, {"X-A": "'b'"}, {"application/json": "{}"})
    }


def test_security_at_the_root_is_not_applied_and_said_so() -> None:
    notes: list[str] = []
    schemes = {"key": {"type": "apiKey", "in": "header", "name": "x-api-key"}}
    document = {"security": [{"key": []}], "components": {"securitySchemes": schemes}}
    (found,) = read({**document, "paths": {"/a": {"get": {}}}}, notes).routes
    assert not found.api_key
    assert notes == [
        "API Gateway does not apply the `security` at the root of a document. Give it to each method."
    ]
