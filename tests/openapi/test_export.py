from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import validate

from pulumi_apigw.config import resolve
from pulumi_apigw.openapi.export import document
from pulumi_apigw.plan import plan_service
from pulumi_apigw.plan.model import HttpApiPlan, RestApiPlan, WebSocketApiPlan

FUNCTION = {
    "runtime": "python3.13",
    "handler": "orders.api.handler",
    "source": "src",
    "alias_variable": "backend",
}
OPEN = {"function": "api", "authorizer": "none"}
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:q"
LISTENER = (
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/50dc6c495c0c9188/f2f7dc8efc522ab2"
)


def plan(routes: dict[str, Any], *, stage: str = "dev", **api: Any) -> HttpApiPlan | RestApiPlan:
    config = {
        "service": "orders",
        "functions": {"api": FUNCTION},
        "apis": {"public": {"routes": routes, **api}},
        "stage_variables": {"backend": {}},
        "stages": {stage: {"variables": {"backend": "blue"}}},
    }
    found = plan_service(resolve(config, stage), stage).apis["public"]
    assert not isinstance(found, WebSocketApiPlan)
    return found


@pytest.mark.parametrize(
    ("api", "path"),
    [
        ({"protocol": "http"}, "/my-dev"),
        ({"protocol": "http", "default_stage": True}, ""),
        ({"protocol": "rest"}, "/my-dev"),
    ],
)
@pytest.mark.parametrize("aws", [False, True])
def test_without_a_url_the_stages_shape_stands_for_it(api: dict[str, Any], path: str, aws: bool) -> None:
    found = document(plan({"GET /a": OPEN}, stage="my-dev", **api), url=None, aws=aws)
    validate(found)
    assert found["info"]["title"] == ("orders-public-my-dev" if aws else "orders-public")
    (server,) = found["servers"]
    assert server["url"] == f"https://{{api_id}}.execute-api.{{region}}.amazonaws.com{path}"
    assert {name: each["default"] for name, each in server["variables"].items()} == {
        "api_id": "API_ID",
        "region": "REGION",
    }


def test_a_disabled_endpoint_is_no_server_but_a_setting_of_one() -> None:
    closed = plan({"GET /a": OPEN}, protocol="rest", disable_execute_api_endpoint=True)
    setting = {"x-amazon-apigateway-endpoint-configuration": {"disableExecuteApiEndpoint": True}}
    assert "servers" not in document(closed, url=None, aws=False)
    assert document(closed, url=None, aws=True)["servers"] == [{"url": "/", **setting}]
    url = "https://api.example.com/v1"
    assert document(closed, url=f"{url}/", aws=False)["servers"] == [{"url": url}]
    assert document(closed, url=url, aws=True)["servers"] == [{"url": url, **setting}]


def test_a_rest_api_for_api_gateway_names_what_only_a_deployment_knows() -> None:
    routes = {
        "GET /a": {**OPEN, "stream": True},
        "GET /b": {
            "authorizer": "none",
            "integration": {
                "type": "private",
                "vpc_link": "inside",
                "url": "http://alb.internal",
                "target_arn": "${ref.alb}",
            },
        },
        "POST /c": {"authorizer": "none", "integration": {"type": "SQS-SendMessage", "queue_arn": QUEUE}},
        "POST /d": {
            "authorizer": "none",
            "integration": {"type": "SQS-SendMessage", "queue_arn": "${ref.q}"},
        },
    }
    links = {"inside": {"subnet_ids": ["subnet-1", "subnet-2"]}}
    found = document(plan(routes, protocol="rest", vpc_links=links), url=None, aws=True)
    validate(found)
    assert found["openapi"] == "3.0.1"
    a, b, c, d = (
        operation["x-amazon-apigateway-integration"]
        for item in found["paths"].values()
        for operation in item.values()
    )
    assert a["uri"] == (
        "arn:${partition}:apigateway:${region}:lambda:path/2021-11-15/functions/"
        "${functions.api.arn}:${stageVariables.backend}/response-streaming-invocations"
    )
    assert (b["connectionId"], b["integrationTarget"]) == ("${vpc_links.inside.id}", "${ref.alb}")
    assert c["uri"] == "arn:${partition}:apigateway:eu-west-1:sqs:path/123456789012/q"
    assert c["credentials"] == '${roles["SQS-SendMessage POST /c"].arn}'
    assert d["uri"] == "arn:${partition}:apigateway:${region}:sqs:path/${account}/${name}"


