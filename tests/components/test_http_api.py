from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.graph import ResourceGraph

from .conftest import API, INTEGRATION, OPEN, ROUTE, STAGE, api, config, deployed

TOKENS = {"tokens": {"type": "jwt", "issuer": "https://login.example.com/", "audience": ["web"]}}
CORS = {"allow_origins": ["https://shop.example.com"]}


def routes(graph: ResourceGraph) -> dict[str, dict[str, Any]]:
    """Route key → inputs, less the ids of the API and of the integration."""
    found = {}
    for route in graph.of_type(ROUTE):
        inputs = dict(route.inputs)
        assert inputs.pop("apiId") == graph.find(API, "orders-public").id
        assert inputs.pop("target").startswith("integrations/")
        found[inputs.pop("routeKey")] = inputs
    return found


def test_every_input_of_a_plain_api() -> None:
    graph = deployed(config())
    assert graph.find(API, "orders-public").inputs == {
        "name": "orders-public-dev",
        "protocolType": "HTTP",
        "disableExecuteApiEndpoint": False,
        "tags": {},
    }


def test_settings() -> None:
    written = api(
        {"GET /": {}},
        description="Orders of ${ref.shop}",
        disable_execute_api_endpoint=True,
        ip_address_type="dualstack",
        tags={"team": "${ref.shop}"},
        cors={
            "allow_origins": ["https://${ref.shop}.example.com"],
            "allow_methods": ["GET", "POST"],
            "allow_headers": ["authorization"],
            "expose_headers": ["x-count"],
            "allow_credentials": True,
            "max_age_seconds": 600,
        },
    )
    graph = deployed(written, refs=lambda: {"shop": "books"})
    assert graph.find(API, "orders-public").inputs == {
        "name": "orders-public-dev",
        "protocolType": "HTTP",
        "description": "Orders of books",
        "disableExecuteApiEndpoint": True,
        "ipAddressType": "dualstack",
        "tags": {"team": "books"},
        "corsConfiguration": {
            "allowOrigins": ["https://books.example.com"],
            "allowMethods": ["GET", "POST"],
            "allowHeaders": ["authorization"],
            "exposeHeaders": ["x-count"],
            "allowCredentials": True,
            "maxAge": 600,
        },
    }


def test_routes() -> None:
    graph = deployed(
        api(
            {
                "GET /items/{id}": {"authorizer": "tokens", "scopes": ["read"], "operation_name": "getItem"},
                "GET /open": {},
                "$default": {"authorizer": "tokens"},
            },
            authorizers=TOKENS,
        )
    )
    guard = graph.of_type("aws:apigatewayv2/authorizer:Authorizer")[0].id
    assert routes(graph) == {
        "GET /items/{id}": {
            "authorizationType": "JWT",
            "authorizerId": guard,
            "authorizationScopes": ["read"],
            "operationName": "getItem",
        },
        "GET /open": {"authorizationType": "NONE"},
        "$default": {"authorizationType": "JWT", "authorizerId": guard},
    }


@pytest.mark.parametrize(
    ("key", "preflights"),
    [("ANY /items", {"OPTIONS /items"}), ("$default", {"OPTIONS /", "OPTIONS /{proxy+}"})],
)
def test_P9_preflights_are_never_authorised(key: str, preflights: set[str]) -> None:
    graph = deployed(api({key: {"authorizer": "tokens"}}, authorizers=TOKENS, cors=CORS))
    found = routes(graph)
    assert found.pop(key)["authorizationType"] == "JWT"
    assert found == {each: {"authorizationType": "NONE"} for each in preflights}
    assert len(graph.of_type(INTEGRATION)) == 1


def test_two_apis_share_a_function() -> None:
    graph = deployed(
        config(apis={"public": {"routes": {"GET /": OPEN}}, "admin": {"routes": {"GET /": OPEN}}})
    )
    assert {each.name for each in graph.of_type(API)} == {"orders-public", "orders-admin"}
    assert {each.name for each in graph.of_type(STAGE)} == {"orders-public.dev", "orders-admin.dev"}
    assert len(graph.of_type("aws:lambda/function:Function")) == 1
