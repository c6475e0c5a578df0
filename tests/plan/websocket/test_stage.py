"""Stages of WebSocket APIs: limits and logs, whole for each route that has its own."""

from __future__ import annotations

import json
from typing import Any

from pulumi_apigw.plan.model import ThrottlePlan

from ..conftest import service
from .conftest import websocket_api, websocket_stage

PLANS: dict[str, Any] = {
    "api_keys": {"acme": {}},
    "usage_plans": {"basic": {"api_keys": ["acme"], "throttle": {"rate_limit": 1, "burst_limit": 2}}},
}


def test_a_stage_that_says_nothing() -> None:
    stage = websocket_stage()
    assert (stage.name, stage.stage_name) == ("dev", "dev")
    assert stage.settings.route_key is None
    assert stage.settings.throttle == ThrottlePlan(rate_limit=1000, burst_limit=500)
    assert (stage.settings.detailed_metrics, stage.settings.log_level) == (True, "OFF")
    assert (stage.settings.data_trace, stage.route_settings) == (False, ())
    assert stage.variables == {"lambda_alias": "dev"}


def test_P5_a_route_has_both_limits_where_it_says_one() -> None:
    stage = websocket_stage(
        {"throttle": {"rate_limit": 100}},
        {"send": {"throttle": {"burst_limit": 7}}, "other": {}},
        throttle={"rate_limit": 50, "burst_limit": 60},
    )
    assert stage.settings.throttle == ThrottlePlan(rate_limit=100, burst_limit=60)
    (send,) = stage.route_settings
    assert send.route_key == "send"
    assert send.throttle == ThrottlePlan(rate_limit=100, burst_limit=7)


def test_P5_a_route_with_a_log_of_its_own_keeps_the_stages_limits_and_metrics() -> None:
    stage = websocket_stage(
        {"detailed_metrics": False},
        {"send": {"execution_log": {"level": "ERROR"}}, "quiet": {"detailed_metrics": True}},
        execution_log={"level": "INFO", "data_trace": True},
    )
    send, quiet = stage.route_settings
    assert (send.log_level, send.data_trace, send.detailed_metrics) == ("ERROR", False, False)
    assert send.throttle == stage.settings.throttle
    assert (quiet.log_level, quiet.data_trace, quiet.detailed_metrics) == ("INFO", True, True)


def test_P6_settings_are_of_routes_that_are_there() -> None:
    plan = websocket_api(
        {"$disconnect": {"throttle": {"rate_limit": 5}}, "send": {"detailed_metrics": False}}
    )
    (stage,) = plan.stages
    assert {each.route_key for each in stage.route_settings} <= {route.key for route in plan.routes}
    assert len(stage.route_settings) == 2


def test_the_access_log_tells_connections_apart() -> None:
    log = websocket_stage().access_log
    assert log is not None
    line = json.loads(log.format)
    assert line["connectionId"] == "$context.connectionId"
    assert line["eventType"] == "$context.eventType"
    assert "httpMethod" not in line


def test_P44_the_log_group_has_a_name_that_the_accounts_shared_policy_covers() -> None:
    log = websocket_stage().access_log
    assert log is not None
    assert log.log_group == "/aws/vendedlogs/apigateway/orders/public/dev"


def test_P10_nobody_writes_logs_without_the_accounts_role() -> None:
    live = {
        "protocol": "websocket",
        "routes": {"$connect": {"function": "api", "authorizer": "none"}},
    }
    (stage,) = service(apis={"live": live}, access_log_role="none").apis["live"].stages
    assert stage.access_log is None


def test_no_access_log_where_none_is_wanted() -> None:
    assert websocket_stage(access_log="none").access_log is None
    assert websocket_stage({"access_log": "none"}).access_log is None


def test_usage_plans_are_named_after_the_stage() -> None:
    (plan,) = websocket_stage(
        routes={"$connect": {"authorizer": "none", "api_key": True}}, **PLANS
    ).usage_plans
    assert (plan.aws_name, plan.api_keys) == ("orders-dev-public-basic", ("acme",))
    assert (plan.throttle, plan.routes) == (ThrottlePlan(rate_limit=1, burst_limit=2), {})
