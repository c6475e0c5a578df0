from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.plan.model import (
    FunctionIntegrationPlan,
    HttpProxyPlan,
    PrivateIntegrationPlan,
    TargetPlan,
)

from .conftest import http_api

LISTENER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/inside/1a2b/3c4d"
LINKS = {"inside": {"id": "abc123"}, "other": {"id": "def456"}}


def http(url: str, **more: Any) -> dict[str, Any]:
    return {"integration": {"type": "http", "url": url, **more}}


def private(target: str = LISTENER, link: str = "inside", **more: Any) -> dict[str, Any]:
    return {"integration": {"type": "private", "vpc_link": link, "target_arn": target, **more}}


def names(*routes: tuple[str, dict[str, Any]], **api: Any) -> list[str]:
    """Names of the integrations that the routes call, a route each."""
    used = {"vpc_links": LINKS} if any("vpc_link" in str(route) for _, route in routes) else {}
    return [route.integration for route in http_api(dict(routes), **used, **api).routes]


def test_a_function() -> None:
    plan = http_api({"GET /items": {"payload_format": "1.0", "timeout_ms": 5000}})
    assert plan.integrations == (
        FunctionIntegrationPlan(
            name="api payload 1.0 5000ms",
            target=TargetPlan(function="api", aliases=("dev",), variable="lambda_alias"),
            payload_format="1.0",
            timeout_ms=5000,
        ),
    )


def test_a_url() -> None:
    parameters = {"append:header.x": "$context.requestId", "remove:querystring.debug": ""}
    responses = {"500": {"overwrite:statuscode": "503", "remove:header.server": ""}}
    plan = http_api(
        {
            "GET /a/{id}": {
                **http("https://a.example.com/{id}"),
                "request_parameters": parameters,
                "response_parameters": responses,
            }
        }
    )
    assert plan.integrations == (
        HttpProxyPlan(
            name="GET https://a.example.com/{id} GET /a/{}",
            url="https://a.example.com/{id}",
            method="GET",
            timeout_ms=30_000,
            # AWS takes two apostrophes for the value of what is removed, and refuses nothing.
            request_parameters={"append:header.x": "$context.requestId", "remove:querystring.debug": "''"},
            response_parameters={"500": {"overwrite:statuscode": "503", "remove:header.server": "''"}},
        ),
    )


def test_a_private_target() -> None:
    plan = http_api(
        {"ANY /b/{proxy+}": private(method="POST", tls_server_name="b.example.com")},
        vpc_links={"inside": {"id": "abc123"}},
        default_stage=True,
    )
    assert plan.integrations == (
        PrivateIntegrationPlan(
            name="POST inside listener/app/inside/1a2b/3c4d as b.example.com",
            vpc_link="inside",
            target_arn=LISTENER,
            method="POST",
            tls_server_name="b.example.com",
            timeout_ms=30_000,
        ),
    )


@pytest.mark.parametrize(
    ("default_stage", "own", "sent"),
    [
        (False, {}, {"overwrite:path": "$request.path"}),
        (False, {"overwrite:path": "/fixed"}, {"overwrite:path": "/fixed"}),
        (False, {"append:header.x": "1"}, {"overwrite:path": "$request.path", "append:header.x": "1"}),
        (True, {}, {}),
        (True, {"overwrite:path": "/fixed"}, {"overwrite:path": "/fixed"}),
    ],
)
def test_P32_a_named_stage_does_not_reach_a_private_target(
    default_stage: bool, own: dict[str, str], sent: dict[str, str]
) -> None:
    plan = http_api(
        {"ANY /{proxy+}": {**private(), "request_parameters": own}},
        vpc_links={"inside": {"id": "abc123"}},
        default_stage=default_stage,
    )
    (integration,) = plan.integrations
    assert isinstance(integration, PrivateIntegrationPlan)
    assert integration.request_parameters == sent


def test_P32_a_public_url_has_no_stage_in_it_to_take_out() -> None:
    (integration,) = http_api({"ANY /{proxy+}": http("https://a.example.com/{proxy}")}).integrations
    assert isinstance(integration, HttpProxyPlan)
    assert integration.request_parameters == {}


def test_routes_with_the_same_target_share_an_integration() -> None:
    plan = http_api({f"GET /{number}": {} for number in range(5)})
    assert [each.name for each in plan.integrations] == ["api"]
    assert all(plan.integration(route).name == "api" for route in plan.routes)


def test_one_url_called_by_one_method_is_one_integration() -> None:
    url = http("https://a.example.com", method="GET")
    assert names(("GET /a", url), ("POST /b", url)) == ["GET https://a.example.com"] * 2


DIFFERENT: list[dict[str, Any]] = [
    {},
    {"function": "gate"},
    {"payload_format": "1.0"},
    {"timeout_ms": 5000},
    {"request_parameters": {"append:header.x": "1"}},
    {"response_parameters": {"404": {"overwrite:statuscode": "410"}}},
    http("https://a.example.com"),
    http("https://a.example.com", method="POST"),
    # A reference is no host of that name.
    http("https://${ref.host}"),
    http("https://host"),
    private(),
    private(link="other"),
    private("${ref.listener}"),
    {**private(), "timeout_ms": 5000},
    private(tls_server_name="5000ms"),
]


def test_P17_what_differs_has_a_name_of_its_own() -> None:
    found = names(*((f"GET /{number}", route) for number, route in enumerate(DIFFERENT)))
    assert len(set(found)) == len(DIFFERENT)


def test_P17_names_are_made_of_what_is_called() -> None:
    assert names(*((f"GET /{number}", route) for number, route in enumerate(DIFFERENT[:8]))) == [
        "api",
        "gate",
        "api payload 1.0",
        "api 5000ms",
        "api GET /4",
        "api GET /5",
        "GET https://a.example.com",
        "POST https://a.example.com",
    ]


def test_P17_a_new_default_renames_nothing() -> None:
    routes: list[tuple[str, dict[str, Any]]] = [("GET /a", {}), ("GET /b", {"timeout_ms": 5000})]
    before = names(*routes)
    assert names(*routes, defaults={"function": "api", "timeout_ms": 7000, "payload_format": "1.0"}) == before


def test_P17_a_route_more_or_less_renames_no_other() -> None:
    routes = [(f"GET /{number}", route) for number, route in enumerate(DIFFERENT)]
    assert names(*routes[3:]) == names(*routes)[3:]


def test_P17_a_name_does_not_end_a_urn() -> None:
    assert names(("GET /a", http("http://[::1]:8080"))) == ["GET http://[:1]:8080"]
