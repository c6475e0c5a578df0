"""CORS of a REST API: preflights, gateway responses and the answers that API Gateway makes."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.local.rest.vtl import Members, render
from pulumi_apigw.plan.rest.model import GatewayResponsePlan, IntegrationResponsePlan, MethodPlan

from .conftest import ORIGIN, TWO_ORIGINS, method, rest_api

ONE = {"allow_origins": [ORIGIN]}
TWO = {"allow_origins": TWO_ORIGINS}
METHODS = "'GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS'"
CHOICE = """\
#set($origin = $input.params().header.get("Origin"))
#if(!$origin || $origin == "")#set($origin = $input.params().header.get("origin"))#end
#if({tests})#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end"""
CHOICE_OF_TWO = CHOICE.replace("{tests}", f'$origin == "{TWO_ORIGINS[0]}" || $origin == "{TWO_ORIGINS[1]}"')


def preflight(cors: dict[str, Any], key: str = "GET /items") -> MethodPlan:
    (found,) = [each for each in rest_api({key: {}}, cors=cors).methods if each.preflight]
    return found


def answer(cors: dict[str, Any]) -> IntegrationResponsePlan:
    (found,) = preflight(cors).integration.responses
    return found


def preflights(*keys: str, cors: dict[str, Any] | None = ONE) -> list[str]:
    return [each.key for each in rest_api({key: {} for key in keys}, cors=cors).methods if each.preflight]


def test_P9_every_path_answers_preflights_once() -> None:
    keys = ["GET /items", "POST /items", "ANY /items/{id}", "GET /", "GET /deep/down/{path+}"]
    assert preflights(*keys) == [
        "OPTIONS /items",
        "OPTIONS /items/{id}",
        "OPTIONS /",
        "OPTIONS /deep/down/{path+}",
    ]


def test_P45_paths_on_the_way_that_are_no_routes_get_nothing() -> None:
    assert preflights("GET /a/b/c") == ["OPTIONS /a/b/c"]


def test_P45_no_preflight_without_cors() -> None:
    assert preflights("GET /items", cors=None) == []


def test_P9_an_own_options_route_is_left_alone() -> None:
    plan = rest_api({"OPTIONS /items": {}, "GET /items": {}, "GET /other": {}}, cors=ONE)
    assert [(each.key, each.preflight) for each in plan.methods] == [
        ("OPTIONS /items", False),
        ("GET /items", False),
        ("GET /other", False),
        ("OPTIONS /other", True),
    ]


def test_P9_preflights_are_open_where_everything_else_is_guarded() -> None:
    plan = rest_api(
        {"ANY /{proxy+}": {"authorizer": "gate"}},
        cors=ONE,
        authorizers={"gate": {"type": "lambda", "function": "gate"}},
        api_keys={"shop": {}},
        usage_plans={"basic": {"api_keys": ["shop"]}},
        defaults={"function": "api", "api_key": True},
    )
    guarded, open_one = plan.methods
    assert (guarded.authorization, guarded.api_key) == ("CUSTOM", True)
    assert open_one.preflight
    assert (open_one.authorization, open_one.authorizer, open_one.api_key) == ("NONE", None, False)
    assert open_one.validation == "none"


def test_P22_the_preflights_template_stays_text_where_everything_is_binary() -> None:
    plan = rest_api({"GET /items": {}}, cors=ONE, binary_media_types=["*/*"])
    integration = plan.methods[-1].integration
    assert integration.content_handling == "CONVERT_TO_TEXT"
    assert integration.request_templates == {"application/json": '{"statusCode": 204}'}


def test_a_preflight_declares_its_paths_variables_and_its_headers() -> None:
    found = preflight(TWO, "GET /shops/{shop}/{path+}")
    assert [(each.place, each.name, each.required) for each in found.parameters] == [
        ("path", "shop", True),
        ("path", "path", True),
    ]
    (response,) = found.responses
    assert (response.status, list(response.headers)) == (
        "204",
        [
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Methods",
            "Access-Control-Allow-Headers",
            "Access-Control-Max-Age",
            "Vary",
        ],
    )


def test_P9_one_origin_is_a_constant() -> None:
    assert answer(ONE) == IntegrationResponsePlan(
        selection="default",
        status="204",
        headers={
            "Access-Control-Allow-Origin": f"'{ORIGIN}'",
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": "'authorization,content-type'",
            "Access-Control-Max-Age": "'3600'",
        },
    )


def test_P9_every_origin_is_a_constant() -> None:
    found = answer({"allow_origins": ["*"], "allow_methods": ["*"], "allow_headers": ["*"]})
    assert found.headers == {
        "Access-Control-Allow-Origin": "'*'",
        "Access-Control-Allow-Methods": "'*'",
        "Access-Control-Allow-Headers": "'*'",
        "Access-Control-Max-Age": "'3600'",
    }
    assert found.templates == {}


def test_P9_of_several_origins_the_callers_own_is_named_where_it_is_one_of_them() -> None:
    found = answer(TWO)
    assert found.templates == {"application/json": CHOICE_OF_TWO}
    assert "Access-Control-Allow-Origin" not in found.headers
    assert found.headers["Vary"] == "'Origin'"


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        ({"Origin": TWO_ORIGINS[0]}, TWO_ORIGINS[0]),
        # HTTP/2 writes names of headers in small letters.
        ({"origin": TWO_ORIGINS[1]}, TWO_ORIGINS[1]),
        ({"Origin": "", "origin": TWO_ORIGINS[1]}, TWO_ORIGINS[1]),
        ({"Origin": "https://evil.example.com"}, None),
        ({"Origin": f"{ORIGIN}.evil.example.com"}, None),
        ({}, None),
    ],
)
def test_P9_what_the_choice_names(headers: dict[str, str], named: str | None) -> None:
    (template,) = answer(TWO).templates.values()
    override: dict[str, dict[str, str]] = {"header": {}}
    params = Members({"params": lambda: {"header": headers}})
    assert render(template, {"input": params, "context": {"responseOverride": override}}).strip() == ""
    assert override["header"].get("Access-Control-Allow-Origin") == named


