"""What `pulumi up` would make, captured without AWS: the resources, their inputs and how many there are."""

{% if cookiecutter.protocol == "rest" %}
import json
{% endif %}
from collections.abc import Callable
from typing import Any

import pytest
from pulumi_apigw.testing import assert_resource, assert_resource_counts
{% if cookiecutter.protocol == "rest" %}

from {{ cookiecutter.__package }}.catalogue import QuoteRequest
{% endif %}

Capture = Callable[..., Any]
{% if cookiecutter.protocol == "rest" %}


def document_of(graph: Any) -> dict[str, Any]:
    """The OpenAPI document that the whole API is made of."""
    (api,) = graph.of_type("aws:apigateway/restApi:RestApi")
    document: dict[str, Any] = json.loads(api.inputs["body"])
    return document
{% endif %}


{% if cookiecutter.protocol == "rest" %}
@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_a_stack_holds_these_resources_and_no_others(capture_service: Capture, stage: str) -> None:
    log_role = int(stage == "dev")  # the account's, which dev makes and prod uses
    assert_resource_counts(
        capture_service(stage),
        {
            "apigw:index:AccessLogRole": log_role,
            "apigw:index:Function": 1,
            "apigw:index:RestApi": 1,
            "apigw:index:Service": 1,
            "apigw:index:Stage": 1,
            "aws:apigateway/account:Account": log_role,
            "aws:apigateway/apiKey:ApiKey": 1,
            "aws:apigateway/deployment:Deployment": 1,
            "aws:apigateway/methodSettings:MethodSettings": 2,
            "aws:apigateway/restApi:RestApi": 1,
            "aws:apigateway/stage:Stage": 1,
            "aws:apigateway/usagePlan:UsagePlan": 1,
            "aws:apigateway/usagePlanKey:UsagePlanKey": 1,
            "aws:cloudwatch/logGroup:LogGroup": 2,
            "aws:cognito/resourceServer:ResourceServer": 1,
            "aws:cognito/userPool:UserPool": 1,
            "aws:cognito/userPoolClient:UserPoolClient": 1,
            "aws:cognito/userPoolDomain:UserPoolDomain": 1,
            "aws:iam/role:Role": 1 + log_role,
            "aws:iam/rolePolicy:RolePolicy": 1,
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment": log_role,
            "aws:lambda/alias:Alias": 1,
            "aws:lambda/function:Function": 1,
            "aws:lambda/permission:Permission": 1,
        },
    )


{% else %}
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


{% endif %}
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
{% if cookiecutter.protocol == "rest" %}
    assert_resource(
        graph,
        "aws:apigateway/stage:Stage",
        stage_name=stage,
        variables={"pricing": pricing, "shop_origin": origin, "lambda_alias": stage},
    )
    assert_resource(
        graph,
        "aws:apigateway/methodSettings:MethodSettings",
        method_path="*/*",
        settings={"throttling_rate_limit": rate_limit},
    )
{% else %}
    assert_resource(
        graph,
        "aws:apigatewayv2/stage:Stage",
        name_=stage,
        stage_variables={"pricing": pricing, "shop_origin": origin, "lambda_alias": stage},
        default_route_settings={"throttling_rate_limit": rate_limit},
    )
    assert_resource(graph, "aws:apigatewayv2/api:Api", cors_configuration={"allow_origins": [origin]})
{% endif %}
    assert_resource(
        graph,
        "aws:lambda/function:Function",
        memory_size=memory_mb,
        logging_config={"application_log_level": log_level},
    )


{% if cookiecutter.protocol == "rest" %}
def test_only_its_health_is_open_to_everybody(capture_service: Capture) -> None:
    read = {"callers": ["{{ cookiecutter.service }}/items.read"]}
    write = {"callers": ["{{ cookiecutter.service }}/quotes.write"]}
    paths = document_of(capture_service("prod"))["paths"]
    security = {
        f"{method.upper()} {path}": operation.get("security", [])
        for path, operations in paths.items()
        for method, operation in operations.items()
        if method != "options"  # what browsers ask before they call, which is never guarded
    }
    assert security == {
        "GET /items": [read],
        "GET /items/{id}": [read],
        "POST /quotes": [write, {"api_key": []}],
        "GET /health": [],
    }


