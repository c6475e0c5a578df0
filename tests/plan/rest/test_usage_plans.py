from __future__ import annotations

from typing import Any

from pulumi_apigw.plan.model import ThrottlePlan
from pulumi_apigw.plan.rest.model import ApiKeyPlan, UsagePlanPlan

from .conftest import rest_api, rest_stage

KEYED = {"GET /items": {"api_key": True}, "POST /shops/{shop}": {"api_key": True}, "GET /": {"api_key": True}}


def usage_plan(**written: Any) -> UsagePlanPlan:
    (found,) = rest_stage(
        {"throttle": {"rate_limit": 30, "burst_limit": 40}},
        KEYED,
        api_keys={"shop": {}},
        usage_plans={"basic": {"api_keys": ["shop"], **written}},
    ).usage_plans
    return found


def test_a_plan_that_says_nothing_limits_nothing() -> None:
    assert usage_plan() == UsagePlanPlan(
        name="basic",
        aws_name="orders-dev-public-basic",
        description=None,
        throttle=None,
        quota_limit=None,
        quota_period=None,
        quota_offset=0,
        routes={},
        api_keys=("shop",),
    )


def test_limits_of_each_key() -> None:
    limits = usage_plan(throttle={"rate_limit": 5, "burst_limit": 6}).throttle
    assert limits == ThrottlePlan(rate_limit=5, burst_limit=6)


def test_a_quota() -> None:
    found = usage_plan(quota={"limit": 1000, "period": "MONTH", "offset": 10}, description="For shops.")
    assert (found.quota_limit, found.quota_period, found.quota_offset) == (1000, "MONTH", 10)
    assert found.description == "For shops."


def test_limits_of_single_routes_stand_by_aws_own_path() -> None:
    found = usage_plan(
        routes={
            "POST /shops/{shop}": {"rate_limit": 1, "burst_limit": 2},
            "GET /items": {"rate_limit": 3, "burst_limit": 4},
            "GET /": {"rate_limit": 5, "burst_limit": 6},
        },
    )
    assert list(found.routes.items()) == [
        ("/shops/{shop}/POST", ThrottlePlan(rate_limit=1, burst_limit=2)),
        ("/items/GET", ThrottlePlan(rate_limit=3, burst_limit=4)),
        ("//GET", ThrottlePlan(rate_limit=5, burst_limit=6)),
    ]
    assert found.throttle is None


def test_P21_keys_have_a_reference_for_a_value_or_none() -> None:
    plan = rest_api(
        KEYED,
        api_keys={
            "shop": {"description": "The shop.", "value": "${ref.shop_key}"},
            "old": {"enabled": False},
        },
        usage_plans={"basic": {"api_keys": ["shop", "old"]}},
    )
    assert plan.api_keys == (
        ApiKeyPlan(name="shop", description="The shop.", enabled=True, value="${ref.shop_key}"),
        ApiKeyPlan(name="old", description=None, enabled=False, value=None),
    )


def test_limits_of_a_route_for_any_method_are_those_of_each_verb() -> None:
    routes = {"ANY /items": {"api_key": True}, "GET /items": {"api_key": True}}
    limits = {"rate_limit": 1, "burst_limit": 2}
    plans = {"basic": {"api_keys": ["shop"], "routes": {"ANY /items": limits}}}
    (found,) = rest_stage(routes=routes, api_keys={"shop": {}}, usage_plans=plans).usage_plans
    verbs = ("POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
    assert found.routes == {f"/items/{verb}": ThrottlePlan(rate_limit=1, burst_limit=2) for verb in verbs}
