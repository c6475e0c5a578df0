"""Security schemes of documents."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.local.rest.security import Access, Schemes, known_issuers

POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Example"
X = "x-amazon-apigateway-"
KEY = {"type": "apiKey", "in": "header", "name": "X-API-Key"}
SIGNED = {"type": "apiKey", "in": "header", "name": "Authorization", f"{X}authtype": "awsSigv4"}


def scheme(name: str = "Authorization", place: str = "header", **authorizer: Any) -> dict[str, Any]:
    return {"type": "apiKey", "in": place, "name": name, f"{X}authorizer": authorizer}


def schemes(**given: Any) -> Schemes:
    return Schemes({"components": {"securitySchemes": given}})


def test_a_cognito_authorizer_knows_its_pools_issuers() -> None:
    pools = [POOL, "arn:aws-cn:cognito-idp:cn-north-1:123456789012:userpool/cn-north-1_X", "nothing"]
    found = schemes(people=scheme(type="cognito_user_pools", providerARNs=pools))
    access = found.access({"security": [{"people": ["a/b"]}]})
    assert (access.authorization_type, access.scopes) == ("COGNITO_USER_POOLS", ("a/b",))
    assert access.authorizer == found.authorizers["people"]
    assert access.authorizer.issuers == (
        "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example",
        "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_X",
    )
    assert known_issuers(["nothing", POOL]) == access.authorizer.issuers[:1]


@pytest.mark.parametrize(
    ("given", "sources"),
    [
        (scheme("x-token", type="token"), ("method.request.header.x-token",)),
        (scheme("q", "query", type="request"), ("method.request.querystring.q",)),
        (scheme("Unused", type="request"), ()),
        (scheme("Unused", type="token"), ("method.request.header.Unused",)),
        (
            scheme("Unused", type="request", identitySource="method.request.header.a, stageVariables.b"),
            ("method.request.header.a", "stageVariables.b"),
        ),
    ],
)
def test_a_lambda_authorizer_knows_where_its_callers_stand(given: Any, sources: tuple[str, ...]) -> None:
    found = schemes(judge=given).authorizers["judge"]
    assert (found.identity_sources, found.ttl_seconds, found.validation_pattern) == (sources, 300, None)


def test_a_lambda_authorizer_has_its_settings() -> None:
    settings: dict[str, Any] = {
        "authorizerUri": "arn:x",
        "authorizerCredentials": "arn:role",
        "authorizerResultTtlInSeconds": 0,
        "identityValidationExpression": "^x-[a-z]+",
    }
    found = schemes(judge=scheme(type="token", **settings)).authorizers["judge"]
    assert (found.type, found.uri, found.credentials_arn) == ("TOKEN", "arn:x", "arn:role")
    assert (found.ttl_seconds, found.validation_pattern) == (0, "^x-[a-z]+")


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ({}, Access()),
        ({"security": []}, Access()),
        ({"security": [{"key": []}]}, Access(api_key=True)),
        ({"security": [{"signed": []}]}, Access("AWS_IAM")),
        ({"security": [{"signed": []}, {"key": []}]}, Access("AWS_IAM", api_key=True)),
        ({"security": [{"unknown": []}]}, Access()),
        ({f"{X}auth": {"type": "AWS_IAM"}}, Access("AWS_IAM")),
    ],
)
def test_what_an_operation_asks(operation: dict[str, Any], expected: Access) -> None:
    assert schemes(key=KEY, signed=SIGNED).access(operation) == expected


@pytest.mark.parametrize("security", [[{"judge": []}, {"key": []}], [{"key": [], "judge": []}]])
def test_an_authorizer_and_a_key_are_both_asked_for(security: Any) -> None:
    access = Schemes({"securityDefinitions": {"judge": scheme(type="token"), "key": KEY}}).access(
        {"security": security}
    )
    assert (access.authorization_type, access.api_key) == ("CUSTOM", True)
