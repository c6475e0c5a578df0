from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw.graph import Resource, ResourceGraph

from .conftest import API, AUTHORIZER, BUILT, OPEN, ROUTE, config, deployed, uri

HEADER = "$request.header.Authorization"


def guarded(authorizer: dict[str, Any], **options: Any) -> ResourceGraph:
    guard = {"authorizers": {"guard": authorizer}, "routes": {"GET /": {**OPEN, "authorizer": "guard"}}}
    written = config(functions={"api": BUILT, "gate": BUILT}, apis={"public": guard})
    return deployed(written, **options)


def authorizer(graph: ResourceGraph) -> Resource:
    (found,) = graph.of_type(AUTHORIZER)
    return found


def inputs(graph: ResourceGraph) -> dict[str, Any]:
    """The authorizer's inputs, less the API that it belongs to."""
    found = dict(authorizer(graph).inputs)
    assert found.pop("apiId") == graph.find(API, "orders-public").id
    return found


def test_jwt() -> None:
    issuer = "https://login.example.com/"
    graph = guarded({"type": "jwt", "issuer": issuer, "audience": ["web", "app"]})
    assert inputs(graph) == {
        "name": "guard",
        "authorizerType": "JWT",
        "identitySources": [HEADER],
        "jwtConfiguration": {"issuer": issuer, "audiences": ["web", "app"]},
    }


@pytest.mark.parametrize(
    ("region", "issuer"),
    [
        ("eu-west-1", "https://cognito-idp.eu-west-1.amazonaws.com/"),
        ("cn-north-1", "https://cognito-idp.cn-north-1.amazonaws.com.cn/"),
        ("us-gov-west-1", "https://cognito-idp.us-gov-west-1.amazonaws.com/"),
    ],
)
def test_cognito_is_jwt_with_the_pools_issuer(region: str, issuer: str) -> None:
    def program_refs() -> dict[str, Any]:
        pool = aws.cognito.UserPool("pool")
        return {"pool": pool.id, "client": aws.cognito.UserPoolClient("client", user_pool_id=pool.id).id}

    cognito = {
        "type": "cognito",
        "user_pool_id": "${ref.pool}",
        "client_ids": ["${ref.client}", "app"],
        "identity_source": "$request.querystring.token",
    }
    graph = guarded(cognito, refs=program_refs, region=region)
    pool = graph.find("aws:cognito/userPool:UserPool", "pool").id
    client = graph.find("aws:cognito/userPoolClient:UserPoolClient", "client").id
    assert inputs(graph) == {
        "name": "guard",
        "authorizerType": "JWT",
        "identitySources": ["$request.querystring.token"],
        "jwtConfiguration": {"issuer": f"{issuer}{pool}", "audiences": [client, "app"]},
    }


def test_a_function_that_answers_yes_or_no() -> None:
    assert inputs(guarded({"type": "lambda", "function": "gate"})) == {
        "name": "guard-lambda",
        "authorizerType": "REQUEST",
        "authorizerUri": uri("orders-dev-gate", "${stageVariables.lambda_alias}"),
        "authorizerPayloadFormatVersion": "2.0",
        "enableSimpleResponses": True,
        "identitySources": [HEADER],
        "authorizerResultTtlInSeconds": 300,
    }


def test_P12_formats_of_a_function_that_answers_with_a_policy_agree() -> None:
    graph = guarded(
        {
            "type": "lambda",
            "function": "gate",
            "response": "iam",
            "payload_format": "1.0",
            "identity_sources": ["$request.header.X-Key", "$context.routeKey"],
            "ttl_seconds": 0,
        }
    )
    assert inputs(graph) == {
        "name": "guard-lambda",
        "authorizerType": "REQUEST",
        "authorizerUri": uri("orders-dev-gate", "${stageVariables.lambda_alias}"),
        "authorizerPayloadFormatVersion": "1.0",
        "enableSimpleResponses": False,
        "identitySources": ["$request.header.X-Key", "$context.routeKey"],
        "authorizerResultTtlInSeconds": 0,
    }


@pytest.mark.parametrize(
    ("guard", "authorization"),
    [
        ({"type": "jwt", "issuer": "https://login.example.com/", "audience": ["web"]}, "JWT"),
        ({"type": "lambda", "function": "gate"}, "CUSTOM"),
    ],
)
def test_a_route_points_at_its_authorizer(guard: dict[str, Any], authorization: str) -> None:
    graph = guarded(guard)
    (route,) = graph.of_type(ROUTE)
    assert (route.inputs["authorizationType"], route.inputs["authorizerId"]) == (
        authorization,
        authorizer(graph).id,
    )


def test_an_authorizer_of_another_kind_is_another_one() -> None:
    """It is made beside the one before, and routes move to it: AWS takes a name once."""
    jwt = guarded({"type": "jwt", "issuer": "https://login.example.com/", "audience": ["web"]})
    function = guarded({"type": "lambda", "function": "gate"})
    named = [(each.name, each.inputs["name"]) for each in (authorizer(jwt), authorizer(function))]
    assert named == [("orders-public.guard", "guard"), ("orders-public.guard.lambda", "guard-lambda")]
    assert authorizer(jwt).urn != authorizer(function).urn


def test_iam_is_said_by_the_route_alone() -> None:
    graph = guarded({"type": "iam"})
    (route,) = graph.of_type(ROUTE)
    assert (route.inputs["authorizationType"], route.inputs.get("authorizerId")) == ("AWS_IAM", None)
    assert graph.of_type(AUTHORIZER) == ()


def test_P11_one_resource_an_authorizer() -> None:
    jwt = {"type": "jwt", "issuer": "https://login.example.com/", "audience": ["web"]}
    public = {
        "authorizers": {"one": jwt, "two": jwt},
        "defaults": {"function": "api", "authorizer": "one"},
        "routes": {
            **{f"GET /{number}": {} for number in range(20)},
            **{f"PUT /{number}": {"authorizer": "two"} for number in range(20)},
        },
    }
    graph = deployed(config(apis={"public": public}))
    assert [each.name for each in graph.of_type(AUTHORIZER)] == ["orders-public.one", "orders-public.two"]
    guards = {each.id: each.name for each in graph.of_type(AUTHORIZER)}
    for route in graph.of_type(ROUTE):
        guard = "one" if route.inputs["routeKey"].startswith("GET") else "two"
        assert guards[route.inputs["authorizerId"]] == f"orders-public.{guard}"


def test_a_reference_in_the_midst_of_an_issuer() -> None:
    graph = guarded(
        {"type": "jwt", "issuer": "https://${ref.host}/${ref.realm}", "audience": "${ref.audience}"}
        | {"audience": ["${ref.host}"]},
        refs=lambda: {"host": pulumi.Output.from_input("login.example.com"), "realm": "shop"},
    )
    assert inputs(graph)["jwtConfiguration"] == {
        "issuer": "https://login.example.com/shop",
        "audiences": ["login.example.com"],
    }
