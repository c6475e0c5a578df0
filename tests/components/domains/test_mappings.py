"""Base paths and routing rules: which API a request is led to, of one service and of several."""

from __future__ import annotations

from typing import Any

import pulumi

from pulumi_apigw import Service, ServiceArgs
from pulumi_apigw.graph import ResourceGraph, capture

from ..conftest import OPEN, deployed
from .conftest import (
    COMPONENT,
    DOMAIN,
    HTTP,
    MAPPING,
    OLDER_DOMAIN,
    REST,
    RULE,
    WEBSOCKET,
    at,
)

NAME = "orders-api.example.com"
API = "aws:apigatewayv2/api:Api"
REST_API = "aws:apigateway/restApi:RestApi"
OWN = {"name": "api.example.com", "zone": "Z1"}


def mapped(graph: ResourceGraph) -> dict[str, str]:
    """Which API each mapping leads to, by the mapping's name."""
    names = {each.id: each.name for type_ in (API, REST_API) for each in graph.of_type(type_)}
    return {each.name: names[each.inputs["apiId"]] for each in graph.of_type(MAPPING)}


def test_http_and_rest_apis_share_a_domain() -> None:
    apis = {"public": HTTP, "orders": REST}
    graph = deployed(at({**OWN, "apis": {"public": ["", "web"], "orders": "orders/v1"}}, apis))
    assert mapped(graph) == {
        f"{NAME}/(root)": "orders-public",
        f"{NAME}/web": "orders-public",
        f"{NAME}/orders/v1": "orders-orders",
    }
    assert graph.exports["domain_urls"] == {
        "public": {"dev": ["https://api.example.com", "https://api.example.com/web"]},
        "orders": {"dev": ["https://api.example.com/orders/v1"]},
    }
    assert "apiMappingKey" not in graph.find(MAPPING, f"{NAME}/(root)").inputs


def test_P37_a_mapping_leads_to_the_stage_whatever_its_name() -> None:
    graph = deployed(at(OWN, {"public": {**HTTP, "default_stage": True}}))
    assert graph.find(MAPPING, f"{NAME}/(root)").inputs["stage"] == "$default"


def test_a_websocket_api_has_a_domain_of_its_own() -> None:
    domains = [{**OWN, "apis": {"public": ""}}, {"name": "live.example.com", "apis": {"live": "v1"}}]
    graph = deployed(at(domains, {"public": HTTP, "live": WEBSOCKET}))
    assert mapped(graph)["orders-live.example.com/v1"] == "orders-live"
    assert graph.exports["domain_urls"]["live"] == {"dev": ["wss://live.example.com/v1"]}
    assert sorted(each.name for each in graph.of_type(COMPONENT)) == [NAME, "orders-live.example.com"]


def test_P37_a_second_version_beside_the_first_leaves_it_as_it_is() -> None:
    apis = {"first": HTTP, "second": HTTP}

    def made(paths: dict[str, str]) -> dict[str, Any]:
        graph = deployed(at({**OWN, "apis": paths}, apis))
        return {each.urn: each.inputs for each in graph.resources if each.type in (DOMAIN, MAPPING)}

    alone, both = made({"first": "v1"}), made({"first": "v1", "second": "v2"})
    assert {urn: both[urn] for urn in alone} == alone
    assert [urn.rpartition("::")[2] for urn in both.keys() - alone.keys()] == [f"{NAME}/v2"]


def test_P37_a_base_path_that_another_api_takes_over_is_the_same_mapping() -> None:
    apis = {"first": HTTP, "second": HTTP}
    before = deployed(at({**OWN, "apis": {"first": "v1"}}, apis))
    after = deployed(at({**OWN, "apis": {"second": "v1"}}, apis))
    assert [each.urn for each in before.of_type(MAPPING)] == [each.urn for each in after.of_type(MAPPING)]
    assert mapped(before) == {f"{NAME}/v1": "orders-first"}
    assert mapped(after) == {f"{NAME}/v1": "orders-second"}


def test_P37_mappings_and_rules_are_deleted_before_they_are_replaced() -> None:
    rules = {"next": {"priority": 1, "base_path": "v2", "api": "public"}}
    graph = deployed(at({**OWN, "base_path": "v1", "routing_rules": rules}, {"public": REST}))
    assert graph.find(MAPPING, f"{NAME}/v1").delete_before_replace
    assert graph.find(RULE, f"{NAME}.next").delete_before_replace


