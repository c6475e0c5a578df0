"""What `pulumi up` would make, captured without AWS: the resources, their inputs and how many there are."""

from collections.abc import Callable
from typing import Any

import pytest
from pulumi_apigw.testing import assert_resource, assert_resource_counts

Capture = Callable[..., Any]


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_a_stack_holds_these_resources_and_no_others(capture_service: Capture, stage: str) -> None:
    assert_resource_counts(
        capture_service(stage),
        {
            "apigw:index:Authorizer": 1,
            "apigw:index:Function": 1,
            "apigw:index:HttpApi": 1,
            "apigw:index:Service": 1,
            "apigw:index:Stage": 1,
            "aws:apigatewayv2/api:Api": 1,
            "aws:apigatewayv2/authorizer:Authorizer": 1,
            "aws:apigatewayv2/integration:Integration": 1,
            "aws:apigatewayv2/route:Route": 4,
            "aws:apigatewayv2/stage:Stage": 1,
            "aws:cloudwatch/logGroup:LogGroup": 2,
            "aws:cognito/resourceServer:ResourceServer": 1,
            "aws:cognito/userPool:UserPool": 1,
            "aws:cognito/userPoolClient:UserPoolClient": 1,
            "aws:cognito/userPoolDomain:UserPoolDomain": 1,
            "aws:iam/role:Role": 1,
            "aws:iam/rolePolicy:RolePolicy": 1,
            "aws:lambda/alias:Alias": 1,
            "aws:lambda/function:Function": 1,
            "aws:lambda/permission:Permission": 1,
        },
    )


@pytest.mark.parametrize(
    ("stage", "pricing", "origin", "rate_limit", "memory_mb", "log_level"),
    [
        ("dev", "volume", "http://localhost:5173", 100, 512, "DEBUG"),
        ("prod", "list", "https://shop.example.com", 500, 1024, "INFO"),
    ],
)
def test_each_stage_has_its_own_variables_and_limits(
    capture_service: Capture,
    stage: str,
    pricing: str,
    origin: str,
    rate_limit: int,
    memory_mb: int,
    log_level: str,
) -> None:
    graph = capture_service(stage)
    assert_resource(
        graph,
        "aws:apigatewayv2/stage:Stage",
        name_=stage,
        stage_variables={"pricing": pricing, "shop_origin": origin, "lambda_alias": stage},
        default_route_settings={"throttling_rate_limit": rate_limit},
    )
    assert_resource(graph, "aws:apigatewayv2/api:Api", cors_configuration={"allow_origins": [origin]})
    assert_resource(
        graph,
        "aws:lambda/function:Function",
        memory_size=memory_mb,
        logging_config={"application_log_level": log_level},
    )


def test_only_its_health_is_open_to_everybody(capture_service: Capture) -> None:
    routes = capture_service("prod").of_type("aws:apigatewayv2/route:Route")
    assert {route.inputs["routeKey"]: route.inputs["authorizationType"] for route in routes} == {
        "GET /items": "JWT",
        "GET /items/{id}": "JWT",
        "POST /quotes": "JWT",
        "GET /health": "NONE",
    }


def test_quotes_need_a_scope_that_the_client_may_ask_for(capture_service: Capture) -> None:
    graph = capture_service("prod")
    scopes = ["{{ cookiecutter.service }}/quotes.write"]
    assert_resource(
        graph, "aws:apigatewayv2/route:Route", route_key="POST /quotes", authorization_scopes=scopes
    )
    assert_resource(graph, "aws:cognito/userPoolClient:UserPoolClient", allowed_oauth_scopes=scopes)


def test_the_authorizer_takes_the_clients_tokens_of_this_pool_alone(capture_service: Capture) -> None:
    graph = capture_service("prod")
    pool = graph.find("aws:cognito/userPool:UserPool", "callers")
    client = graph.find("aws:cognito/userPoolClient:UserPoolClient", "client")
    assert_resource(
        graph,
        "aws:apigatewayv2/authorizer:Authorizer",
        jwt_configuration={"issuer": f"https://{pool.outputs['endpoint']}", "audiences": [client.id]},
    )


@pytest.mark.parametrize(("stage", "protection"), [("dev", "INACTIVE"), ("prod", "ACTIVE")])
def test_the_pool_of_prod_cannot_be_deleted(capture_service: Capture, stage: str, protection: str) -> None:
    assert_resource(capture_service(stage), "aws:cognito/userPool:UserPool", deletion_protection=protection)


def test_the_outputs_are_what_a_caller_needs(capture_service: Capture) -> None:
    graph = capture_service("dev")
    assert graph.exports.keys() == {"urls", "token_url", "client_id", "client_secret"}
    assert graph.exports["urls"]["public"].keys() == {"dev"}
    assert "client_secret" in graph.secret_exports
