"""What operations need to be called → authorizers, scopes and API keys of routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.config import read_config

Spec = Callable[..., Any]
Merged = Callable[[str], str]

SCHEMES = """
security: [{{users: [read]}}]
paths:
  /pets:
    get: {{security: {security}}}
components:
  securitySchemes:
    key: {{type: apiKey, in: header, name: X-API-Key}}
    query_key: {{type: apiKey, in: query, name: x-api-key}}
"""
ARN = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a"


CONFIG = """
service: pets
functions: {api: {runtime: python3.13, handler: app.handler, source: src}}
apis:
  public:
    protocol: PROTOCOL
    openapi: openapi.yaml
    authorizers:
      iam: {type: iam}
      users: USERS
    defaults: {function: api, authorizer: iam}
    routes: {GET /a: {authorizer: iam}, GET /b: {authorizer: users}}
stages: {dev: {}}
"""
KEYS = """
    api_keys: {partner: {}}
    usage_plans: {basic: {api_keys: [partner]}}
    routes: {GET /a: {authorizer: iam}, GET /b: {authorizer: users, api_key: true}}"""
COGNITO = f"{{type: cognito, user_pool_arns: ['{ARN}']}}"
JWT = "{type: jwt, issuer: 'https://a.example.com/', audience: [web]}"


@pytest.fixture
def guard(write: Any, merged: Merged) -> Callable[..., Any]:
    """The config in which `GET /pets` has the `security` that is given, and an authorizer of its `own`."""

    def read(security: str, protocol: str = "rest", *, own: str = "") -> Any:
        write("openapi.yaml", merged(SCHEMES.format(security=security)))
        text = CONFIG.replace("PROTOCOL", protocol).replace("USERS", COGNITO if protocol == "rest" else JWT)
        if protocol == "rest":
            before, _, after = text.partition("\n    routes:")
            text = f"{before}{KEYS}\n{after.partition(chr(10))[2]}"
        if own:
            text = text.replace("routes: {", f"routes: {{GET /pets: {{authorizer: {own}}}, ")
        return read_config(write("api.yaml", text))

    return read


def _route(file: Any) -> Any:
    route = file.stage("dev").apis["public"].routes["GET /pets"]
    return route.authorizer, route.scopes, getattr(route, "api_key", None)


@pytest.mark.parametrize(
    ("security", "route"),
    [
        ("[]", ("none", None, None)),
        ("null", ("users", ("read",), None)),
        ("[{users: []}]", ("users", None, None)),
        ("[{users: [read, write]}]", ("users", ("read", "write"), None)),
        ("[{iam: []}]", ("iam", None, None)),
        ("[{key: []}]", (None, None, True)),
        ("[{users: [], key: []}]", ("users", None, True)),
        ("[{other: []}, {users: [read]}]", ("users", ("read",), None)),
    ],
)
def test_security_of_rest_apis(guard: Callable[..., Any], security: str, route: Any) -> None:
    file = guard(security)
    assert _route(file) == route
    assert [str(each) for each in file.problems] == []


def test_security_of_http_apis(guard: Callable[..., Any]) -> None:
    file = guard("[{users: [read]}]", "http")
    assert _route(file) == ("users", ("read",), None)
    told = [str(each) for each in guard("[{key: []}]", "http").problems]
    assert any("no authorizer is named 'key'" in each for each in told)


@pytest.mark.parametrize(
    ("security", "problem"),
    [
        (
            "[{oauth: []}, {query_key: []}]",
            "openapi.yaml:18 paths[\"/pets\"].get.security[0].oauth: no authorizer is named 'oauth'."
            " Operations"
            " that need it get the API's default: add one of that name for another.",
        ),
        (
            "[{}, {oauth: []}]",
            'openapi.yaml:17 paths["/pets"].get.security[0]: access without a token is allowed too, which no'
            " authorizer does. Give such operations 'authorizer: none', if anybody may call them.",
        ),
    ],
)
def test_schemes_that_are_no_authorizers(guard: Callable[..., Any], security: str, problem: str) -> None:
    file = guard(security)
    assert _route(file) == (None, None, None)
    assert problem in [str(each) for each in file.examination.advice]


def test_two_authorizers_at_once(guard: Callable[..., Any]) -> None:
    assert [str(each) for each in guard("[{users: [], iam: []}]").examination.errors] == [
        "openapi.yaml:17 paths[\"/pets\"].get.security[0]: 'users' and 'iam' are needed together, while a"
        " route has"
        " one authorizer. Write a Lambda authorizer that checks both, and name it alone."
    ]


def test_scopes_that_nothing_checks(guard: Callable[..., Any]) -> None:
    file = guard("[{iam: [read]}]")
    assert _route(file) == ("iam", None, None)
    assert [str(each) for each in file.problems] == [
        'openapi.yaml:18 paths["/pets"].get.security[0].iam: API Gateway checks no scopes for an'
        " authorizer of"
        " type 'iam'. Check them in the authorizer's function, or in the route's."
    ]


def test_a_token_that_is_asked_for_and_not_needed(guard: Callable[..., Any]) -> None:
    file = guard("[{users: [read]}, {}]")
    assert _route(file) == ("users", ("read",), None)
    assert [each.severity for each in file.problems] == ["advice"]


@pytest.mark.parametrize(
    ("security", "own", "route"),
    [
        ("[{users: [read]}]", "iam", ("iam", None, None)),
        ("[{users: [read]}]", "users", ("users", ("read",), None)),
        ("[{iam: []}, {users: [read], key: []}]", "users", ("users", ("read",), True)),
        ("[{users: [read], iam: []}]", "iam", ("iam", None, None)),
        ("[{}, {oauth: [read]}]", "none", ("none", None, None)),
        ("[{oauth: [], key: []}]", "none", ("none", None, True)),
        ("[]", "users", ("users", None, None)),
    ],
)
def test_authorizers_of_the_config_come_first(
    guard: Callable[..., Any], security: str, own: str, route: Any
) -> None:
    file = guard(security, own=own)
    assert _route(file) == route
    assert [str(each) for each in file.problems] == []
