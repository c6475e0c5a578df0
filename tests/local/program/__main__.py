"""A program written by hand: one API, functions behind an alias, authorizers of both kinds, two stages."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example"


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
    name: str, called: aws.lambda_.Function, api: aws.apigatewayv2.Api, qualifier: str | None = None
) -> None:
    aws.lambda_.Permission(
        f"permit-{name}",
        action="lambda:InvokeFunction",
        function=called.name,
        qualifier=qualifier,
        principal="apigateway.amazonaws.com",
        source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
    )


def public_api() -> None:
    """One API with a function behind an alias that a stage variable chooses, and every kind of authorizer."""
    api = aws.apigatewayv2.Api(
        "public",
        name="orders-public",
        protocol_type="HTTP",
        cors_configuration={"allow_origins": ["https://shop.example.com"], "allow_methods": ["GET"]},
    )
    echo, picture, fail, judge = (function(name) for name in ("echo", "picture", "fail", "judge"))
    alias = aws.lambda_.Alias("echo-dev", name="dev", function_name=echo.name, function_version=echo.version)
    permit("echo-dev", echo, api, "dev")
    permit("echo-gone", echo, api, "gone")
    for name, called in (("picture", picture), ("fail", fail), ("judge", judge)):
        permit(name, called, api)
    customers = aws.apigatewayv2.Authorizer(
        "customers",
        name="customers",
        api_id=api.id,
        authorizer_type="JWT",
        identity_sources=["$request.header.Authorization"],
        jwt_configuration={"issuer": ISSUER, "audiences": ["web"]},
    )
    keyed = aws.apigatewayv2.Authorizer(
        "keyed",
        api_id=api.id,
        authorizer_type="REQUEST",
        authorizer_uri=judge.invoke_arn,
        authorizer_payload_format_version="2.0",
        enable_simple_responses=True,
        identity_sources=["$request.header.x-key"],
    )
    by_variable = pulumi.Output.concat(
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/",
        echo.arn,
        ":${stageVariables.backend}/invocations",
    )

    def route(key: str, uri: pulumi.Input[str], payload_format: str = "2.0", **options: Any) -> None:
        integration = aws.apigatewayv2.Integration(
            f"integration {key}",
            api_id=api.id,
            integration_type="AWS_PROXY",
            integration_uri=uri,
            payload_format_version=payload_format,
        )
        target = integration.id.apply(lambda id_: f"integrations/{id_}")
        aws.apigatewayv2.Route(f"route {key}", api_id=api.id, route_key=key, target=target, **options)

    route("ANY /items/{id}", by_variable)
    route("GET /alias", alias.arn)
    route("GET /alias-uri", alias.invoke_arn)
    route("GET /old", by_variable, "1.0")
    route("GET /picture", picture.arn)
    route("GET /fail", fail.invoke_arn)
    route("GET /latest", echo.arn)
    route("GET /me", by_variable, authorization_type="JWT", authorizer_id=customers.id)
    route(
        "GET /admin", by_variable,
        authorization_type="JWT", authorizer_id=customers.id, authorization_scopes=["admin"],
    )  # fmt: skip
    route("GET /keyed", by_variable, authorization_type="CUSTOM", authorizer_id=keyed.id)
    for stage, backend in (("dev", "dev"), ("broken", "gone")):
        aws.apigatewayv2.Stage(
            f"stage-{stage}",
            name=stage,
            api_id=api.id,
            auto_deploy=True,
            stage_variables={"backend": backend},
        )


public_api()
