from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.plan.model import HttpApiPlan

from .conftest import http_api

TOKENS = {"tokens": {"type": "jwt", "issuer": "https://login.example.com/", "audience": ["shop"]}}
CORS = {"allow_origins": ["https://shop.example.com"]}
GUARDED = {"authorizer": "tokens"}


def guarded(*keys: str, cors: dict[str, Any] | None = CORS, **more: Any) -> HttpApiPlan:
    return http_api({**dict.fromkeys(keys, GUARDED), **more}, authorizers=TOKENS, cors=cors)


def preflights(plan: HttpApiPlan, *keys: str) -> list[str]:
    return [route.key for route in plan.routes if route.key not in keys]


@pytest.mark.parametrize(
    ("key", "made"),
    [
        ("ANY /items/{id}", ["OPTIONS /items/{id}"]),
        ("ANY /{proxy+}", ["OPTIONS /{proxy+}"]),
        ("$default", ["OPTIONS /", "OPTIONS /{proxy+}"]),
        ("GET /items", []),
    ],
)
def test_P9_a_guarded_route_for_every_method_gets_an_open_one_for_preflights(
    key: str, made: list[str]
) -> None:
    plan = guarded(key)
    assert preflights(plan, key) == made
    for route in plan.routes[1:]:
        assert (route.authorization, route.authorizer, route.scopes) == ("NONE", None, ())


def test_P9_a_preflight_calls_what_its_route_does_and_adds_no_integration() -> None:
    plan = guarded("ANY /items")
    assert [route.integration for route in plan.routes] == ["api", "api"]
    assert len(plan.integrations) == 1


def test_P9_no_preflight_without_cors() -> None:
    assert preflights(guarded("ANY /items", "$default", cors=None), "ANY /items", "$default") == []


def test_P9_no_preflight_beside_a_route_that_anybody_may_call() -> None:
    plan = http_api({"ANY /items": {}}, cors=CORS)
    assert preflights(plan, "ANY /items") == []


def test_P9_an_own_options_route_is_left_alone() -> None:
    own = {"OPTIONS /{path+}": {"authorizer": "none"}}
    plan = guarded("$default", **own)
    assert preflights(plan, "$default", *own) == ["OPTIONS /"]


def test_P9_two_catch_alls_share_their_preflight() -> None:
    plan = guarded("ANY /{proxy+}", "$default")
    assert preflights(plan, "ANY /{proxy+}", "$default") == ["OPTIONS /{proxy+}", "OPTIONS /"]