def test_an_http_api_for_api_gateway() -> None:
    routes = {
        "GET /a/{id}": {
            "function": "api",
            "authorizer": "customers",
            "scopes": ["a"],
            "operation_name": "one",
        },
        "ANY /a/{id}": {"function": "api", "authorizer": "staff"},
        "POST /b": {
            "authorizer": "callers",
            "integration": {"type": "SQS-SendMessage", "queue_arn": QUEUE},
        },
        "GET /c": {
            "authorizer": "none",
            "integration": {
                "type": "private",
                "vpc_link": "inside",
                "target_arn": LISTENER,
                "tls_server_name": "alb.internal",
            },
            "response_parameters": {"200": {"overwrite:header.x": "y"}},
        },
        "$default": {"authorizer": "none", "integration": {"type": "http", "url": "https://example.com"}},
    }
    api = plan(
        routes,
        description="Orders",
        authorizers={
            "customers": {"type": "jwt", "issuer": "https://login.example.com/", "audience": ["shop"]},
            "staff": {"type": "lambda", "function": "api"},
            "callers": {"type": "iam"},
        },
        vpc_links={"inside": {"id": "abc123"}},
        cors={"allow_origins": ["https://shop.example.com"], "allow_methods": ["GET"]},
    )
    found = document(api, url="https://api.example.com", aws=True)
    validate(found)
    name = "x-amazon-apigateway-integration"
    uri = (
        "arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/"
        "${functions.api.arn}:${stageVariables.backend}/invocations"
    )
    called = {
        "type": "aws_proxy",
        "httpMethod": "POST",
        "uri": uri,
        "connectionType": "INTERNET",
        "payloadFormatVersion": "2.0",
        "timeoutInMillis": 30_000,
    }
    answers = {"default": {"description": "Whatever the integration answers."}}
    variable = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    assert found["info"] == {"title": "orders-public-dev", "version": "1.0", "description": "Orders"}
    assert found["paths"] == {
        "/a/{id}": {
            "get": {
                "operationId": "one",
                "parameters": [variable],
                "responses": answers,
                "security": [{"customers": ["a"]}],
                name: called,
            },
            "x-amazon-apigateway-any-method": {
                "parameters": [variable],
                "responses": answers,
                "security": [{"staff": []}],
                name: called,
            },
            # The preflight, which the guarded route for any method would refuse.
            "options": {"parameters": [variable], "responses": answers, name: called},
        },
        "/b": {
            "post": {
                "responses": answers,
                "security": [{"sigv4": []}],
                name: {
                    "type": "aws_proxy",
                    "integrationSubtype": "SQS-SendMessage",
                    "credentials": '${roles["SQS-SendMessage POST /b"].arn}',
                    "connectionType": "INTERNET",
                    "payloadFormatVersion": "1.0",
                    "requestParameters": {"MessageBody": "$request.body", "QueueUrl": QUEUE},
                    "timeoutInMillis": 30_000,
                },
            }
        },
        "/c": {
            "get": {
                "responses": answers,
                name: {
                    "type": "http_proxy",
                    "httpMethod": "GET",
                    "uri": LISTENER,
                    "connectionType": "VPC_LINK",
                    "connectionId": "${vpc_links.inside.id}",
                    "payloadFormatVersion": "1.0",
                    "requestParameters": {"overwrite:path": "$request.path"},
                    "tlsConfig": {"serverNameToVerify": "alb.internal"},
                    "timeoutInMillis": 30_000,
                    "responseParameters": {"200": {"overwrite:header.x": "y"}},
                },
            }
        },
        "/$default": {
            "x-amazon-apigateway-any-method": {
                "isDefaultRoute": True,
                "responses": answers,
                name: {
                    "type": "http_proxy",
                    "httpMethod": "ANY",
                    "uri": "https://example.com",
                    "connectionType": "INTERNET",
                    "payloadFormatVersion": "1.0",
                    "timeoutInMillis": 30_000,
                },
            }
        },
    }
    assert found["components"]["securitySchemes"] == {
        "customers": {
            "type": "openIdConnect",
            "openIdConnectUrl": "https://login.example.com/.well-known/openid-configuration",
            "x-amazon-apigateway-authorizer": {
                "type": "jwt",
                "jwtConfiguration": {"audience": ["shop"]},
                "identitySource": "$request.header.Authorization",
            },
        },
        "staff": {
            "type": "apiKey",
            "name": "Authorization",
            "in": "header",
            "x-amazon-apigateway-authorizer": {
                "type": "request",
                "authorizerUri": uri,
                "authorizerPayloadFormatVersion": "2.0",
                "enableSimpleResponses": True,
                "identitySource": "$request.header.Authorization",
                "authorizerResultTtlInSeconds": 300,
            },
        },
        "sigv4": {
            "type": "apiKey",
            "name": "Authorization",
            "in": "header",
            "x-amazon-apigateway-authtype": "awsSigv4",
        },
    }
    assert found["x-amazon-apigateway-cors"] == {
        "allowOrigins": ["https://shop.example.com"],
        "allowMethods": ["GET"],
        "allowHeaders": ["authorization", "content-type"],
        "exposeHeaders": [],
        "allowCredentials": False,
        "maxAge": 3600,
    }


def test_parts_that_are_used_twice_are_copied_so_that_yaml_has_no_aliases() -> None:
    found = document(plan({"ANY /a/{id}": OPEN}), url=None, aws=False)
    first, second, *_ = found["paths"]["/a/{id}"].values()
    assert first["parameters"] == second["parameters"]
    assert first["parameters"][0]["schema"] is not second["parameters"][0]["schema"]
