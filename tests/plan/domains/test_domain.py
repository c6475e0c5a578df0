from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.plan.domains import DomainPlan, MappingPlan, OwnDomainPlan, RoutingRulePlan

from ..conftest import service

HTTP: dict[str, Any] = {"routes": {"GET /": {"function": "api", "authorizer": "none"}}}
REST: dict[str, Any] = {"protocol": "rest", **HTTP}
POLICY = {"allow_vpc_endpoints": ["vpce-1"]}
PRIVATE: dict[str, Any] = {**REST, "endpoint": "private", "policy": POLICY}
ENHANCED = {"security_policy": "SecurityPolicy_TLS13_1_3_2025_09", "endpoint_access_mode": "STRICT"}
RULE = {"priority": 1, "base_path": "v2", "api": "public"}


def planned(domain: Any, **apis: Any) -> tuple[DomainPlan, ...]:
    """The domains of a service whose stage has this one, or these."""
    stages = {"dev": {"domain": domain, "tags": {"stage": "dev"}}}
    return service(apis=apis or {"public": HTTP}, stages=stages, tags={"team": "orders"}).domains


def own(**parts: Any) -> OwnDomainPlan:
    api = {"private": PRIVATE, "edge": REST}.get(str(parts.get("endpoint")), REST)
    (found,) = planned({"name": "api.example.com", **parts}, public=api)
    assert found.own is not None
    return found.own


def test_a_domain_with_every_default() -> None:
    assert planned({"name": "api.example.com"}) == (
        DomainPlan(
            name="api.example.com",
            endpoint="regional",
            own=OwnDomainPlan(
                version="v2",
                certificate=None,
                zone=None,
                zone_id=None,
                security_policy="TLS_1_2",
                endpoint_access_mode=None,
                ip_address_type=None,
                mutual_tls=None,
                ownership_certificate=None,
                policy=None,
                vpc_endpoint_ids=(),
                routing_mode=None,
            ),
            mappings=(MappingPlan(base_path="", api="public", stage="dev"),),
            tags={"team": "orders", "stage": "dev"},
        ),
    )


def test_a_domain_that_another_stack_makes() -> None:
    (found,) = planned({"existing": "api.example.com", "base_path": "v1"})
    assert (found.name, found.own) == ("api.example.com", None)
    assert found.mappings == (MappingPlan(base_path="v1", api="public", stage="dev"),)


@pytest.mark.parametrize(
    ("parts", "version", "policy"),
    [
        ({}, "v2", "TLS_1_2"),
        ({"security_policy": "TLS_1_2"}, "v2", "TLS_1_2"),
        ({"security_policy": "TLS_1_0"}, "v1", "TLS_1_0"),
        (ENHANCED, "v1", ENHANCED["security_policy"]),
        ({"endpoint": "edge"}, "v1", "TLS_1_2"),
        ({"endpoint": "private", "policy": POLICY}, "v1", None),
    ],
)
def test_which_of_aws_s_apis_makes_it(parts: dict[str, Any], version: str, policy: str | None) -> None:
    found = own(**parts)
    assert (found.version, found.security_policy) == (version, policy)


@pytest.mark.parametrize(
    ("zone", "name", "id_"),
    [
        (None, None, None),
        ("example.com", "example.com", None),
        ("Z0123456789ABC", None, "Z0123456789ABC"),
        ("${ref.zone}", None, "${ref.zone}"),
    ],
)
def test_a_zone_by_name_or_by_id(zone: str | None, name: str | None, id_: str | None) -> None:
    found = own(zone=zone) if zone else own()
    assert (found.zone, found.zone_id) == (name, id_)


@pytest.mark.parametrize(
    ("parts", "mode"),
    [
        ({}, None),
        ({"routing_mode": "API_MAPPING_ONLY"}, "API_MAPPING_ONLY"),
        ({"routing_rules": {"next": RULE}}, "ROUTING_RULE_THEN_API_MAPPING"),
        ({"routing_rules": {"next": RULE}, **ENHANCED}, "ROUTING_RULE_THEN_BASE_PATH_MAPPING"),
        ({"routing_mode": "API_MAPPING_ONLY", "endpoint": "edge"}, "BASE_PATH_MAPPING_ONLY"),
        ({"routing_mode": "ROUTING_RULE_ONLY", "routing_rules": {"next": RULE}}, "ROUTING_RULE_ONLY"),
        (
            {"routing_mode": "ROUTING_RULE_ONLY", "routing_rules": {"next": RULE}, **ENHANCED},
            "ROUTING_RULE_ONLY",
        ),
    ],
)
def test_P40_the_mode_follows_from_the_rules(parts: dict[str, Any], mode: str | None) -> None:
    assert own(**parts).routing_mode == mode


def test_P40_a_rule_in_full_and_a_short_one() -> None:
    rules = {"next": RULE, "beta": {"priority": 5, "headers": {"x-version": "b*"}, "api": "public"}}
    (found,) = planned({"name": "api.example.com", "routing_rules": rules}, public=REST)
    assert found.routing_rules == (
        RoutingRulePlan(
            name="next",
            priority=1,
            base_path="v2",
            headers={},
            api="public",
            strip_base_path=False,
            stage="dev",
        ),
        RoutingRulePlan(
            name="beta",
            priority=5,
            base_path=None,
            headers={"x-version": "b*"},
            api="public",
            strip_base_path=False,
            stage="dev",
        ),
    )


def test_the_one_api_that_fits_is_meant() -> None:
    (found,) = planned({"name": "api.example.com", "base_path": "v1"}, inside=PRIVATE, outside=HTTP)
    assert found.mappings == (MappingPlan(base_path="v1", api="outside", stage="dev"),)
    private = {"name": "api.example.com", "endpoint": "private", "policy": POLICY}
    (found,) = planned(private, inside=PRIVATE, outside=HTTP)
    assert found.mappings == (MappingPlan(base_path="", api="inside", stage="dev"),)


def test_a_domain_that_leads_nowhere_yet() -> None:
    (found,) = planned({"name": "api.example.com", "apis": {}})
    assert found.mappings == ()


@pytest.mark.parametrize(("endpoint", "older"), [("regional", False), ("edge", True), ("private", True)])
def test_the_kind_of_mapping_that_aws_wants(endpoint: str, older: bool) -> None:
    id_ = {"id": "abc"} if endpoint == "private" else {}
    api = PRIVATE if endpoint == "private" else REST
    (found,) = planned({"existing": "api.example.com", "endpoint": endpoint, **id_}, public=api)
    assert found.by_base_path_mapping is older


def test_a_policy_in_short_words_is_that_of_a_private_endpoint() -> None:
    private = {"endpoint": "private", "policy": {"allow_ips": ["10.0.0.0/8"]}}
    policy = own(**private).policy
    assert policy is not None
    assert policy["Statement"][1]["Condition"] == {"NotIpAddress": {"aws:VpcSourceIp": ["10.0.0.0/8"]}}


def test_stages_of_their_own_domains() -> None:
    stages = {
        "dev": {"variables": {"host": "dev"}, "domain": {"name": "${stage.host}.example.com"}},
        "prod": {"variables": {"host": "api"}, "domain": {"name": "${stage.host}.example.com"}},
    }
    parts: dict[str, Any] = {"apis": {"public": HTTP}, "stages": stages, "stage_variables": {"host": {}}}
    assert [each.name for each in service(**parts).domains] == ["dev.example.com"]
    assert [each.name for each in service(stage="prod", **parts).domains] == ["api.example.com"]