def test_the_rest_of_a_preflight_is_as_configured() -> None:
    found = answer(
        {
            "allow_origins": [ORIGIN],
            "allow_methods": ["GET", "POST"],
            "allow_headers": ["x-tenant"],
            "allow_credentials": True,
            "max_age_seconds": 60,
            "expose_headers": ["x-page"],
        }
    )
    assert found.headers == {
        "Access-Control-Allow-Origin": f"'{ORIGIN}'",
        "Access-Control-Allow-Methods": "'GET,POST'",
        "Access-Control-Allow-Headers": "'x-tenant'",
        "Access-Control-Max-Age": "'60'",
        "Access-Control-Allow-Credentials": "'true'",
    }


@pytest.mark.parametrize(
    ("cors", "headers"),
    [
        (ONE, {"Access-Control-Allow-Origin": f"'{ORIGIN}'"}),
        ({"allow_origins": ["*"]}, {"Access-Control-Allow-Origin": "'*'"}),
        (TWO, {"Access-Control-Allow-Origin": "method.request.header.Origin", "Vary": "'Origin'"}),
        (
            {**ONE, "allow_credentials": True, "expose_headers": ["x-page", "x-total"]},
            {
                "Access-Control-Allow-Origin": f"'{ORIGIN}'",
                "Access-Control-Allow-Credentials": "'true'",
                "Access-Control-Expose-Headers": "'x-page,x-total'",
            },
        ),
    ],
)
def test_P9_pages_can_read_what_api_gateway_refuses_with(
    cors: dict[str, Any], headers: dict[str, str]
) -> None:
    assert rest_api(cors=cors).gateway_responses == (
        GatewayResponsePlan(type="DEFAULT_4XX", status=None, headers=headers),
        GatewayResponsePlan(type="DEFAULT_5XX", status=None, headers=headers),
    )


def test_P9_answers_that_a_template_makes_have_the_headers_too() -> None:
    found = method(
        {
            "integration": {"type": "mock"},
            "integration_responses": {
                "default": {"status": "200", "templates": {"application/json": '{"ok": true}'}},
                "4\\d{2}": {"status": "400", "headers": {"X-Error": "'yes'"}},
            },
        },
        cors={**ONE, "allow_credentials": True},
    )
    added = {
        "Access-Control-Allow-Origin": f"'{ORIGIN}'",
        "Access-Control-Allow-Credentials": "'true'",
    }
    assert [(each.headers, each.templates) for each in found.integration.responses] == [
        (added, {"application/json": '{"ok": true}'}),
        ({"X-Error": "'yes'", **added}, {}),
    ]
    assert {each.status: list(each.headers) for each in found.responses} == {
        "200": list(added),
        "400": ["X-Error", *added],
    }


def test_P9_of_several_origins_a_template_names_the_callers() -> None:
    found = method({"integration": {"type": "mock", "body": "{}"}}, cors=TWO)
    (response,) = found.integration.responses
    assert response.headers == {"Vary": "'Origin'"}
    assert response.templates == {"application/json": f"{CHOICE_OF_TWO}\n{{}}"}
    assert [list(each.headers) for each in found.responses] == [["Vary", "Access-Control-Allow-Origin"]]


def test_P9_a_body_that_no_template_changes_goes_on_as_it_is() -> None:
    backend = {"type": "http", "url": "https://example.com", "proxy": False}
    (response,) = method({"integration": backend}, cors=TWO).integration.responses
    assert response.templates == {"application/json": f"{CHOICE_OF_TWO}\n$input.body"}


def test_P9_a_body_that_can_be_binary_gets_no_template_that_would_make_text_of_it() -> None:
    backend = {"type": "http", "url": "https://example.com", "proxy": False}
    found = method({"integration": backend}, cors=TWO, binary_media_types=["image/png"])
    assert [each.templates for each in found.integration.responses] == [{}]


def test_P9_a_template_that_names_an_origin_itself_is_left_alone() -> None:
    """API Gateway answers 5XX where a header is set twice."""
    own = '#set($context.responseOverride.header.access-control-allow-origin = "https://own.example.com")'
    written = {"default": {"templates": {"application/json": own, "text/plain": "-"}}}
    found = method({"integration": {"type": "mock"}, "integration_responses": written}, cors=TWO)
    assert [each.templates for each in found.integration.responses] == [
        {"application/json": own, "text/plain": f"{CHOICE_OF_TWO}\n-"}
    ]


@pytest.mark.parametrize("cors", [ONE, TWO])
def test_P9_a_header_that_is_written_wins(cors: dict[str, Any]) -> None:
    own = {"access-control-allow-origin": "'https://own.example.com'"}
    found = method(
        {"integration": {"type": "mock"}, "integration_responses": {"default": {"headers": own}}}, cors=cors
    )
    (response,) = found.integration.responses
    assert response.headers["access-control-allow-origin"] == "'https://own.example.com'"
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.templates == {}


@pytest.mark.parametrize(
    "integration", [None, {"type": "http", "url": "https://example.com"}], ids=["function", "proxy"]
)
def test_P45_what_passes_answers_through_sets_its_headers_itself(integration: Any) -> None:
    found = method({"integration": integration}, cors=ONE)
    assert (found.integration.responses, found.responses) == ((), ())
