"""Domains that stages of one stack share."""

from __future__ import annotations

from typing import Any

from pulumi_apigw.plan import ServicePlan
from pulumi_apigw.plan.domains import DomainPlan, MappingPlan

from ..test_shared import APIS, STAGES, shared

NAME = {"name": "api.example.com", "zone": "example.com"}


def planned(dev: Any, prod: Any, api: str = "public") -> ServicePlan:
    stages = {
        "dev": {**STAGES["dev"], "domain": dev},
        "prod": {**STAGES["prod"], "domain": prod},
    }
    return shared(stages, apis={api: APIS[api]})


def merged(dev: Any, prod: Any, api: str = "public") -> DomainPlan:
    (found,) = planned(dev, prod, api).domains
    return found


def test_one_domain_has_the_mappings_of_all_stages() -> None:
    found = merged({**NAME, "base_path": "dev"}, {**NAME, "base_path": "v1"})
    assert found.mappings == (
        MappingPlan(base_path="dev", api="public", stage="dev"),
        MappingPlan(base_path="v1", api="public", stage="prod"),
    )
    assert found.own is not None
    assert found.own.zone == "example.com"


def test_a_domain_of_several_stages_has_the_tags_that_they_share() -> None:
    dev, prod = {**NAME, "base_path": "dev"}, {**NAME, "base_path": "v1"}
    assert dict(merged(dev, prod).tags) == {"team": "shop"}
    other = {"existing": "live.example.com", "base_path": "v1"}
    assert [dict(each.tags) for each in planned(dev, [prod, other]).domains] == [
        {"team": "shop"},
        {"team": "shop", "stage": "prod"},
    ]


def test_rules_of_one_stage_make_the_mode_of_the_domain() -> None:
    rule = {"priority": 1, "headers": {"x-version": "b*"}, "api": "admin"}
    dev = {**NAME, "base_path": "dev"}
    prod = {**NAME, "base_path": "v1", "routing_rules": {"beta": rule}}
    for found in (
        merged(dev, prod, "admin"),
        merged({**prod, "base_path": "dev"}, {**dev, "base_path": "v1"}, "admin"),
    ):
        assert found.own is not None
        assert found.own.routing_mode == "ROUTING_RULE_THEN_API_MAPPING"
    assert [each.stage for each in merged(dev, prod, "admin").routing_rules] == ["prod"]
