"""A program written by hand: a WebSocket API with every kind of route, a guarded one, and one for IAM."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_aws as aws


def function(name: str, handler: str = "", **options: Any) -> aws.lambda_.Function:
    return aws.lambda_.Function(
        name,
        name=f"chat-{name}",
        role="arn:aws:iam::123456789012:role/lambda",
        runtime="python3.13",
        handler=f"chat.{handler or name}",
        code=pulumi.FileArchive("src"),
        publish=True,
        timeout=20,
        **options,
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


class Routes:
    """The routes of an API."""

    def __init__(self, api: aws.apigatewayv2.Api) -> None:
        self._api = api

    def add(
        self,
        key: str,
        uri: pulumi.Input[str] | None,
        *,
        reply: bool = False,
        replies: Any = (),
        **options: Any,
    ) -> None:
        integration = aws.apigatewayv2.Integration(
            f"to {key}",
            api_id=self._api.id,
            integration_type=options.pop("type", "AWS_PROXY"),
            integration_uri=uri,
            integration_method="POST",
            **options.pop("integration", {}),
        )
        for response in replies:
            aws.apigatewayv2.IntegrationResponse(
                f"{response['integration_response_key']} of {key}",
                api_id=self._api.id,
                integration_id=integration.id,
                **response,
            )
        target = integration.id.apply("integrations/{}".format)
        route = aws.apigatewayv2.Route(key, api_id=self._api.id, route_key=key, target=target, **options)
        if reply:
            aws.apigatewayv2.RouteResponse(
                f"reply {key}", api_id=self._api.id, route_id=route.id, route_response_key="$default"
            )


def chat_api() -> aws.apigatewayv2.Api:
    api = aws.apigatewayv2.Api(
        "chat", name="chat", protocol_type="WEBSOCKET", route_selection_expression="$request.body.action"
    )
    here = {"variables": {"CONNECTIONS_URL": pulumi.Output.concat(api.api_endpoint.apply(_https), "/dev")}}
    echo, push = function("echo", environment=here), function("push", environment=here)
    connect, part, fail, plain = (function(name) for name in ("connect", "part", "fail", "plain"))
    aws.lambda_.Alias("echo-blue", name="blue", function_name=echo.name, function_version=echo.version)
    permit("echo-blue", echo, api, "blue")
    for name, called in (
        ("connect", connect),
        ("part", part),
        ("push", push),
        ("fail", fail),
        ("plain", plain),
    ):
        permit(name, called, api)
    aws.apigatewayv2.Model(
        "item",
        api_id=api.id,
        name="Item",
        content_type="application/json",
        schema=json.dumps(
            {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
        ),
    )
    by_variable = pulumi.Output.concat(
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/",
        echo.arn,
        ":${stageVariables.backend}/invocations",
    )
    routes = Routes(api)
    routes.add("$connect", connect.invoke_arn)
    routes.add("$disconnect", part.invoke_arn)
    routes.add("$default", by_variable, reply=True)
    routes.add("quiet", by_variable)
    routes.add("push", push.invoke_arn, reply=True)
    routes.add("fail", fail.invoke_arn, reply=True)
    routes.add("unpermitted", echo.invoke_arn, reply=True)
    routes.add(
        "checked",
        by_variable,
        reply=True,
        model_selection_expression="\\$default",
        request_models={"$default": "Item"},
    )
    routes.add(
        "mock",
        None,
        reply=True,
        type="MOCK",
        integration={
            "request_templates": {"$default": '{"statusCode": 200}'},
            "template_selection_expression": "\\$default",
        },
        replies=[
            {
                "integration_response_key": "/2\\d\\d/",
                "template_selection_expression": "\\$default",
                "response_templates": {
                    "$default": '{"pong": $input.json(\'$.n\'), "id": "$context.connectionId"}'
                },
            },
            {"integration_response_key": "$default"},
        ],
    )
    routes.add(
        "plain",
        plain.invoke_arn,
        reply=True,
        type="AWS",
        integration={"request_templates": {"$default": "{\"fail\": $input.json('$.fail')}"}},
        replies=[
            {
                "integration_response_key": "/out of.*/",
                "response_templates": {"$default": "sorry: $input.path('$.errorMessage')"},
            },
            {"integration_response_key": "$default"},
        ],
    )
    routes.add("queue", "arn:aws:apigateway:us-east-1:sqs:path/1/q", reply=True, type="AWS")
    for stage in ("dev", "second"):
        aws.apigatewayv2.Stage(
            f"chat-{stage}", name=stage, api_id=api.id, auto_deploy=True, stage_variables={"backend": "blue"}
        )
    aws.apigatewayv2.Stage("chat-empty", name="empty", api_id=api.id)
    return api


def guarded_api() -> None:
    api = aws.apigatewayv2.Api("guarded", name="guarded", protocol_type="WEBSOCKET")
    echo = function(
        "guarded-echo", "echo", environment={"variables": {"CONNECTIONS_URL": "https://example.com"}}
    )
    judge = function("judge")
    permit("guarded-echo", echo, api)
    permit("judge", judge, api)
    authorizer = aws.apigatewayv2.Authorizer(
        "judge",
        name="judge",
        api_id=api.id,
        authorizer_type="REQUEST",
        authorizer_uri=judge.invoke_arn,
        identity_sources=["route.request.querystring.token", "stageVariables.open"],
    )
    routes = Routes(api)
    aws.apigatewayv2.Route(
        "guarded $connect",
        api_id=api.id,
        route_key="$connect",
        authorization_type="CUSTOM",
        authorizer_id=authorizer.id,
    )
    routes.add("who", echo.invoke_arn, reply=True)
    routes.add("paid", echo.invoke_arn, reply=True, api_key_required=True)
    for stage, variables in (("dev", {"open": "yes"}), ("closed", {})):
        aws.apigatewayv2.Stage(
            f"guarded-{stage}", name=stage, api_id=api.id, auto_deploy=True, stage_variables=variables
        )
    plan = aws.apigateway.UsagePlan("basic", name="basic", api_stages=[{"api_id": api.id, "stage": "dev"}])
    key = aws.apigateway.ApiKey("shop", name="shop", value="shop-key-of-20-characters")
    aws.apigateway.UsagePlanKey("shop", key_id=key.id, key_type="API_KEY", usage_plan_id=plan.id)


def signed_api() -> None:
    api = aws.apigatewayv2.Api("signed", name="signed", protocol_type="WEBSOCKET")
    aws.apigatewayv2.Route(
        "signed $connect", api_id=api.id, route_key="$connect", authorization_type="AWS_IAM"
    )
    aws.apigatewayv2.Stage("signed-dev", name="dev", api_id=api.id, auto_deploy=True)


def _https(url: str) -> str:
    return url.replace("wss://", "https://")


chat_api()
guarded_api()
signed_api()
