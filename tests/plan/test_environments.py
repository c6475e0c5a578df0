"""What functions learn of the web pages that may read their answers."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.plan.model import FunctionPlan

from .conftest import FUNCTION, service

ORIGIN = "https://shop.example.com"
OTHER = "https://admin.example.com"
OPEN = {"authorizer": "none"}


def environments(apis: dict[str, Any], **functions: dict[str, Any]) -> dict[str, dict[str, str]]:
    plan = service(apis=apis, functions={"api": FUNCTION, "gate": FUNCTION, **functions})
    return {
        name: dict(each.settings.environment)
        for name, each in plan.functions.items()
        if isinstance(each, FunctionPlan)
    }


def api(*origins: str, protocol: str = "rest", function: str = "api", **cors: Any) -> dict[str, Any]:
    return {
        "protocol": protocol,
        "cors": {"allow_origins": list(origins), **cors},
        "defaults": {"function": function},
        "routes": {"GET /items": OPEN},
    }


def test_P9_a_function_of_a_rest_api_learns_the_origins() -> None:
    assert environments({"public": api(ORIGIN, OTHER)}) == {
        "api": {"CORS_ALLOW_ORIGINS": f"{ORIGIN} {OTHER}"},
        "gate": {},
    }


def test_P9_credentials_are_told_where_they_are_allowed() -> None:
    found = environments({"public": api(ORIGIN, allow_credentials=True)})
    assert found["api"] == {"CORS_ALLOW_ORIGINS": ORIGIN, "CORS_ALLOW_CREDENTIALS": "true"}


def test_P9_a_function_of_several_apis_learns_the_origins_of_all() -> None:
    found = environments({"public": api(ORIGIN), "staff": api(OTHER, ORIGIN, allow_credentials=True)})
    assert found["api"] == {
        "CORS_ALLOW_ORIGINS": f"{ORIGIN} {OTHER}",
        "CORS_ALLOW_CREDENTIALS": "true",
    }


def test_P45_http_apis_add_the_headers_themselves() -> None:
    assert environments({"public": api(ORIGIN, protocol="http")})["api"] == {}


def test_P45_nothing_without_cors() -> None:
    assert environments({"public": {**api(ORIGIN), "cors": None}})["api"] == {}


def test_P45_neither_authorizers_nor_routes_without_a_function_learn_anything() -> None:
    public = {
        **api(ORIGIN),
        "authorizers": {"gate": {"type": "lambda", "function": "gate"}},
        "routes": {"GET /items": {"authorizer": "gate", "integration": {"type": "mock"}}},
    }
    assert environments({"public": public}) == {"api": {}, "gate": {}}


def test_a_routes_own_function_learns_them_too() -> None:
    public = {**api(ORIGIN), "routes": {"GET /items": OPEN, "GET /gate": {**OPEN, "function": "gate"}}}
    assert environments({"public": public})["gate"] == {"CORS_ALLOW_ORIGINS": ORIGIN}


@pytest.mark.parametrize("name", ["CORS_ALLOW_ORIGINS", "CORS_ALLOW_CREDENTIALS"])
def test_a_value_that_is_written_wins(name: str) -> None:
    own = {**FUNCTION, "environment": {"TABLE": "orders", name: "own"}}
    found = environments({"public": api(ORIGIN, function="own", allow_credentials=True)}, own=own)["own"]
    assert found == {
        "CORS_ALLOW_ORIGINS": ORIGIN,
        "CORS_ALLOW_CREDENTIALS": "true",
        "TABLE": "orders",
        name: "own",
    }
