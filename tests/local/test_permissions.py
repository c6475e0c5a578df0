from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.local.model import LocalApi, LocalAuthorizer, LocalRoute, LocalStage, Permission
from pulumi_apigw.local.permissions import allowed, authorizer_sources, route_sources, wildcard_match
from pulumi_apigw.local.targets import FunctionTarget

ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders"
API = "arn:aws:execute-api:us-east-1:123456789012:abc123def4"


def permission(**changes: Any) -> Permission:
    values: dict[str, Any] = {
        "function_name": "orders",
        "action": "lambda:InvokeFunction",
        "principal": "apigateway.amazonaws.com",
        "qualifier": "dev",
        "source_arn": f"{API}/*",
    }
    return Permission(**{**values, **changes})


def covers(given: Permission, qualifier: str | None = "dev", source: str = f"{API}/dev/GET/items") -> bool:
    target = FunctionTarget(f"{ARN}:{qualifier}" if qualifier else ARN, "orders", qualifier, "orders")
    return allowed([given], target, (source,), "123456789012")


@pytest.mark.parametrize(
    "source_arn",
    [f"{API}/*", f"{API}/*/*", f"{API}/dev/GET/items", f"{API}/*/GET/items", f"{API}/de?/*", None],
)
def test_P8_a_statement_that_covers_the_call_allows_it(source_arn: str | None) -> None:
    assert covers(permission(source_arn=source_arn))


@pytest.mark.parametrize(
    "changes",
    [
        {"function_name": "other"},
        {"qualifier": None},
        {"qualifier": "prod"},
        {"action": "lambda:GetFunction"},
        {"principal": "events.amazonaws.com"},
        {"source_arn": f"{API}/prod/*"},
        {"source_arn": f"{API}/dev/POST/items"},
        {"source_arn": "arn:aws:execute-api:us-east-1:123456789012:other/*"},
        {"source_arn": "arn:aws:execute-api:eu-west-1:123456789012:abc123def4/*"},
        {"source_account": "210987654321"},
    ],
)
def test_P8_a_statement_for_something_else_does_not(changes: dict[str, Any]) -> None:
    assert not covers(permission(**changes))


def test_P8_an_alias_permission_does_not_cover_the_unqualified_function() -> None:
    assert not covers(permission(qualifier="dev"), qualifier=None)
    assert covers(permission(qualifier=None), qualifier=None)


def test_a_wildcard_stays_in_its_part_of_the_arn() -> None:
    assert not covers(permission(source_arn="arn:aws:*:abc123def4/*"))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("GET /items/{id}", (f"{API}/dev/GET/items/{{id}}",)),
        ("ANY /items", (f"{API}/dev/ANY/items", f"{API}/dev/GET/items")),
        ("$default", (f"{API}/dev/$default",)),
    ],
)
def test_sources_of_a_route(make_api: Callable[..., LocalApi], key: str, expected: tuple[str, ...]) -> None:
    assert route_sources(make_api(), LocalStage("dev"), LocalRoute(key), "GET") == expected


def test_source_of_an_authorizer(make_api: Callable[..., LocalApi]) -> None:
    authorizer = LocalAuthorizer("auth1", "customers", "REQUEST")
    assert authorizer_sources(make_api(), authorizer) == (f"{API}/authorizers/auth1",)


def test_patterns_have_no_other_wildcards() -> None:
    assert wildcard_match("a[b].*", "a[b].c")
    assert not wildcard_match("a[b]", "ab")
