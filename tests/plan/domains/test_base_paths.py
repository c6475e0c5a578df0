"""What functions learn of the base paths that their events hold."""

from __future__ import annotations

from typing import Any

from pulumi_apigw.plan.model import FunctionPlan

from ..conftest import FUNCTION, service

OPEN = {"authorizer": "none"}


def environments(domain: Any, apis: dict[str, Any], **api: Any) -> dict[str, dict[str, str]]:
    functions = {"api": {**FUNCTION, **api}, "gate": FUNCTION}
    plan = service(apis=apis, functions=functions, stages={"dev": {"domain": domain}})
    return {
        name: dict(each.settings.environment)
        for name, each in plan.functions.items()
        if isinstance(each, FunctionPlan)
    }


def api(protocol: str = "http", function: str = "api", **parts: Any) -> dict[str, Any]:
    defaults = {"function": function}
    return {"protocol": protocol, "defaults": defaults, "routes": {"GET /items": OPEN}, **parts}


def test_functions_of_an_api_learn_its_base_paths() -> None:
    apis = {"public": api(), "staff": api("rest", "gate")}
    domain = {"name": "api.example.com", "apis": {"public": ["v1", "orders/v1", ""], "staff": "staff"}}
    assert environments(domain, apis) == {
        "api": {"BASE_PATHS": "v1 orders/v1"},
        "gate": {"BASE_PATHS": "staff"},
    }


def test_a_function_of_several_apis_learns_the_base_paths_of_all() -> None:
    apis = {"public": api(), "staff": api("rest")}
    domains = [
        {"name": "api.example.com", "apis": {"public": "v1", "staff": "staff"}},
        {"existing": "www.example.com", "apis": {"public": "v1"}},
    ]
    assert environments(domains, apis) == {"api": {"BASE_PATHS": "v1 staff"}, "gate": {}}


def test_a_routing_rule_that_strips_its_base_path_is_as_a_mapping() -> None:
    rules = {
        "stripped": {"priority": 1, "base_path": "v2", "api": "public", "strip_base_path": True},
        "whole": {"priority": 2, "base_path": "v3", "api": "public"},
        "header": {"priority": 3, "headers": {"x-team": "core"}, "api": "public"},
    }
    domain = {"name": "api.example.com", "routing_rules": rules}
    assert environments(domain, {"public": api("rest")})["api"] == {"BASE_PATHS": "v2"}


def test_the_root_is_nothing_to_learn() -> None:
    assert environments({"name": "api.example.com"}, {"public": api()}) == {"api": {}, "gate": {}}


def test_what_a_function_sets_itself_stays() -> None:
    domain = {"name": "api.example.com", "base_path": "v1"}
    found = environments(domain, {"public": api()}, environment={"BASE_PATHS": "own"})
    assert found["api"] == {"BASE_PATHS": "own"}


def test_websocket_apis_have_messages_and_no_paths() -> None:
    routes = {"$connect": OPEN, "send": {}}
    live = {"protocol": "websocket", "defaults": {"function": "api"}, "routes": routes}
    assert environments({"name": "live.example.com", "base_path": "v1"}, {"live": live})["api"] == {}


def test_a_route_that_calls_no_function_tells_none() -> None:
    proxy = {"authorizer": "none", "integration": {"type": "http", "url": "https://example.com"}}
    apis = {"public": {"defaults": {"function": "api"}, "routes": {"GET /items": proxy}}}
    assert environments({"name": "api.example.com", "base_path": "v1"}, apis)["api"] == {}
