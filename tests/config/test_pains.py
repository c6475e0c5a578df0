"""What people suffered with other tools, and what the config says before AWS is called (see PAINS.md)."""

from __future__ import annotations

import pathlib
from collections.abc import Callable

import pytest

from pulumi_apigw.config import read_config
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


def test_P10_logs_that_nobody_may_write_are_found(found_rest: Found) -> None:
    fact = "nobody may write it: 'access_log_role' is 'none'"
    fix = "Say 'access_log_role: create', or 'adopt' where the account has one; else remove it."
    assert found_rest("access_log_role: none\napis: {public: {execution_log: {level: ERROR}}}") == [
        f"apis.public.execution_log: {fact}. {fix}"
    ]
    assert found_rest("access_log_role: create\napis: {public: {execution_log: {level: ERROR}}}") == []


def test_P11_an_open_route_of_a_rest_api_is_found(found_rest: Found) -> None:
    assert found_rest("apis: {public: {routes: {POST /a: {authorizer: none}}}}") == []
    (problem,) = found_rest(
        "apis: {public: {defaults: {authorizer: null}, routes: {GET /a: {authorizer: customers}}}}"
    )
    assert problem.startswith("apis.public.routes[\"GET /items\"]: anybody may call 'GET /items'.")


def test_P14_a_validator_without_effect_is_found(found_rest: Found) -> None:
    assert found_rest("apis: {public: {routes: {POST /a: {validation: body}}}}") == [
        "apis.public.routes[\"POST /a\"].validation: no request to 'POST /a' is refused: it declares nothing "
        "that is validated. Give 'body', the name of a model, or remove it."
    ]


@pytest.mark.parametrize("value", ["short", "abcdefghijklmnopqrstuvwxyz0123456789", "${stage.key}"])
def test_P21_the_value_of_an_api_key_stands_in_no_file(value: str, found_rest: Found) -> None:
    """And is not printed, though it is wrong."""
    (problem,) = found_rest(
        f"apis: {{public: {{defaults: {{api_key: true}}, api_keys: {{acme: {{value: '{value}'}}}}, "
        "usage_plans: {basic: {api_keys: [acme]}}}}\n"
        "stage_variables: {key: {default: abcdefghijklmnopqrstuvwxyz}}"
    )
    assert problem == (
        "apis.public.api_keys.acme.value: the value of an API key would stand in this file. Give ${ref.name} "
        "for one of 20 to 128 letters and digits that the program supplies, or leave it out: AWS makes one."
    )


def test_P22_every_body_as_binary_is_taken_with_advice(found_rest: Found) -> None:
    (problem,) = found_rest('apis: {public: {binary_media_types: ["*/*"], cors: {allow_origins: ["*"]}}}')
    assert problem.startswith("advice: apis.public.binary_media_types[0]: every body is binary, text too")


@pytest.mark.parametrize(
    "option",
    ["content_handling: CONVERT_TO_TEXT", "cache: {ttl_seconds: 60}"],
)
def test_P23_streams_take_nothing_that_needs_the_whole_answer(option: str, found_rest: Found) -> None:
    name = option.partition(":")[0]
    route = f"GET /a: {{stream: true, authorizer: none, {option}}}"
    routes = f"{{GET /items: {{cache: {{enabled: false}}}}, {route}}}"
    api = f"{{public: {{cache: {{size_gb: 0.5}}, routes: {routes}}}}}"
    assert found_rest(f"functions: {{api: {{runtime: nodejs24.x}}}}\napis: {api}") == [
        f'apis.public.routes["GET /a"].{name}: a streamed answer is never whole here. '
        "Remove it, or 'stream'."
    ]


def test_P24_a_timeout_over_29_s_needs_the_quota_stated(found_rest: Found) -> None:
    route = "routes: {GET /a: {timeout_ms: 60000}}"
    assert found_rest(f"apis: {{public: {{{route}}}}}") == [
        'apis.public.routes["GET /a"].timeout_ms: AWS waits 29000 ms at most, and not 60000. Lower it, give '
        "'quotas.timeout_ms' what AWS raised your quota to, or say 'stream: true'."
    ]
    assert found_rest(f"apis: {{public: {{quotas: {{timeout_ms: 60000}}, {route}}}}}") == []
    streaming = "functions: {api: {runtime: nodejs24.x}}"
    route = "apis: {public: {routes: {GET /a: {timeout_ms: 900000, stream: true}}}}"
    assert found_rest(f"{streaming}\n{route}") == []


def test_P29_two_variables_at_one_place_are_an_error_with_both_lines(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "api.yaml"
    (tmp_path / "src").mkdir()
    path.write_text(
        "service: orders\n"
        "functions: {api: {runtime: nodejs22.x, handler: index.handler, source: src}}\n"
        "apis:\n"
        "  public:\n"
        "    protocol: rest\n"
        "    defaults: {function: api}\n"
        "    routes:\n"
        "      GET /items/{id}: {authorizer: none}\n"
        "      GET /items/{name}/parts: {authorizer: none}\n"
        "stages: {dev: {}}\n"
    )
    (problem,) = read_config(path).problems
    assert str(problem) == (
        f"{path}:9 apis.public.routes[\"GET /items/{{name}}/parts\"]: 'GET /items/{{name}}/parts' has "
        f"{{name}} where 'GET /items/{{id}}' ({path}:8) has {{id}}. A REST API takes one variable at a "
        "place: write the same, or put text before it."
    )
