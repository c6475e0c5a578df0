"""A service of which one stack deploys all stages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pulumi_apigw.config.resolve import examined
from pulumi_apigw.plan import HttpApiPlan, RestApiPlan, ServicePlan, WebSocketApiPlan, plan_shared_service
from pulumi_apigw.plan.model import FunctionPlan, PermissionPlan, TargetPlan
from pulumi_apigw.plan.shared import narrowed

from .conftest import FUNCTION

OPEN = {"function": "api", "authorizer": "none"}
APIS: dict[str, Any] = {
    "public": {"routes": {"GET /": OPEN, "POST /": OPEN}},
    "admin": {"protocol": "rest", "routes": {"GET /": OPEN}},
    "chat": {"protocol": "websocket", "routes": {"$connect": {**OPEN, "function": "gate"}}, "push": ["api"]},
}
STAGES: dict[str, Any] = {
    "dev": {"variables": {"backend": "blue"}, "tags": {"stage": "dev"}},
    "prod": {"variables": {"backend": "live"}, "throttle": {"rate_limit": 5}, "tags": {"stage": "prod"}},
}
MOVE = {"release": "77aa0b1c2d3e", "percent": 10, "from": "dev", "at": "2026-11-23T12:00:00Z"}


def shared(stages: dict[str, Any] = STAGES, **parts: Any) -> ServicePlan:
    """The plan of a service with all three kinds of API, whose stages share one stack."""
    config = {
        "service": "orders",
        "topology": "shared",
        "functions": {"api": {**FUNCTION, "alias_variable": "backend"}, "gate": FUNCTION},
        "apis": APIS,
        "stage_variables": {"backend": {}},
        "stages": stages,
        "tags": {"team": "shop"},
        **parts,
    }
    return plan_shared_service(examined(config).stages, Path("service"))


def function(plan: ServicePlan, name: str = "api") -> FunctionPlan:
    found = plan.functions[name]
    assert isinstance(found, FunctionPlan)
    return found


def test_names_and_tags_have_no_stage_where_stages_share_something() -> None:
    plan = shared()
    assert (plan.stages, plan.is_shared) == (("dev", "prod"), True)
    assert function(plan).function_name == "orders-api"
    assert [each.api_name for each in plan.apis.values()] == ["orders-public", "orders-admin", "orders-chat"]
    assert [dict(each.tags) for each in (function(plan), *plan.apis.values())] == [{"team": "shop"}] * 4


def test_each_api_has_every_stage_with_what_is_its_own() -> None:
    plan = shared()
    for name, api in plan.apis.items():
        dev, prod = api.stages
        assert (dev.name, prod.name) == ("dev", "prod")
        assert (dev.variables["backend"], prod.variables["backend"]) == ("blue", "live")
        assert dict(prod.tags) == {"team": "shop", "stage": "prod"}
        assert prod.access_log is not None
        assert prod.access_log.log_group == f"/aws/vendedlogs/apigateway/orders/{name}/prod"
    public = plan.apis["public"]
    assert isinstance(public, HttpApiPlan)
    assert [each.throttle.rate_limit for each in public.stages] == [1000, 5]
    assert len(public.routes) == 2


def test_P8_there_is_one_permission_for_each_function_and_alias() -> None:
    plan = shared()
    own = (PermissionPlan(function="api", alias="blue"), PermissionPlan(function="api", alias="live"))
    assert plan.apis["public"].permissions == plan.apis["admin"].permissions == own
    assert [each.alias for each in plan.apis["chat"].permissions] == ["dev", "prod"]
    (target,) = plan.apis["public"].targets
    assert target == TargetPlan(function="api", aliases=("blue", "live"), variable="backend")
    assert (function(plan).aliases, function(plan, "gate").aliases) == (("blue", "live"), ("dev", "prod"))


def test_a_function_knows_the_base_paths_of_every_stage() -> None:
    domains = {"dev": "dev/v1", "prod": "v1"}
    stages = {
        name: {**STAGES[name], "domain": {"name": f"{name}.example.com", "apis": {"public": path}}}
        for name, path in domains.items()
    }
    assert function(shared(stages)).settings.environment == {"BASE_PATHS": "dev/v1 v1"}


def test_what_is_cached_in_one_stage_has_keys_for_all() -> None:
    """The methods of a REST API are the same in all of its stages, with what the cache of one needs."""
    cors = {"allow_origins": ["https://a.example.com", "https://b.example.com"]}
    apis = {"admin": {**APIS["admin"], "cors": cors}}
    for cached in ("dev", "prod"):
        stages = {**STAGES, cached: {**STAGES[cached], "cache": {"size_gb": "0.5"}}}
        admin = shared(stages, apis=apis).apis["admin"]
        assert isinstance(admin, RestApiPlan)
        assert admin.methods[0].integration.cache_key_parameters == ("method.request.header.Origin",)


def test_one_stage_of_the_whole() -> None:
    plan = shared({**STAGES, "prod": {**STAGES["prod"], "gradual": MOVE, "release": "3f1c2a9b7d10"}})
    found = narrowed(plan, "prod")
    assert found.stages == ("prod",)
    assert [[each.name for each in api.stages] for api in found.apis.values()] == [["prod"]] * 3
    assert found.functions == plan.functions


def test_usage_plans_are_each_stages_own() -> None:
    plans = {"api_keys": {"shop": {}}, "usage_plans": {"basic": {"api_keys": ["shop"]}}}
    route = {"GET /": {**OPEN, "api_key": True}}
    admin = shared(apis={"admin": {"protocol": "rest", "routes": route, **plans}}).apis["admin"]
    assert isinstance(admin, RestApiPlan)
    names = [each.aws_name for stage in admin.stages for each in stage.usage_plans]
    assert names == ["orders-dev-admin-basic", "orders-prod-admin-basic"]


def test_a_websocket_api_is_pushed_to_by_the_domain_of_each_stage() -> None:
    chat = {**APIS["chat"], "disable_execute_api_endpoint": True}
    stages = {
        name: {**each, "domain": {"name": f"{name}.example.com", "apis": {"chat": ""}}}
        for name, each in STAGES.items()
    }
    found = shared(stages, apis={"chat": chat}).apis["chat"]
    assert isinstance(found, WebSocketApiPlan)
    urls = [each.connections_url for each in found.stages]
    assert urls == ["https://dev.example.com", "https://prod.example.com"]
