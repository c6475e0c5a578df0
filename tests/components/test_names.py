"""Logical names: readable, stable, and each resource's own."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pulumi_apigw import Service, ServiceArgs
from pulumi_apigw.graph import ResourceGraph, capture

from .conftest import BUILT, ROUTE, STAGE, api, config, deployed


def names(graph: ResourceGraph) -> set[tuple[str, str]]:
    return {(each.type, each.name) for each in graph.resources}


def test_P17_names_that_meet_where_they_are_joined_are_names_of_two_resources() -> None:
    policy = "arn:aws:iam::aws:policy/c"

    def function(alias_variable: str) -> dict[str, Any]:
        return {**BUILT, "alias_variable": alias_variable, "managed_policy_arns": [policy]}

    def guarded(name: str, link: str, called: str) -> dict[str, Any]:
        private = {"type": "private", "vpc_link": link, "target_arn": "${ref.target}"}
        return {
            "authorizers": {name: {"type": "lambda", "function": called}},
            "vpc_links": {link: {"subnet_ids": ["subnet-1"]}},
            "routes": {
                "GET /": {"function": called, "authorizer": name},
                "GET /private": {"integration": private, "authorizer": name},
            },
        }

    written = config(
        functions={"a": function("one"), "a-b": function("two"), "b-c": BUILT, "c": BUILT},
        apis={"a": guarded("b-c", "b-c", "b-c"), "a-b": guarded("c", "c", "c")},
        stage_variables={"one": {"default": "b-c"}, "two": {"default": "c"}},
    )
    listener = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/x/1/2"
    graph = deployed(written, refs=lambda: {"target": listener})
    urns = [each.urn for each in graph.resources]
    assert len(urns) == len(set(urns))
    assert {"orders-a.b-c", "orders-a-b.c"} <= {each.name for each in graph.resources}


def test_P17_nothing_in_a_name_is_a_hash_or_a_position() -> None:
    graph = deployed(api({"GET /items/{id}": {}, "POST /items": {"timeout_ms": 5000}}))
    assert names(graph) == {
        ("apigw:index:Service", "orders"),
        ("apigw:index:Function", "orders-api"),
        ("aws:cloudwatch/logGroup:LogGroup", "orders-api.logs"),
        ("aws:iam/role:Role", "orders-api.role"),
        ("aws:iam/rolePolicy:RolePolicy", "orders-api.policy"),
        ("aws:lambda/function:Function", "orders-api"),
        ("aws:lambda/alias:Alias", "orders-api.dev"),
        ("apigw:index:HttpApi", "orders-public"),
        ("aws:apigatewayv2/api:Api", "orders-public"),
        ("aws:apigatewayv2/integration:Integration", "orders-public.api"),
        ("aws:apigatewayv2/integration:Integration", "orders-public.api 5000ms"),
        ("aws:apigatewayv2/route:Route", "orders-public.GET /items/{}"),
        ("aws:apigatewayv2/route:Route", "orders-public.POST /items"),
        ("aws:lambda/permission:Permission", "orders-public.api.dev"),
        ("apigw:index:Stage", "orders-public.dev"),
        ("aws:cloudwatch/logGroup:LogGroup", "orders-public.dev.access-log"),
        ("aws:apigatewayv2/stage:Stage", "orders-public.dev"),
    }


@pytest.mark.parametrize(
    "change",
    [
        # An order of keys, a new default, a route before the others: no name of what stays is another one.
        lambda routes: dict(reversed(routes.items())),
        lambda routes: {"GET /first": {}, **routes},
    ],
)
def test_P17_a_change_renames_nothing_else(change: Any) -> None:
    routes = {"GET /a": {}, "POST /b": {"timeout_ms": 5000}, "$default": {"payload_format": "1.0"}}
    assert names(deployed(api(routes))) <= names(deployed(api(change(routes))))


def test_P17_a_removed_route_takes_nothing_else_with_it() -> None:
    before = names(deployed(api({"GET /a": {}, "GET /b": {}})))
    after = names(deployed(api({"GET /b": {}})))
    assert before - after == {(ROUTE, "orders-public.GET /a")}
    assert after <= before


def keys(graph: ResourceGraph) -> dict[str, str]:
    return {each.name: each.inputs["routeKey"] for each in graph.of_type(ROUTE)}


def test_P16_a_renamed_variable_updates_its_route_in_place() -> None:
    before = keys(deployed(api({"GET /items/{id}": {}, "ANY /files/{proxy+}": {}})))
    after = keys(deployed(api({"GET /items/{item}": {}, "ANY /files/{path+}": {}})))
    assert before.keys() == after.keys()
    assert before != after


def test_P16_what_is_made_beside_what_is_deleted_has_another_key() -> None:
    before = keys(deployed(api({"GET /items/{id}": {}, "GET /old": {}})))
    after = keys(deployed(api({"GET /items/{item}": {}, "GET /new": {}})))
    made = {after[name] for name in after.keys() - before.keys()}
    deleted = {before[name] for name in before.keys() - after.keys()}
    assert (made, deleted) == ({"GET /new"}, {"GET /old"})

    def normalised(found: set[str]) -> set[str]:
        return {re.sub(r"\{\w+(\+?)\}", r"{\1}", key) for key in found}

    # AWS compares keys without the names of variables.
    assert not normalised(made) & normalised(set(before.values()))


def test_P16_no_two_routes_have_one_name() -> None:
    graph = deployed(api({"GET /a/{id}": {}, "GET /a/{id+}": {}, "POST /a/{id}": {}, "$default": {}}))
    assert len(keys(graph)) == 4


def test_the_programs_name_for_a_service_is_in_all_of_them() -> None:
    graph = capture(lambda: Service("shop", ServiceArgs(config=config())))
    assert all(each.name == "shop" or each.name.startswith("shop-") for each in graph.resources)
    # AWS's own names stay those of the service's config.
    assert graph.find(STAGE, "shop-public.dev").inputs["name"] == "dev"
    assert graph.find("aws:lambda/function:Function", "shop-api").inputs["name"] == "orders-dev-api"
