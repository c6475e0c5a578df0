from __future__ import annotations

import json
from typing import Any

import pytest

from pulumi_apigw.graph import ResourceGraph

from ..conftest import LOG_GROUP, PERMISSION, ROUTE, deployed
from ..rest.conftest import ACCOUNT, API_KEY, USAGE_PLAN, USAGE_PLAN_KEY
from .conftest import INTEGRATION_RESPONSE, ROUTE_RESPONSE, live, stage, websocket


def staged(
    own: dict[str, Any] | None = None, routes: dict[str, Any] | None = None, **parts: Any
) -> ResourceGraph:
    """A WebSocket API with a stage of its own making."""
    return deployed({**websocket(routes, **parts), "stages": {"dev": own or {}}})


def test_every_input_of_a_plain_stage() -> None:
    graph = staged()
    inputs = dict(stage(graph).inputs)
    log = inputs.pop("accessLogSettings")
    assert inputs == {
        "apiId": live(graph).id,
        "name": "dev",
        "autoDeploy": True,
        "stageVariables": {"lambda_alias": "dev"},
        "defaultRouteSettings": {
            "throttlingRateLimit": 1000,
            "throttlingBurstLimit": 500,
            "detailedMetricsEnabled": True,
            "loggingLevel": "OFF",
            "dataTraceEnabled": False,
        },
        "routeSettings": [],
        "tags": {},
    }
    group = graph.find(LOG_GROUP, "orders-live.dev.access-log")
    assert group.inputs["name"] == "/aws/vendedlogs/apigateway/orders/live/dev"
    assert log["destinationArn"] == group.outputs["arn"]
    assert json.loads(log["format"]).items() >= {"connectionId": "$context.connectionId"}.items()


def test_P5_a_routes_own_settings_are_whole() -> None:
    graph = staged(
        {"throttle": {"rate_limit": 20}},
        {
            "say": {"throttle": {"burst_limit": 5}},
            "quiet": {"execution_log": {"level": "INFO", "data_trace": True}},
            "$default": {"detailed_metrics": False},
        },
        execution_log={"level": "ERROR"},
    )
    whole = {
        "throttlingRateLimit": 20,
        "throttlingBurstLimit": 500,
        "detailedMetricsEnabled": True,
        "loggingLevel": "ERROR",
        "dataTraceEnabled": False,
    }
    assert stage(graph).inputs["defaultRouteSettings"] == whole
    assert {each["routeKey"]: each for each in stage(graph).inputs["routeSettings"]} == {
        "say": {**whole, "routeKey": "say", "throttlingBurstLimit": 5},
        "quiet": {**whole, "routeKey": "quiet", "loggingLevel": "INFO", "dataTraceEnabled": True},
        "$default": {**whole, "routeKey": "$default", "detailedMetricsEnabled": False},
    }


def test_P6_a_stage_comes_after_all_that_it_serves() -> None:
    graph = staged(routes={"say": {"reply": True}, "ping": {"integration": {"type": "mock"}}})
    kinds = (ROUTE, ROUTE_RESPONSE, INTEGRATION_RESPONSE, PERMISSION)
    parts = [each.urn for kind in kinds for each in graph.of_type(kind)]
    assert len(parts) == 6
    assert set(parts) <= set(stage(graph).dependencies)


def test_tags_description_and_variables() -> None:
    graph = staged({"description": "For us", "tags": {"a": "stage"}}, tags={"b": "api"})
    assert (
        stage(graph).inputs.items() >= {"description": "For us", "tags": {"a": "stage", "b": "api"}}.items()
    )


@pytest.mark.parametrize("log", [{"access_log": "none"}, {"own": {"access_log": "none"}}])
def test_no_access_log(log: dict[str, Any]) -> None:
    graph = staged(**log)
    assert "accessLogSettings" not in stage(graph).inputs
    assert [each.name for each in graph.of_type(LOG_GROUP)] == ["orders-api.logs"]


def test_P10_a_stage_waits_for_the_accounts_role_that_the_service_makes() -> None:
    graph = deployed({**websocket(), "access_log_role": "create"})
    # The engine takes a component that is depended on for its children.
    made = {each.urn for each in graph.of_type(ACCOUNT)}
    assert made
    assert made <= set(stage(graph).dependencies)


def test_P10_without_the_accounts_role_nothing_is_logged() -> None:
    graph = deployed({**websocket(), "access_log_role": "none"})
    assert "accessLogSettings" not in stage(graph).inputs
    assert stage(graph).inputs["defaultRouteSettings"]["loggingLevel"] == "OFF"


def test_P20_usage_plans_name_the_stage_by_the_apis_id_and_come_after_it() -> None:
    graph = staged(
        routes={"$connect": {"authorizer": "none", "api_key": True}},
        api_keys={"shop": {}},
        usage_plans={"gold": {"throttle": {"rate_limit": 1, "burst_limit": 2}, "api_keys": ["shop"]}},
    )
    assert graph.find(ROUTE, "orders-live.$connect").inputs["apiKeyRequired"] is True
    plan = graph.find(USAGE_PLAN, "orders-live.dev.gold")
    assert plan.inputs == {
        "name": "orders-dev-live-gold",
        "apiStages": [{"apiId": live(graph).id, "stage": "dev", "throttles": []}],
        "throttleSettings": {"rateLimit": 1, "burstLimit": 2},
        "tags": {},
    }
    assert stage(graph).urn in plan.dependencies
    key = graph.find(API_KEY, "orders-live.shop")
    assert graph.find(USAGE_PLAN_KEY, "orders-live.dev.shop").inputs == {
        "keyId": key.id,
        "keyType": "API_KEY",
        "usagePlanId": plan.id,
    }
    assert graph.exports["api_keys"] == {"live": {"shop": key.outputs["value"]}}
    assert "api_keys" in graph.secret_exports
