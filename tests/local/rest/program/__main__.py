"""A REST API written by hand: one body, a function behind an alias, authorizers, API keys, two stages."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_aws as aws

POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Example"
URI = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{}/invocations"
SHOP = "'https://shop.example.com'"


def function(name: str) -> aws.lambda_.Function:
    return aws.lambda_.Function(
        name,
        name=f"orders-{name}",
        role="arn:aws:iam::123456789012:role/lambda",
        runtime="python3.13",
        handler=f"app.{name}",
        code=pulumi.FileArchive("src"),
        publish=True,
    )


def permit(
    name: str, called: aws.lambda_.Function, api: aws.apigateway.RestApi, qualifier: str | None = None
) -> None:
    aws.lambda_.Permission(
        f"permit-{name}",
        action="lambda:InvokeFunction",
        function=called.name,
        qualifier=qualifier,
        principal="apigateway.amazonaws.com",
        source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
    )


def proxied(arn: str, **operation: Any) -> dict[str, Any]:
    """An operation that a function answers."""
    integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": URI.format(arn)}
    return {"responses": {}, "x-amazon-apigateway-integration": integration, **operation}


def preflight() -> dict[str, Any]:
    """An operation that answers a browser's question."""
    headers = {"Access-Control-Allow-Origin": SHOP, "Access-Control-Allow-Methods": "'GET,POST'"}
    return {
        "responses": {"204": {"description": ""}},
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "contentHandling": "CONVERT_TO_TEXT",
            "requestTemplates": {"application/json": '{"statusCode": 204}'},
            "responses": {
                "default": {
                    "statusCode": "204",
                    "responseParameters": {
                        f"method.response.header.{name}": value for name, value in headers.items()
                    },
                }
            },
        },
    }


def secured(name: str, **authorizer: Any) -> dict[str, Any]:
    return {
        "type": "apiKey",
        "in": "header",
        "name": name,
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": authorizer,
    }


def document(echo: str, picture: str, fail: str, judge: str) -> str:
    by_variable = echo + ":${stageVariables.backend}"
    item = {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string"}, "parts": {"type": "array", "items": {"type": "string"}}},
    }
    schema = {"$ref": "#/components/schemas/Item"}
    body = {"content": {"application/json": {"schema": schema}}, "required": True}
    query = {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}
    return json.dumps(
        {
            "openapi": "3.0.1",
            "info": {"title": "orders-public", "version": "1"},
            "x-amazon-apigateway-request-validators": {
                "all": {"validateRequestBody": True, "validateRequestParameters": True}
            },
            "x-amazon-apigateway-binary-media-types": ["image/png"],
            "x-amazon-apigateway-gateway-responses": {
                f"DEFAULT_{family}": {
                    "responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": SHOP}
                }
                for family in ("4XX", "5XX")
            },
            "paths": {
                "/items": {
                    "get": proxied(by_variable),
                    "post": proxied(
                        by_variable,
                        requestBody=body,
                        parameters=[query],
                        **{"x-amazon-apigateway-request-validator": "all"},
                    ),
                    "options": preflight(),
                },
                "/items/{id}": {"x-amazon-apigateway-any-method": proxied(by_variable)},
                "/picture": {"get": proxied(picture)},
                "/fail": {"get": proxied(fail)},
                "/unpermitted": {"get": proxied(echo.replace("orders-echo", "orders-other"))},
                "/me": {"get": proxied(by_variable, security=[{"people": []}])},
                "/admin": {"get": proxied(by_variable, security=[{"people": ["orders/admin"]}])},
                "/judged": {"get": proxied(by_variable, security=[{"judge": []}])},
                "/keyed": {"get": proxied(by_variable, security=[{"api_key": []}])},
            },
            "components": {
                "schemas": {"Item": item},
                "securitySchemes": {
                    "people": secured("Authorization", type="cognito_user_pools", providerARNs=[POOL]),
                    "judge": secured("x-token", type="token", authorizerUri=URI.format(judge)),
                    "api_key": {"type": "apiKey", "in": "header", "name": "x-api-key"},
                },
            },
        }
    )


def public_api() -> None:
    echo, picture, fail, judge = (function(name) for name in ("echo", "picture", "fail", "judge"))
    body = pulumi.Output.all(echo.arn, picture.arn, fail.arn, judge.arn).apply(lambda arns: document(*arns))
    api = aws.apigateway.RestApi("public", name="orders-public", body=body)
    aws.lambda_.Alias("echo-dev", name="dev", function_name=echo.name, function_version=echo.version)
    permit("echo-dev", echo, api, "dev")
    permit("echo-gone", echo, api, "gone")
    for name, called in (("picture", picture), ("fail", fail), ("judge", judge)):
        permit(name, called, api)
    release = aws.apigateway.Deployment("release", rest_api=api.id, triggers={"body": body})
    for stage, backend in (("dev", "dev"), ("broken", "gone")):
        aws.apigateway.Stage(
            f"stage-{stage}",
            rest_api=api.id,
            deployment=release.id,
            stage_name=stage,
            variables={"backend": backend},
        )
    plan = aws.apigateway.UsagePlan("basic", name="basic", api_stages=[{"api_id": api.id, "stage": "dev"}])
    for name, enabled in (("shop", True), ("former", False)):
        key = aws.apigateway.ApiKey(name, name=name, value=f"{name}-key-of-20-characters", enabled=enabled)
        aws.apigateway.UsagePlanKey(name, key_id=key.id, key_type="API_KEY", usage_plan_id=plan.id)


public_api()
