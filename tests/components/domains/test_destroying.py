"""The order in which a domain goes: what Pulumi deletes last is what all else depends on."""

from __future__ import annotations

import pytest

from pulumi_apigw.graph import ResourceGraph

from ..conftest import deployed
from .conftest import (
    ASSOCIATION,
    CERTIFICATE,
    DOMAIN,
    IN_VPC,
    MAPPING,
    OLDER_DOMAIN,
    OLDER_MAPPING,
    PRIVATE,
    RECORD,
    REST,
    RULE,
    VALIDATION,
    all_dependencies,
    at,
    name_of,
)

NAME = "orders-api.example.com"
RULES = {"next": {"priority": 1, "base_path": "v2", "api": "public"}}
REGIONAL = {"name": "api.example.com", "zone": "Z1", "base_path": "v1", "routing_rules": RULES}
EDGE = {"name": "api.example.com", "zone": "Z1", "base_path": "v1", "endpoint": "edge"}
INSIDE = {
    "name": "api.example.com",
    "zone": "Z1",
    "base_path": "v1",
    "endpoint": "private",
    "policy": IN_VPC,
    "vpc_endpoint_ids": ["vpce-1"],
}


def before(graph: ResourceGraph, type_: str, name: str) -> set[str]:
    """What is made before a resource, and so deleted after it."""
    return {name_of(graph, urn) for urn in all_dependencies(graph, graph.find(type_, name))}


@pytest.mark.parametrize(
    ("domain", "api", "kind"),
    [(REGIONAL, REST, DOMAIN), (EDGE, REST, OLDER_DOMAIN), (INSIDE, PRIVATE, OLDER_DOMAIN)],
    ids=["regional", "edge", "private"],
)
def test_P42_a_domain_goes_before_its_certificate(domain: dict[str, object], api: object, kind: str) -> None:
    graph = deployed(at(domain, {"public": api}))
    # AWS deletes no certificate that a domain has, and none is asked to wait for one that is not valid yet.
    assert before(graph, kind, NAME) >= {
        f"CertificateValidation {NAME}",
        f"Record {NAME}",
        f"Certificate {NAME}",
    }
    assert before(graph, VALIDATION, NAME) == {f"Record {NAME}", f"Certificate {NAME}"}
    assert before(graph, RECORD, NAME) == {f"Certificate {NAME}"}
    assert before(graph, CERTIFICATE, NAME) == set()


def test_P42_a_mapping_goes_before_its_domain_and_its_stage() -> None:
    graph = deployed(at(REGIONAL, {"public": REST}))
    for type_, name in ((MAPPING, f"{NAME}/v1"), (RULE, f"{NAME}.next")):
        assert before(graph, type_, name) >= {
            f"DomainName {NAME}",
            "Stage orders-public.dev",
            "MethodSettings orders-public.dev.*/*",
        }
    edge = deployed(at(EDGE, {"public": REST}))
    assert before(edge, OLDER_MAPPING, f"{NAME}/v1") >= {f"DomainName {NAME}", "Stage orders-public.dev"}


def test_P42_the_name_goes_from_dns_before_the_domain_goes() -> None:
    graph = deployed(at({**REGIONAL, "ip_address_type": "dualstack"}, {"public": REST}))
    for type_ in ("A", "AAAA"):
        assert f"DomainName {NAME}" in before(graph, RECORD, f"{NAME}.{type_}")


def test_P42_who_reaches_a_private_domain_goes_before_it() -> None:
    graph = deployed(at(INSIDE, {"public": PRIVATE}))
    assert f"DomainName {NAME}" in before(graph, ASSOCIATION, f"{NAME}.vpce-1")


def test_P42_a_mapping_of_another_stacks_domain_goes_before_the_stage() -> None:
    graph = deployed(at({"existing": "api.example.com"}))
    assert "Stage orders-public.dev" in before(graph, MAPPING, f"{NAME}/(root)")
