"""What is wrong with a component that is used by itself: told whole, before anything of it is registered."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw import (
    Authorizer,
    AuthorizerArgs,
    Function,
    FunctionArgs,
    HttpApi,
    HttpApiArgs,
    Stage,
    StageArgs,
)
from pulumi_apigw.graph import capture

from .conftest import BUILT, OPEN, STAGE, refused, without_component


def made(**args: Any) -> HttpApi:
    return HttpApi("public", HttpApiArgs(**args))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: Function("api", FunctionArgs(function={**BUILT, "memory_mb": 1, "handler": "${ref.x}"})),
            "memory_mb: 1 is out of range. AWS accepts 128 to 10240 MB.",
        ),
        (
            lambda: Function("api", FunctionArgs(function={**BUILT, "handler": "${ref.x}"})),
            "handler: the program supplies no ref named 'x'. There are none. Pass refs={'x': …}.",
        ),
        (
            lambda: Function("api", FunctionArgs(function={**BUILT, "handler": "orders.apj.handler"})),
            "handler: 'orders.apj.handler' is not there: src has no orders/apj.py. "
            "Did you mean 'orders.api.handler'?",
        ),
        (
            lambda: Function("my api", FunctionArgs(function=BUILT)),
            "function_name: 'my api-dev' is not accepted. It takes letters, digits, '-' and '_', at most 64.",
        ),
        (
            lambda: Function("api", FunctionArgs(function={**BUILT, "source": "missing"})),
            "missing: there is no such source folder. Create it, or correct the path.",
        ),
        (
            lambda: made(
                api={"routes": {"GET /": {"function": "apj", "authorizer": "none"}}}, functions={"api": "x"}
            ),
            "functions.api: 'x' is not the ARN of a Lambda function. Give the function's ARN, "
            "neither its name nor its invoke ARN: 'arn:aws:lambda:eu-west-1:123456789012:function:orders'.",
        ),
        (
            lambda: made(api={"routes": {"GET": {}}}),
            "routes.GET: route key 'GET' is not a method and a path. Did you mean 'GET /items'?",
        ),
        (
            lambda: made(
                api={
                    "routes": {
                        "GET /": {
                            "integration": {"type": "http", "url": "https://${ref.x}"},
                            "authorizer": "none",
                        }
                    }
                }
            ),
            "routes[\"GET /\"].integration.url: the program supplies no ref named 'x'. There are none. "
            "Pass refs={'x': …}.",
        ),
        (
            lambda: Authorizer(
                "a",
                AuthorizerArgs(
                    api_id="x", authorizer={"type": "jwt", "issuer": "http://x", "audience": ["a"]}
                ),
            ),
            "issuer: the issuer 'http://x' is no https URL. "
            "Give the `iss` claim of the tokens, such as 'https://login.example.com/'.",
        ),
        (
            lambda: Authorizer(
                "a",
                AuthorizerArgs(
                    api_id="x",
                    authorizer={"type": "lambda", "function": "gate"},
                    functions={"gate": "arn:aws:lambda:us-east-1:123456789012:function:gate"},
                ),
            ),
            "execution_arn: missing, while API Gateway needs leave to call the function. "
            "Pass the API's 'execution_arn'.",
        ),
        (
            lambda: Authorizer(
                "a",
                AuthorizerArgs(
                    api_id="x",
                    authorizer={"type": "cognito", "user_pool_id": "${ref.p}", "client_ids": ["a"]},
                ),
            ),
            "user_pool_id: the program supplies no ref named 'p'. There are none. Pass refs={'p': …}.",
        ),
    ],
)
def test_what_is_wrong_is_told_before_the_first_resource(make: Any, message: str) -> None:
    assert refused(make) == message


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({}, "variables.lambda_alias: the stage variable is missing. Give one of: live."),
        (
            {"stage": {"variables": {"lambda_alias": "${ref.x}"}}},
            "variables.lambda_alias: the program supplies no ref named 'x'. There are none. "
            "Pass refs={'x': …}.",
        ),
        (
            {"stage": {"variables": {"lambda_alias": "live"}}, "stage_name": "a.b"},
            "stage_name: 'a.b' is not accepted. "
            "It takes '$default', or letters, digits, '-' and '_', at most 128.",
        ),
    ],
)
def test_what_is_wrong_with_a_stage_is_told_before_it_is_registered(
    args: dict[str, Any], message: str
) -> None:
    def make() -> None:
        function = Function("api", FunctionArgs(function=BUILT, aliases=["live"]))
        api = HttpApi("public", HttpApiArgs(api={"routes": {"GET /": OPEN}}, functions={"api": function}))
        with pytest.raises(pulumi.RunError) as caught:
            Stage("public", StageArgs(api=api, **args))
        assert without_component(str(caught.value)) == message

    graph = capture(make)
    assert graph.of_type(STAGE) == graph.of_type("apigw:index:Stage") == ()


def test_a_stage_of_an_api_by_hand_is_none_of_ours() -> None:
    def make() -> None:
        api: Any = aws.apigatewayv2.Api("public", protocol_type="HTTP")
        with pytest.raises(pulumi.RunError, match=r"api: Api is none of HttpApi, RestApi and WebSocketApi\."):
            Stage("public", StageArgs(api=api))

    assert capture(make).of_type("apigw:index:Stage") == ()