def test_the_client_may_ask_for_the_scopes_of_the_routes(capture_service: Capture) -> None:
    scopes = [f"{{ cookiecutter.service }}/{name}" for name in ("items.read", "quotes.write")]
    graph = capture_service("prod")
    assert_resource(graph, "aws:cognito/userPoolClient:UserPoolClient", allowed_oauth_scopes=scopes)


def test_the_authorizer_takes_tokens_of_this_pool_alone(capture_service: Capture) -> None:
    graph = capture_service("prod")
    pool = graph.find("aws:cognito/userPool:UserPool", "callers")
    authorizer = document_of(graph)["components"]["securitySchemes"]["callers"]
    assert authorizer["x-amazon-apigateway-authorizer"]["providerARNs"] == [pool.outputs["arn"]]


def test_requests_for_quotes_are_checked_before_the_function_is_called(capture_service: Capture) -> None:
    document = document_of(capture_service("prod"))
    operation = document["paths"]["/quotes"]["post"]
    validators = document["x-amazon-apigateway-request-validators"]
    assert validators[operation["x-amazon-apigateway-request-validator"]] == {
        "validateRequestBody": True,
        "validateRequestParameters": True,
    }
    assert [(each["name"], each["required"]) for each in operation["parameters"]] == [("x-customer", True)]


def test_the_model_of_a_request_is_what_the_handler_takes(capture_service: Capture) -> None:
    model = document_of(capture_service("prod"))["components"]["schemas"]["QuoteRequest"]
    taken = QuoteRequest.model_json_schema()
    for schema in taken["properties"].values():
        del schema["title"]
    assert (model["required"], model["properties"]) == (taken["required"], taken["properties"])


def test_partners_have_a_quota_and_a_key_that_stands_in_no_file(capture_service: Capture) -> None:
    graph = capture_service("prod")
    assert_resource(
        graph,
        "aws:apigateway/usagePlan:UsagePlan",
        throttle_settings={"rate_limit": 5, "burst_limit": 10},
        quota_settings={"limit": 10_000, "period": "MONTH"},
    )
    assert_resource(graph, "aws:apigateway/apiKey:ApiKey", value=None)


def test_pages_of_the_shop_and_the_office_can_read_refusals_and_answers(capture_service: Capture) -> None:
    graph = capture_service("prod")
    origins = "https://shop.example.com https://office.example.com"
    responses = document_of(graph)["x-amazon-apigateway-gateway-responses"]
    assert responses.keys() == {"DEFAULT_4XX", "DEFAULT_5XX"}
    for response in responses.values():
        assert "gatewayresponse.header.Access-Control-Allow-Origin" in response["responseParameters"]
    assert_resource(
        graph,
        "aws:lambda/function:Function",
        environment={"variables": {"CORS_ALLOW_ORIGINS": origins}},
    )


{% else %}
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


{% endif %}
@pytest.mark.parametrize(("stage", "protection"), [("dev", "INACTIVE"), ("prod", "ACTIVE")])
def test_the_pool_of_prod_cannot_be_deleted(capture_service: Capture, stage: str, protection: str) -> None:
    assert_resource(capture_service(stage), "aws:cognito/userPool:UserPool", deletion_protection=protection)


def test_the_outputs_are_what_a_caller_needs(capture_service: Capture) -> None:
    graph = capture_service("dev")
{% if cookiecutter.protocol == "rest" %}
    assert graph.exports.keys() == {"urls", "api_keys", "token_url", "client_id", "client_secret"}
    assert graph.exports["urls"]["public"].keys() == {"dev"}
    assert graph.exports["api_keys"]["public"].keys() == {"partner"}
    assert graph.secret_exports >= {"api_keys", "client_secret"}
{% else %}
    assert graph.exports.keys() == {"urls", "token_url", "client_id", "client_secret"}
    assert graph.exports["urls"]["public"].keys() == {"dev"}
    assert "client_secret" in graph.secret_exports
{% endif %}