def test_P40_routing_rules_are_looked_at_before_base_paths() -> None:
    rules = {
        "beta": {"priority": 10, "headers": {"x-version": "beta*", "x-team": "${ref.team}"}, "api": "beta"},
        "next": {"priority": 20, "base_path": "orders/v2", "api": "beta", "strip_base_path": True},
    }
    apis = {"public": REST, "beta": REST}
    written = at({**OWN, "apis": {"public": ""}, "routing_rules": rules}, apis)
    graph = deployed(written, refs=lambda: {"team": "core"})
    beta = graph.find(REST_API, "orders-beta").id
    assert graph.find(DOMAIN, NAME).inputs["routingMode"] == "ROUTING_RULE_THEN_API_MAPPING"
    assert graph.find(RULE, f"{NAME}.beta").inputs == {
        "domainName": "api.example.com",
        "priority": 10,
        "conditions": [
            {"matchHeaders": {"anyOf": {"header": "x-version", "valueGlob": "beta*"}}},
            {"matchHeaders": {"anyOf": {"header": "x-team", "valueGlob": "core"}}},
        ],
        "actions": [{"invokeApi": {"apiId": beta, "stage": "dev", "stripBasePath": False}}],
    }
    assert graph.find(RULE, f"{NAME}.next").inputs == {
        "domainName": "api.example.com",
        "priority": 20,
        "conditions": [{"matchBasePaths": {"anyOfs": ["orders/v2"]}}],
        "actions": [{"invokeApi": {"apiId": beta, "stage": "dev", "stripBasePath": True}}],
    }
    # A rule that asks for headers too has no URL that is enough.
    assert graph.exports["domain_urls"]["beta"] == {"dev": ["https://api.example.com/orders/v2"]}
    variables = graph.find("aws:lambda/function:Function", "orders-api").inputs["environment"]["variables"]
    assert variables == {"BASE_PATHS": "orders/v2"}


def test_P40_rules_alone_leave_no_mapping() -> None:
    rules = {"all": {"priority": 1, "headers": {"host": "*"}, "api": "public"}}
    alone = {**OWN, "routing_mode": "ROUTING_RULE_ONLY", "routing_rules": rules}
    graph = deployed(at(alone, {"public": REST}))
    assert graph.find(DOMAIN, NAME).inputs["routingMode"] == "ROUTING_RULE_ONLY"
    assert graph.of_type(MAPPING) == ()


def test_P40_the_older_api_has_other_words_for_the_mode() -> None:
    enhanced = {"security_policy": "SecurityPolicy_TLS13_1_3_2025_09", "endpoint_access_mode": "STRICT"}
    rules = {"next": {"priority": 1, "base_path": "v2", "api": "public"}}
    graph = deployed(at({**OWN, **enhanced, "routing_rules": rules}, {"public": REST}))
    mode = graph.find(OLDER_DOMAIN, NAME).inputs["routingMode"]
    assert mode == "ROUTING_RULE_THEN_BASE_PATH_MAPPING"


def test_P40_a_domain_without_rules_says_nothing_of_its_mode() -> None:
    assert "routingMode" not in deployed(at(OWN)).find(DOMAIN, NAME).inputs


def test_P37_two_services_share_a_domain_that_one_of_them_makes() -> None:
    def service(name: str, domain: dict[str, Any], stack: str) -> ResourceGraph:
        written = at(domain, {"public": {"routes": {"GET /": OPEN}}}) | {"service": name}

        def program() -> None:
            Service(name, ServiceArgs(config=written, stage="dev")).export()

        return capture(program, project=name, stack=stack)

    makes = service("orders", {**OWN, "base_path": "orders"}, "dev")
    shares = service("carts", {"existing": "api.example.com", "base_path": "carts"}, "dev")
    assert [each.name for each in makes.of_type(DOMAIN)] == [NAME]
    # The other has its mapping there and nothing else, so that nothing else goes with it.
    own = [each for each in shares.resources if "example.com" in each.name]
    assert [(each.type, each.name) for each in own] == [
        (COMPONENT, "carts-api.example.com"),
        (MAPPING, "carts-api.example.com/carts"),
    ]
    keys = [each.inputs["apiMappingKey"] for graph in (makes, shares) for each in graph.of_type(MAPPING)]
    assert keys == ["orders", "carts"]
    assert shares.exports["domain_urls"] == {"public": {"dev": ["https://api.example.com/carts"]}}
    assert "dns_records" not in shares.exports


def test_what_a_program_makes_of_an_url_comes_after_the_mapping() -> None:
    known: list[pulumi.Output[Any]] = []

    def program() -> None:
        service = Service("orders", ServiceArgs(config=at(OWN)))
        known.append(service.domains["api.example.com"].urls)
        pulumi.export("after", service.domains["api.example.com"].mappings["(root)"].id)

    graph = capture(program, project="orders")
    assert graph.exports["after"] == graph.find(MAPPING, f"{NAME}/(root)").id
    assert known
