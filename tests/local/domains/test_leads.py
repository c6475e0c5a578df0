"""Where a request to a custom domain is led: base paths, and routing rules before them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi_aws as aws
import pytest

from pulumi_apigw.graph import capture
from pulumi_apigw.local.domains import BasePath, Domain, Lead, RoutingRule, read_domains
from pulumi_apigw.local.requests import Request

ROOT = BasePath("", "home", "$default")
ORDERS = BasePath("orders", "orders", "dev")
NESTED = BasePath("orders/v2", "newer", "dev")


def led(
    path: str, headers: Any = (), *, rules: Any = (), base_paths: Any = (NESTED, ORDERS, ROOT)
) -> Lead | None:
    return Domain("api.example.com", base_paths, rules).lead(Request("GET", path, headers=headers))


@pytest.mark.parametrize(
    ("path", "lead"),
    [
        ("/", Lead("home", "$default", "/")),
        ("/ordersheet", Lead("orders", "dev", "/heet")),
        ("/orders/v22", Lead("newer", "dev", "/2")),
        ("/orders", Lead("orders", "dev", "/")),
        ("/orders/7", Lead("orders", "dev", "/7")),
        ("/orders/v2", Lead("newer", "dev", "/")),
        ("/orders/v2/7%20a", Lead("newer", "dev", "/7%20a")),
    ],
)
def test_the_longest_base_path_leads(path: str, lead: Lead) -> None:
    assert led(path) == lead


def test_nothing_leads_past_the_base_paths() -> None:
    assert led("/items", base_paths=(ORDERS,)) is None


def rule(*conditions: Any, strip: bool = False, priority: int = 1, api: str = "beta") -> RoutingRule:
    return RoutingRule(priority, conditions, api, "dev", strip)


def test_a_rule_looks_at_headers_before_base_paths() -> None:
    by_header = rule(((), (("x-version", "beta-*"),)))
    assert led("/orders/7", [("x-version", "beta-3")], rules=(by_header,)) == Lead("beta", "dev", "/orders/7")
    assert led("/orders/7", [("x-version", "alpha")], rules=(by_header,)) == Lead("orders", "dev", "/7")


def test_only_a_star_stands_for_other_characters() -> None:
    literal = rule(((), (("x-version", "a?[b]"),)))
    assert led("/", [("x-version", "a?[b]")], rules=(literal,)) == Lead("beta", "dev", "/")
    assert led("/", [("x-version", "axb")], rules=(literal,)) == Lead("home", "$default", "/")


def test_a_rule_keeps_its_base_path_unless_it_strips_it() -> None:
    below = (("orders",), ())
    assert led("/orders/7", rules=(rule(below),)) == Lead("beta", "dev", "/orders/7")
    assert led("/orders/7", rules=(rule(below, strip=True),)) == Lead("beta", "dev", "/7")
    assert led("/orders", rules=(rule(below, strip=True),)) == Lead("beta", "dev", "/")


def test_every_condition_of_a_rule_holds() -> None:
    both = rule((("orders",), ()), ((), (("x-version", "beta"),)))
    assert led("/orders/7", [("x-version", "beta")], rules=(both,)) == Lead("beta", "dev", "/orders/7")
    assert led("/orders/7", rules=(both,)) == Lead("orders", "dev", "/7")
    assert led("/7", [("x-version", "beta")], rules=(both,)) == Lead("home", "$default", "/7")


def domains(program: Callable[[], None]) -> dict[str, Domain]:
    return {each.name: each for each in read_domains(capture(program))}


def test_domains_of_either_generation_are_read_from_the_graph() -> None:
    def program() -> None:
        aws.apigatewayv2.ApiMapping("a", domain_name="new.example.com", api_id="h", stage="dev")
        aws.apigatewayv2.ApiMapping(
            "b", domain_name="new.example.com", api_id="h", stage="prod", api_mapping_key="orders/v1"
        )
        aws.apigateway.BasePathMapping(
            "c", domain_name="old.example.com", rest_api="r", stage_name="dev", base_path="v1"
        )

    found = domains(program)
    assert found["new.example.com"].base_paths == (
        BasePath("orders/v1", "h", "prod"),
        BasePath("", "h", "dev"),
    )
    assert found["old.example.com"].base_paths == (BasePath("v1", "r", "dev"),)


@pytest.mark.parametrize(
    ("mode", "counts"),
    [
        ("API_MAPPING_ONLY", (1, 0)),
        ("ROUTING_RULE_THEN_API_MAPPING", (1, 2)),
        ("ROUTING_RULE_ONLY", (0, 2)),
    ],
)
def test_the_routing_mode_says_what_counts(mode: str, counts: tuple[int, int]) -> None:
    def program() -> None:
        configuration = aws.apigatewayv2.DomainNameDomainNameConfigurationArgs(
            certificate_arn="arn", endpoint_type="REGIONAL", security_policy="TLS_1_2"
        )
        name = "api.example.com"
        aws.apigatewayv2.DomainName(
            "d", domain_name=name, domain_name_configuration=configuration, routing_mode=mode
        )
        aws.apigatewayv2.ApiMapping("m", domain_name=name, api_id="h", stage="dev")
        for priority in (20, 10):
            aws.apigatewayv2.RoutingRule(
                f"r{priority}",
                domain_name=name,
                priority=priority,
                conditions=[{"match_base_paths": {"any_ofs": ["v1"]}}],
                actions=[{"invoke_api": {"api_id": "r", "stage": "dev", "strip_base_path": True}}],
            )

    domain = domains(program)["api.example.com"]
    assert (len(domain.base_paths), len(domain.rules)) == counts
    assert [each.priority for each in domain.rules] == [10, 20][: counts[1]]


def test_a_name_comes_before_the_wildcard_that_covers_it() -> None:
    def program() -> None:
        for name in ("*.example.com", "api.example.com", "*.example.org"):
            aws.apigatewayv2.ApiMapping(name, domain_name=name, api_id="h", stage="dev")

    found = read_domains(capture(program))
    assert next(each.name for each in found if each.has("api.example.com")) == "api.example.com"
    assert next(each.name for each in found if each.has("www.example.com")) == "*.example.com"


@pytest.mark.parametrize("path", ["//orders/7", "/orders%2F7", "/Orders/7", "/ordersheet"])
def test_what_is_not_below_a_base_path_as_it_is_sent_is_not_led_there(path: str) -> None:
    assert led(path, base_paths=(ORDERS,)) is None
    assert led(path, base_paths=(ORDERS, ROOT)) == Lead("home", "$default", path)


def test_what_follows_a_base_path_is_left_as_it_is() -> None:
    assert led("/orders/") == Lead("orders", "dev", "/")
    assert led("/orders//7%2F8/") == Lead("orders", "dev", "//7%2F8/")


def test_a_wildcard_has_one_label_more() -> None:
    domain = Domain("*.example.com", (), ())
    assert domain.has("shop.example.com")
    assert not domain.has("example.com")
    assert not domain.has("a.b.example.com")
    assert not Domain("api.example.com", (), ()).has("web.example.com")
