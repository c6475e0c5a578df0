"""The order of what happens to a request, and what stands in its answer."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.local.functions import FunctionError, Invocation
from pulumi_apigw.local.model import ApiKey, LocalStage
from pulumi_apigw.local.requests import Request

from .conftest import LAMBDA, Service, function, mock

MakeService = Callable[..., Service]
KEYED = {"components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-api-key"}}}}
KEY = ApiKey("k1", "shop", "a-key-of-twenty-characters", frozenset({"dev"}))


def judged(**settings: Any) -> dict[str, Any]:
    authorizer = {"type": "token", "authorizerUri": f"{LAMBDA}:judge", **settings}
    scheme = {
        "type": "apiKey",
        "in": "header",
        "name": "x-token",
        "x-amazon-apigateway-authorizer": authorizer,
    }
    return {"components": {"securitySchemes": {"judge": scheme, **KEYED["components"]["securitySchemes"]}}}


def allow(**more: Any) -> dict[str, Any]:
    statement = {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": "*"}
    return {"principalId": "ann", "policyDocument": {"Statement": [statement]}, **more}


def test_an_authorizer_is_asked_before_a_key_and_that_before_a_body(service: MakeService) -> None:
    validators = {"x-amazon-apigateway-request-validators": {"v": {"validateRequestParameters": True}}}
    operation = function(
        security=[{"judge": []}, {"key": []}],
        parameters=[{"name": "q", "in": "query", "required": True}],
        **{"x-amazon-apigateway-request-validator": "v"},
    )
    given = service(
        {"GET /items": operation},
        document={**judged(), **validators},
        judge=lambda event: allow(),
        api_keys=(KEY,),
    )
    steps: list[tuple[str, dict[str, str]]] = [
        ("", {}),
        ("", {"x-token": "a"}),
        ("", {"x-token": "a", "x-api-key": KEY.value}),
        ("?q=1", {"x-token": "a", "x-api-key": KEY.value}),
    ]
    statuses = [given.answer(f"GET /items{query}", headers).response.status for query, headers in steps]
    assert statuses == [401, 403, 400, 200]


def test_P9_a_preflight_asks_for_nothing_beside_an_any_method_with_an_authorizer(
    service: MakeService,
) -> None:
    operations = {
        "ANY /items": function(security=[{"judge": []}, {"key": []}]),
        "OPTIONS /items": mock('{"statusCode": 204}', {"default": {"statusCode": "204"}}),
    }
    given = service(operations, document=judged())
    assert given.answer("OPTIONS /items", {"origin": "https://a.example"}).response.status == 204
    assert given.answer("PUT /items").response.status == 401


def test_a_stage_without_a_deployment_is_not_there(service: MakeService) -> None:
    given = service(stages=(LocalStage("dev", deployed=False), LocalStage("prod")))
    response = given.answer().response
    assert (response.status, response.body) == (403, b'{"message":"Forbidden"}')
    assert given.notes == ["403 GET /dev/items: no stage has this path. Stages: /prod."]


def test_what_no_method_has_names_the_path(service: MakeService) -> None:
    given = service()
    assert given.answer("DELETE /items").response.status == 403
    assert given.notes == ["403 DELETE /items: no method matches."]


def test_a_method_without_an_integration_is_500(service: MakeService) -> None:
    given = service({"GET /items": {"responses": {}}})
    assert given.answer().response.status == 500
    assert given.notes == ["500 GET /items: the method has no integration."]


@pytest.mark.parametrize(
    ("integration", "what"),
    [
        (
            {"type": "aws", "uri": "arn:aws:apigateway:us-east-1:sqs:path/123456789012/orders"},
            "the AWS service integration sqs:path/123456789012/orders",
        ),
        ({"type": "http"}, "an integration of type HTTP"),
        ({"connectionType": "VPC_LINK"}, "a private integration (VPC link)"),
        ({"responseTransferMode": "STREAM"}, "a function's streamed answer"),
    ],
)
def test_what_is_not_on_a_laptop_is_501(service: MakeService, integration: dict[str, str], what: str) -> None:
    headers = {"responseParameters": {"gatewayresponse.header.X-A": "'b'"}}
    document = {"x-amazon-apigateway-gateway-responses": {"DEFAULT_5XX": headers}}
    given = service({"GET /items": function(integration=integration)}, document=document)
    response = given.answer().response
    assert (response.status, dict(response.headers)["x-a"]) == (501, "b")
    assert response.body == f'{{"message": "Not served locally: {what}."}}'.encode()
    assert given.notes == [f"501 GET /items: {what} is not served locally."]


def test_a_key_that_cannot_be_read_is_500(service: MakeService) -> None:
    pool = {"type": "cognito_user_pools", "providerARNs": []}
    scheme = {"type": "apiKey", "in": "header", "name": "a", "x-amazon-apigateway-authorizer": pool}
    document = {"components": {"securitySchemes": {"people": scheme}}}
    given = service({"GET /items": function(security=[{"people": []}])}, document=document)
    response = given.answer(headers={"a": "token"}).response
    assert (response.status, response.body) == (500, b'{"message": "Internal server error"}')
    assert given.notes == ["500 GET /items: key.pem: the local signing key cannot be made or read: Full."]


def test_the_access_log_learns_the_function(service: MakeService) -> None:
    failing = service(orders=lambda event: Invocation(error=FunctionError("unhandled", "E", "x")))
    assert (failing.answer().function, failing.answer().response.status) == ("orders", 502)


@pytest.mark.parametrize(
    ("size", "accepted", "headers", "encoded"),
    [
        (0, "gzip", {}, True),
        (0, "br, gzip;q=0.5", {}, True),
        (2000, "gzip", {}, False),
        (None, "gzip", {}, False),
        (0, "br", {}, False),
        (0, "", {}, False),
        (0, "gzip", {"Content-Encoding": "br"}, False),
    ],
)
def test_answers_are_compressed_where_both_sides_ask(
    service: MakeService, size: int | None, accepted: str, headers: dict[str, str], encoded: bool
) -> None:
    answer = {"statusCode": 200, "headers": headers, "body": "x" * 1000}
    given = service(orders=lambda event: answer, minimum_compression_size=size)
    response = given.answer(headers={"accept-encoding": accepted}).response
    assert (("content-encoding", "gzip") in response.headers) is encoded
    assert (gzip.decompress(response.body) if encoded else response.body) == b"x" * 1000


def test_a_request_is_known_by_two_ids() -> None:
    request = Request("GET", "/")
    assert request.uuid == request.uuid != Request("GET", "/").uuid
