from __future__ import annotations

import json
from typing import Any

import pytest

from pulumi_apigw.aws.log_fields import HTTP_DEFAULT_LOG_FIELDS, HTTP_LOG_FIELDS
from pulumi_apigw.plan.model import RouteSettingsPlan, StagePlan, ThrottlePlan

from .conftest import http, service

OPEN = {"function": "api", "authorizer": "none"}


def stage(stage: dict[str, Any] | None = None, route: dict[str, Any] | None = None, **api: Any) -> StagePlan:
    routes = {"GET /": {**OPEN, **(route or {})}, "GET /plain": OPEN}
    plan = service(apis={"public": {"routes": routes, **api}}, stages={"dev": stage or {}})
    (found,) = http(plan).stages
    return found


def throttle(rate_limit: float, burst_limit: int) -> ThrottlePlan:
    return ThrottlePlan(rate_limit=rate_limit, burst_limit=burst_limit)


@pytest.mark.parametrize(
    ("api", "own", "expected"),
    [
        ({}, {}, throttle(1000, 500)),
        ({"rate_limit": 20}, {}, throttle(20, 500)),
        ({"burst_limit": 20}, {}, throttle(1000, 20)),
        ({}, {"rate_limit": 20}, throttle(20, 500)),
        ({"rate_limit": 7, "burst_limit": 8}, {"burst_limit": 9}, throttle(7, 9)),
        ({"rate_limit": 7, "burst_limit": 8}, {"rate_limit": 1.5, "burst_limit": 9}, throttle(1.5, 9)),
    ],
)
def test_P5_a_stage_always_has_both_limits(
    api: dict[str, Any], own: dict[str, Any], expected: ThrottlePlan
) -> None:
    assert stage({"throttle": own}, throttle=api).throttle == expected


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ({"rate_limit": 20}, throttle(20, 40)),
        ({"burst_limit": 20}, throttle(30, 20)),
        ({"rate_limit": 1, "burst_limit": 2}, throttle(1, 2)),
    ],
)
def test_P5_a_routes_missing_limit_is_its_stages(route: dict[str, Any], expected: ThrottlePlan) -> None:
    plan = stage({"throttle": {"rate_limit": 30, "burst_limit": 40}}, {"throttle": route})
    assert plan.route_settings == (
        RouteSettingsPlan(route_key="GET /", throttle=expected, detailed_metrics=True),
    )


def test_P5_a_route_with_metrics_of_its_own_keeps_the_stages_limits() -> None:
    plan = stage({"throttle": {"rate_limit": 30}}, {"detailed_metrics": False})
    assert plan.route_settings == (
        RouteSettingsPlan(route_key="GET /", throttle=throttle(30, 500), detailed_metrics=False),
    )


def test_routes_without_settings_need_none() -> None:
    assert stage().route_settings == ()


@pytest.mark.parametrize(
    ("api", "own", "expected"),
    [(True, None, True), (False, None, False), (False, True, True), (True, False, False)],
)
def test_detailed_metrics_are_the_stages_else_the_apis(api: bool, own: bool | None, expected: bool) -> None:
    plan = stage({"detailed_metrics": own}, {"throttle": {"rate_limit": 1}}, detailed_metrics=api)
    assert plan.detailed_metrics is expected
    assert [each.detailed_metrics for each in plan.route_settings] == [expected]


def test_the_name_of_a_stage() -> None:
    assert (stage().name, stage().stage_name) == ("dev", "dev")
    plan = stage(default_stage=True)
    assert (plan.name, plan.stage_name) == ("dev", "$default")


def test_variables_are_the_declared_ones_with_their_defaults() -> None:
    plan = service(
        stage_variables={"checkout": {"default": "classic"}, "table": {}},
        stages={"dev": {"variables": {"table": "orders"}, "description": "for us"}},
    )
    (found,) = http(plan).stages
    assert found.variables == {"lambda_alias": "dev", "checkout": "classic", "table": "orders"}
    assert found.description == "for us"


def test_the_access_log_is_one_line_of_json_with_the_default_fields() -> None:
    log = stage().access_log
    assert log is not None
    assert json.loads(log.format) == {name: HTTP_LOG_FIELDS[name] for name in HTTP_DEFAULT_LOG_FIELDS}
    assert "\n" not in log.format
    assert (log.retention_days, log.kms_key_arn, log.log_class) == (30, None, None)


def test_P44_log_groups_have_names_that_the_accounts_shared_policy_covers() -> None:
    log = stage().access_log
    assert log is not None
    assert log.log_group == "/aws/vendedlogs/apigateway/orders/public/dev"


@pytest.mark.parametrize(
    ("api", "own", "line"),
    [
        (
            {"fields": ["requestId", "ip"]},
            None,
            '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp"}',
        ),
        ({"format": "$context.requestId $context.status"}, None, "$context.requestId $context.status"),
        ("none", {"format": "$context.requestId"}, "$context.requestId"),
        ({"format": "$context.requestId"}, "none", None),
        ("none", None, None),
    ],
)
def test_the_log_is_the_stages_else_the_apis(api: Any, own: Any, line: str | None) -> None:
    log = stage({"access_log": own}, access_log=api).access_log
    assert (log.format if log else None) == line


def test_a_log_with_settings_of_its_own() -> None:
    key = "arn:aws:kms:eu-west-1:123456789012:key/1a2b"
    log = stage(
        access_log={"retention_days": 7, "kms_key_arn": key, "log_class": "INFREQUENT_ACCESS"}
    ).access_log
    assert log is not None
    assert (log.retention_days, log.kms_key_arn, log.log_class) == (7, key, "INFREQUENT_ACCESS")
