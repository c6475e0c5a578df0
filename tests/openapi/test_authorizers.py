from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.plan.model import TargetPlan
from pulumi_apigw.plan.rest.model import CognitoAuthorizerPlan, RestLambdaAuthorizerPlan

from .conftest import Body, method

Make = Callable[..., Body]

POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbCdEf123"
HEADER = "method.request.header.Authorization"


def cognito(name: str = "customers") -> CognitoAuthorizerPlan:
    return CognitoAuthorizerPlan(name=name, user_pool_arns=(POOL,), identity_source=HEADER, ttl_seconds=300)


def judge(**changes: Any) -> RestLambdaAuthorizerPlan:
    values: dict[str, Any] = {
        "name": "staff",
        "target": TargetPlan(function="judge", aliases=(None,)),
        "event": "request",
        "identity_sources": (HEADER,),
        "validation_pattern": None,
        "ttl_seconds": 0,
    }
    return RestLambdaAuthorizerPlan(**{**values, **changes})


def test_cognito_with_scopes(make_body: Make) -> None:
    guarded = method(
        authorization="COGNITO_USER_POOLS", authorizer="customers", scopes=("items.read", "items.write")
    )
    body = make_body(guarded, authorizers=(cognito(),))
    assert body["components"]["securitySchemes"] == {
        "customers": {
            "type": "apiKey",
            "name": "Authorization",
            "in": "header",
            "x-amazon-apigateway-authtype": "cognito_user_pools",
            "x-amazon-apigateway-authorizer": {
                "type": "cognito_user_pools",
                "providerARNs": [POOL],
                "authorizerResultTtlInSeconds": 300,
            },
        }
    }
    assert body["paths"]["/items"]["get"]["security"] == [{"customers": ["items.read", "items.write"]}]


def test_a_token_of_one_header(make_body: Make) -> None:
    token = judge(
        event="token",
        identity_sources=("method.request.header.X-Token",),
        validation_pattern="^x-[a-z]+",
        ttl_seconds=60,
    )
    body = make_body(authorizers=(token,))
    assert body["components"]["securitySchemes"]["staff"] == {
        "type": "apiKey",
        "name": "X-Token",
        "in": "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
            "type": "token",
            "authorizerUri": "uri of judge:None",
            "identityValidationExpression": "^x-[a-z]+",
            "authorizerResultTtlInSeconds": 60,
        },
    }


@pytest.mark.parametrize(
    ("sources", "name", "place", "written"),
    [
        ((HEADER,), "Authorization", "header", HEADER),
        (("method.request.querystring.key",), "key", "query", "method.request.querystring.key"),
        (("stageVariables.tier",), "Unused", "header", "stageVariables.tier"),
        ((HEADER, "context.identity.sourceIp"), "Unused", "header", f"{HEADER}, context.identity.sourceIp"),
        ((), "Unused", "header", None),
    ],
)
def test_a_whole_request(
    sources: tuple[str, ...], name: str, place: str, written: str | None, make_body: Make
) -> None:
    body = make_body(authorizers=(judge(identity_sources=sources),))
    scheme = body["components"]["securitySchemes"]["staff"]
    authorizer = scheme["x-amazon-apigateway-authorizer"]
    assert (scheme["name"], scheme["in"], authorizer.get("identitySource")) == (name, place, written)
    assert (authorizer["type"], authorizer["authorizerResultTtlInSeconds"]) == ("request", 0)


def test_signed_requests_and_api_keys(make_body: Make) -> None:
    body = make_body(
        method("GET /signed", authorization="AWS_IAM"),
        method("GET /counted", api_key=True),
        method("GET /open"),
    )
    assert body["components"]["securitySchemes"] == {
        "sigv4": {
            "type": "apiKey",
            "name": "Authorization",
            "in": "header",
            "x-amazon-apigateway-authtype": "awsSigv4",
        },
        "api_key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
    }
    assert {path: item["get"].get("security") for path, item in body["paths"].items()} == {
        "/signed": [{"sigv4": []}],
        "/counted": [{"api_key": []}],
        "/open": None,
    }


def test_P11_an_authorizer_and_an_api_key_are_both_attached(make_body: Make) -> None:
    guarded = method(authorization="CUSTOM", authorizer="staff", api_key=True)
    body = make_body(guarded, authorizers=(judge(),))
    assert body["paths"]["/items"]["get"]["security"] == [{"staff": []}, {"api_key": []}]


def test_P11_an_authorizer_may_be_called_as_our_own_schemes(make_body: Make) -> None:
    guarded = method(authorization="CUSTOM", authorizer="api_key", api_key=True)
    body = make_body(guarded, authorizers=(judge(name="api_key"),))
    assert body["paths"]["/items"]["get"]["security"] == [{"api_key": []}, {"api_key_": []}]
    assert body["components"]["securitySchemes"]["api_key_"]["name"] == "x-api-key"
    assert "x-amazon-apigateway-authorizer" in body["components"]["securitySchemes"]["api_key"]
