from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.errors import ApigwError
from pulumi_apigw.graph import Resource, ResourceGraph

from ..conftest import deployed
from .conftest import API_KEY, USAGE_PLAN, USAGE_PLAN_KEY, rest, rest_api, stage

VALUE = "a-value-of-20-letters"


def planned(
    plan: dict[str, Any] | None = None, key: dict[str, Any] | None = None, **refs: Any
) -> ResourceGraph:
    """A REST API with one usage plan and one key."""
    written = rest(
        {"GET /items": {"api_key": True}},
        api_keys={"shop": key or {}},
        usage_plans={"gold": {"api_keys": ["shop"], **(plan or {})}},
    )
    return deployed(written, refs=lambda: refs)


def test_every_input_of_a_plan_and_its_keys() -> None:
    graph = planned(
        {
            "description": "For partners",
            "throttle": {"rate_limit": 20, "burst_limit": 40},
            "quota": {"limit": 1000, "period": "DAY"},
            "routes": {"GET /items": {"rate_limit": 1, "burst_limit": 2}},
        },
        {"description": "The shop", "enabled": False},
    )
    plan = graph.find(USAGE_PLAN, "orders-public.dev.gold")
    assert plan.inputs == {
        "name": "orders-dev-public-gold",
        "description": "For partners",
        "apiStages": [
            {
                "apiId": rest_api(graph).id,
                "stage": "dev",
                "throttles": [{"path": "/items/GET", "rateLimit": 1, "burstLimit": 2}],
            }
        ],
        "throttleSettings": {"rateLimit": 20, "burstLimit": 40},
        "quotaSettings": {"limit": 1000, "offset": 0, "period": "DAY"},
        "tags": {},
    }
    key = graph.find(API_KEY, "orders-public.shop")
    assert key.inputs == {
        "name": "orders-public-dev-shop",
        "description": "The shop",
        "enabled": False,
        "tags": {},
    }
    assert graph.find(USAGE_PLAN_KEY, "orders-public.dev.shop").inputs == {
        "keyId": key.id,
        "keyType": "API_KEY",
        "usagePlanId": plan.id,
    }


def test_a_plan_without_limits_has_none() -> None:
    inputs = planned().find(USAGE_PLAN, "orders-public.dev.gold").inputs
    assert inputs.keys().isdisjoint({"throttleSettings", "quotaSettings"})
    assert inputs["apiStages"][0]["throttles"] == []


def test_P20_a_usage_plan_comes_after_its_stage_and_goes_before_it() -> None:
    graph = planned()
    plan = graph.find(USAGE_PLAN, "orders-public.dev.gold")
    assert stage(graph).urn in plan.dependencies
    key = graph.find(USAGE_PLAN_KEY, "orders-public.dev.shop")
    assert {plan.urn, graph.find(API_KEY, "orders-public.shop").urn} <= set(key.dependencies)


def test_P20_a_key_leaves_its_plan_before_it_goes_to_another() -> None:
    def given(name: str) -> Resource:
        written = rest(
            {"GET /items": {"api_key": True}},
            api_keys={"shop": {}, "acme": {}},
            usage_plans={"gold": {"api_keys": ["acme"]}, name: {"api_keys": ["shop"]}},
        )
        return deployed(written).find(USAGE_PLAN_KEY, "orders-public.dev.shop")

    silver, renamed = given("silver"), given("bronze")
    assert silver.urn == renamed.urn
    assert silver.delete_before_replace


def test_P21_values_of_keys_are_secrets_wherever_they_go() -> None:
    graph = planned(key={"value": "${ref.shop_key}"}, shop_key=VALUE)
    key = graph.find(API_KEY, "orders-public.shop")
    assert key.inputs["value"] == VALUE
    assert "value" in key.secret_inputs
    assert graph.exports["api_keys"] == {"public": {"shop": VALUE}}
    assert "api_keys" in graph.secret_exports
    component = graph.find("apigw:index:RestApi", "orders-public")
    assert "api_key_values" in component.secret_outputs


def test_P21_what_gives_a_plan_to_a_key_shows_no_value_either() -> None:
    given = planned().find(USAGE_PLAN_KEY, "orders-public.dev.shop")
    assert "value" in given.secret_outputs


def test_P21_values_that_aws_makes_are_exported_as_secrets_too() -> None:
    graph = planned()
    assert (
        graph.exports["api_keys"]["public"]["shop"]
        == graph.find(API_KEY, "orders-public.shop").outputs["value"]
    )
    assert "api_keys" in graph.secret_exports


@pytest.mark.parametrize("value", ["x" * 19, "x" * 129, 12345678901234567890])
def test_P21_a_value_that_aws_would_refuse_is_told_without_telling_it(value: Any) -> None:
    with pytest.raises(ApigwError, match=r"the value of API key 'shop' .*AWS takes 20 to 128") as caught:
        planned(key={"value": "${ref.shop_key}"}, shop_key=value)
    assert str(value) not in str(caught.value)
