from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.plan.model import RoutePlan

from .conftest import http_api

AUTHORIZERS = {
    "tokens": {"type": "jwt", "issuer": "https://login.example.com/", "audience": ["shop"]},
    "pool": {"type": "cognito", "user_pool_id": "eu-west-1_AbCdEf123", "client_ids": ["web"]},
    "gate": {"type": "lambda", "function": "gate"},
    "signed": {"type": "iam"},
}


def route(key: str, **settings: Any) -> RoutePlan:
    """The plan of one route; the others use what it does not, so that no authorizer is without a route."""
    rest = {f"GET /{name}": {"authorizer": name} for name in AUTHORIZERS}
    plan = http_api({key: settings, **rest}, authorizers=AUTHORIZERS)
    return next(each for each in plan.routes if each.key == key)


def test_an_open_route() -> None:
    assert route("GET /items/{id}") == RoutePlan(
        key="GET /items/{id}",
        name="GET /items/{}",
        integration="api",
        authorization="NONE",
        authorizer=None,
        scopes=(),
        throttle=None,
        detailed_metrics=None,
        operation_name=None,
    )


@pytest.mark.parametrize(
    ("authorizer", "authorization", "resource"),
    [
        ("tokens", "JWT", "tokens"),
        ("pool", "JWT", "pool"),
        ("gate", "CUSTOM", "gate"),
        # IAM is a property of the route: there is no resource to point at.
        ("signed", "AWS_IAM", None),
        ("none", "NONE", None),
    ],
)
def test_what_an_authorizer_makes_of_a_route(
    authorizer: str, authorization: str, resource: str | None
) -> None:
    found = route("GET /items", authorizer=authorizer)
    assert (found.authorization, found.authorizer) == (authorization, resource)


@pytest.mark.parametrize(
    ("own", "scopes"),
    [
        ({}, ("read", "list")),
        ({"scopes": ["write"]}, ("write",)),
        ({"scopes": []}, ()),
        ({"authorizer": "none"}, ()),
        ({"authorizer": "gate"}, ()),
    ],
)
def test_default_scopes_hold_where_a_route_takes_tokens_and_names_no_others(
    own: dict[str, Any], scopes: tuple[str, ...]
) -> None:
    plan = http_api(
        {
            "GET /items": {"authorizer": "tokens", **own},
            "GET /gate": {"authorizer": "gate"},
            "GET /": {"authorizer": "tokens"},
        },
        authorizers={name: AUTHORIZERS[name] for name in ("tokens", "gate")},
        defaults={"function": "api", "authorizer": "tokens", "scopes": ["read", "list"]},
    )
    assert plan.routes[0].scopes == scopes


def test_the_default_authorizer_guards_routes_that_name_none() -> None:
    plan = http_api(
        {"GET /items": {"authorizer": None}, "GET /health": {"authorizer": "none"}},
        authorizers={"tokens": AUTHORIZERS["tokens"]},
        defaults={"function": "api", "authorizer": "tokens"},
    )
    assert [each.authorizer for each in plan.routes] == ["tokens", None]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("GET /items/{id}", "GET /items/{item}"),
        ("ANY /files/{proxy+}", "ANY /files/{path+}"),
    ],
)
def test_P16_a_renamed_variable_is_a_change_of_the_same_route(before: str, after: str) -> None:
    assert route(before).name == route(after).name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GET /items/{id}", "GET /items/{id+}"),
        ("GET /items/{id}", "POST /items/{id}"),
        ("GET /items/id", "GET /items/{id}"),
        ("ANY /{proxy+}", "$default"),
    ],
)
def test_P16_routes_that_can_stand_side_by_side_have_names_of_their_own(one: str, other: str) -> None:
    plan = http_api({one: {}, other: {}})
    names = [each.name for each in plan.routes]
    assert len(set(names)) == len(names) == 2


def test_own_settings_stay_as_written_for_each_stage_to_complete() -> None:
    found = route("GET /items", throttle={"rate_limit": 5}, detailed_metrics=False, operation_name="list")
    assert found.throttle is not None
    assert (found.throttle.rate_limit, found.throttle.burst_limit) == (5, None)
    assert (found.detailed_metrics, found.operation_name) == (False, "list")
