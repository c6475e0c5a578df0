"""What people suffered with other tools, and what the config says before AWS is called (see PAINS.md)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pulumi_apigw.config.descriptions import field_descriptions
from pulumi_apigw.config.http import HttpApiConfig, HttpRouteConfig, RouteDefaultsConfig

Found = Callable[[str], list[str]]


def test_P5_a_limit_of_0_is_refused(found: Found) -> None:
    assert found("stages: {dev: {throttle: {burst_limit: 0}}}") == [
        "stages.dev.throttle.burst_limit: a limit of 0 answers every request with 429. "
        "Give more than 0, or leave it out."
    ]


def test_P9_a_guarded_preflight_is_refused(found: Found) -> None:
    api = "apis: {public: {cors: {allow_origins: ['*']}, routes: {OPTIONS /items: {}}}}"
    assert found(api) == [
        "apis.public.routes[\"OPTIONS /items\"]: 'OPTIONS /items' refuses every preflight, which comes "
        "without credentials. Say 'authorizer: none', or remove the route: 'cors' answers OPTIONS."
    ]


def test_P11_an_authorizer_is_defined_once_and_named_by_routes(found: Found) -> None:
    route = "apis: {public: {routes: {GET /a: {authorizer: {type: iam}}}}}"
    assert found(route) == ['apis.public.routes["GET /a"].authorizer: a mapping is not text. Give text.']


def test_P11_an_authorizer_that_is_not_attached_is_an_error(found: Found) -> None:
    assert found("apis: {public: {authorizers: {signed: {type: iam}}}}") == [
        "apis.public.authorizers.signed: authorizer 'signed' guards no route. "
        "Name it in a route or in 'defaults.authorizer', or remove it."
    ]


def test_P11_an_open_route_is_an_error_unless_it_says_so(found: Found) -> None:
    api = (
        "apis: {{public: {{authorizers: null, defaults: {{authorizer: null}}, routes: {{GET /items: {}}}}}}}"
    )
    assert found(api.format("{}")) == [
        "apis.public.routes[\"GET /items\"]: anybody may call 'GET /items'. "
        "Name an authorizer here or in 'defaults.authorizer'; if it is meant, say 'authorizer: none'."
    ]
    assert found(api.format("{authorizer: none}")) == []


AUTHORIZER = (
    "apis: {{public: {{authorizers: {{keys: {{type: lambda, function: api, {}}}}}, "
    "routes: {{GET /a: {{authorizer: keys}}}}}}}}"
)


@pytest.mark.parametrize(
    "formats",
    [
        "response: simple",
        "response: simple, payload_format: 2.0",
        "response: iam, payload_format: 2.0",
        "response: iam, payload_format: 1.0",
    ],
)
def test_P12_formats_that_agree(formats: str, found: Found) -> None:
    assert found(AUTHORIZER.format(formats)) == []


def test_P12_formats_that_do_not_agree(found: Found) -> None:
    assert found(AUTHORIZER.format("response: simple, payload_format: 1.0")) == [
        "apis.public.authorizers.keys: payload_format '1.0' has no simple responses: AWS reads an IAM "
        "policy. Use payload_format '2.0', or response 'iam' and return a policy."
    ]


@pytest.mark.parametrize(
    ("issuer", "message"),
    [
        (
            "http://login.example.com",
            "the issuer 'http://login.example.com' is no https URL. "
            "Give the `iss` claim of the tokens, such as 'https://login.example.com/'.",
        ),
        (
            "login.example.com",
            "the issuer 'login.example.com' is no https URL. "
            "Give the `iss` claim of the tokens, such as 'https://login.example.com/'.",
        ),
        (
            "https://login.example.com/?tenant=a",
            "the issuer 'https://login.example.com/?tenant=a' is no https URL. "
            "Give the `iss` claim of the tokens, such as 'https://login.example.com/'.",
        ),
        (
            "https://login.example.com/.well-known/openid-configuration",
            "the issuer 'https://login.example.com/.well-known/openid-configuration' is its discovery "
            "document. Leave out '/.well-known/openid-configuration'.",
        ),
    ],
)
def test_P13_an_issuer_that_aws_would_refuse(issuer: str, message: str, found: Found) -> None:
    """And its API does not become an open one: the refused authorizer still guards its routes."""
    api = f"apis: {{public: {{authorizers: {{customers: {{issuer: '{issuer}'}}}}}}}}"
    assert found(api) == [f"apis.public.authorizers.customers.issuer: {message}"]


@pytest.mark.parametrize(
    "issuer",
    [
        "https://login.example.com",
        "https://login.example.com/",
        "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123",
        "https://login.example.com:8443/realms/orders",
        "${ref.issuer}",
    ],
)
def test_P13_an_issuer(issuer: str, found: Found) -> None:
    assert found(f"apis: {{public: {{authorizers: {{customers: {{issuer: '{issuer}'}}}}}}}}") == []


def test_P32_a_stage_without_a_name_in_its_path_is_offered(found: Found) -> None:
    assert found("apis: {public: {default_stage: true}}") == []
    description = field_descriptions(HttpApiConfig)["default_stage"]
    assert "whose URL and `rawPath` carry no stage name" in description


@pytest.mark.parametrize("path", ["/items/", "/items/{id}/"])
def test_P33_a_slash_at_the_end_is_refused_with_advice(path: str, found: Found) -> None:
    assert found(f"apis: {{public: {{routes: {{'GET {path}': {{}}}}}}}}") == [
        f"apis.public.routes[\"GET {path}\"]: path {path!r} ends with '/', which no route does. "
        f"Did you mean 'GET {path[:-1]}'? Clients that ask for {path!r} get 404, "
        "unless '$default' is a route."
    ]


def test_P34_what_a_payload_format_does_to_headers_is_stated() -> None:
    description = field_descriptions(RouteDefaultsConfig)["payload_format"]
    assert (
        "2.0 joins the values of a repeated header with commas and\nputs cookies in `cookies`" in description
    )
    assert "1.0 also has each value, in `multiValueHeaders`" in description
    assert field_descriptions(HttpRouteConfig)["payload_format"]
