from __future__ import annotations

from typing import Any

import pytest

from .conftest import Document, http_document, rest_document

POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbCdEf123"
CHINA = "arn:aws-cn:cognito-idp:cn-north-1:123456789012:userpool/cn-north-1_AbCdEf123"
BEARER = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
DISCOVERY = "/.well-known/openid-configuration"


def found(url: str) -> dict[str, str]:
    return {"type": "openIdConnect", "openIdConnectUrl": url}


def security(document: Document) -> tuple[Any, Any]:
    """The schemes, and what the one operation asks."""
    ((operation,),) = [item.values() for item in document["paths"].values()]
    return document["components"].get("securitySchemes"), operation.get("security")


@pytest.mark.parametrize(
    ("pools", "source", "scheme"),
    [
        ([POOL], None, found(f"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123{DISCOVERY}")),
        (
            [CHINA],
            None,
            found(f"https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbCdEf123{DISCOVERY}"),
        ),
        (["${ref.pool}"], None, BEARER),
        ([POOL, CHINA], None, BEARER),
        ([POOL], "$request.header.X-Token", {"type": "apiKey", "name": "X-Token", "in": "header"}),
    ],
)
def test_cognito_of_a_rest_api(pools: list[str], source: str | None, scheme: Any) -> None:
    customers = {
        "type": "cognito",
        "user_pool_arns": pools,
        **({"identity_source": source} if source else {}),
    }
    document = rest_document({"GET /a": {"authorizer": "customers"}}, authorizers={"customers": customers})
    assert security(document) == ({"customers": scheme}, [{"customers": []}])


@pytest.mark.parametrize(
    ("authorizer", "scheme"),
    [
        (
            {"type": "jwt", "issuer": "https://login.example.com/", "audience": ["shop"]},
            found(f"https://login.example.com{DISCOVERY}"),
        ),
        ({"type": "jwt", "issuer": "${ref.issuer}", "audience": ["shop"]}, BEARER),
        (
            {"type": "cognito", "user_pool_id": "eu-west-1_AbCdEf123", "client_ids": ["web"]},
            found(f"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123{DISCOVERY}"),
        ),
        ({"type": "cognito", "user_pool_id": "${ref.pool}", "client_ids": ["web"]}, BEARER),
        (
            {
                "type": "jwt",
                "issuer": "https://login.example.com/",
                "audience": ["shop"],
                "identity_source": "$request.querystring.token",
            },
            {"type": "apiKey", "name": "token", "in": "query"},
        ),
    ],
)
def test_tokens_of_an_http_api(authorizer: Any, scheme: Any) -> None:
    document = http_document({"GET /a": {"authorizer": "customers"}}, authorizers={"customers": authorizer})
    assert security(document) == ({"customers": scheme}, [{"customers": []}])


def test_scopes_are_alternatives_and_an_api_key_comes_on_top_of_each() -> None:
    customers = {"type": "cognito", "user_pool_arns": [POOL]}
    route = {"authorizer": "customers", "scopes": ["items.read", "admin"], "api_key": True}
    document = rest_document(
        {"GET /a": route},
        authorizers={"customers": customers},
        api_keys={"mobile": {}},
        usage_plans={"basic": {"api_keys": ["mobile"]}},
    )
    schemes, asked = security(document)
    assert asked == [
        {"customers": ["items.read"], "api_key": []},
        {"customers": ["admin"], "api_key": []},
    ]
    assert schemes["api_key"]["name"] == "x-api-key"


def test_an_authorizers_sources_are_all_needed_but_for_those_that_nobody_sends() -> None:
    staff = {
        "type": "lambda",
        "function": "api",
        "identity_sources": [
            "$request.header.X-Staff",
            "$request.querystring.tier[]",
            "$context.identity.sourceIp",
        ],
    }
    routes = {"GET /a": {"authorizer": "staff"}}
    schemes, asked = security(http_document(routes, authorizers={"staff": staff}))
    assert schemes == {
        "staff.X-Staff": {"type": "apiKey", "name": "X-Staff", "in": "header"},
        "staff.tier__": {"type": "apiKey", "name": "tier[]", "in": "query"},
    }
    assert asked == [{"staff.X-Staff": [], "staff.tier__": []}]
    token = {"type": "lambda", "function": "api", "event": "token"}
    assert security(rest_document(routes, authorizers={"staff": token})) == (
        {"staff": {"type": "apiKey", "name": "Authorization", "in": "header"}},
        [{"staff": []}],
    )


def test_signed_requests_of_either_kind() -> None:
    routes, authorizers = {"GET /a": {"authorizer": "callers"}}, {"callers": {"type": "iam"}}
    for document in (
        rest_document(routes, authorizers=authorizers),
        http_document(routes, authorizers=authorizers),
    ):
        schemes, asked = security(document)
        assert asked == [{"sigv4": []}]
        assert (schemes["sigv4"]["name"], schemes["sigv4"]["in"]) == ("Authorization", "header")


def test_an_authorizer_may_be_called_as_our_own_schemes() -> None:
    keys = {"api_keys": {"mobile": {}}, "usage_plans": {"basic": {"api_keys": ["mobile"]}}}
    token = {"type": "lambda", "function": "api", "event": "token"}
    routes = {"GET /a": {"authorizer": "api_key", "api_key": True}}
    schemes, asked = security(rest_document(routes, authorizers={"api_key": token}, **keys))
    assert asked == [{"api_key": [], "api_key_": []}]
    assert [schemes[name]["name"] for name in ("api_key", "api_key_")] == ["Authorization", "x-api-key"]


def test_an_open_route_asks_nothing() -> None:
    assert security(http_document({"GET /a": {}})) == (None, None)
