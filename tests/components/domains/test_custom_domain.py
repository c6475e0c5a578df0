"""A regional domain: what is made of it, and what callers and programs get."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.graph import ResourceGraph
from pulumi_apigw.testing import assert_resource_counts

from ..conftest import ALIAS, FUNCTION, LOG_GROUP, PERMISSION, POLICY, ROLE, deployed
from .conftest import ACM, CERTIFICATE, COMPONENT, DOMAIN, MAPPING, RECORD, VALIDATION, at

NAME = "orders-api.example.com"


@pytest.fixture
def graph() -> ResourceGraph:
    domain = {"name": "api.example.com", "zone": "example.com", "base_path": "v1"}
    return deployed(at(domain, tags={"team": "orders"}))


def test_every_resource_of_a_domain(graph: ResourceGraph) -> None:
    assert_resource_counts(
        graph,
        {
            "apigw:index:Service": 1,
            "apigw:index:Function": 1,
            "apigw:index:HttpApi": 1,
            "apigw:index:Stage": 1,
            COMPONENT: 1,
            CERTIFICATE: 1,
            VALIDATION: 1,
            DOMAIN: 1,
            MAPPING: 1,
            RECORD: 2,
            ALIAS: 1,
            FUNCTION: 1,
            LOG_GROUP: 2,
            PERMISSION: 1,
            POLICY: 1,
            ROLE: 1,
            "aws:apigatewayv2/api:Api": 1,
            "aws:apigatewayv2/integration:Integration": 1,
            "aws:apigatewayv2/route:Route": 1,
            "aws:apigatewayv2/stage:Stage": 1,
        },
    )


def test_every_input_of_a_domain(graph: ResourceGraph) -> None:
    certificate = graph.find(CERTIFICATE, NAME)
    assert certificate.inputs == {
        "domainName": "api.example.com",
        "validationMethod": "DNS",
        "tags": {"team": "orders"},
    }
    (option,) = certificate.outputs["domainValidationOptions"]
    zone = graph.find(RECORD, NAME).inputs["zoneId"]
    assert graph.find(RECORD, NAME).inputs == {
        "name": option["resourceRecordName"],
        "type": "CNAME",
        "records": [option["resourceRecordValue"]],
        "ttl": 300,
        "zoneId": zone,
        "allowOverwrite": True,
    }
    assert graph.find(VALIDATION, NAME).inputs == {
        "certificateArn": certificate.outputs["arn"],
        "validationRecordFqdns": [option["resourceRecordName"]],
    }
    domain = graph.find(DOMAIN, NAME)
    assert domain.inputs == {
        "domainName": "api.example.com",
        "domainNameConfiguration": {
            "certificateArn": certificate.outputs["arn"],
            "endpointType": "REGIONAL",
            "securityPolicy": "TLS_1_2",
        },
        "tags": {"team": "orders"},
    }
    configuration = domain.outputs["domainNameConfiguration"]
    assert graph.find(RECORD, f"{NAME}.A").inputs == {
        "name": "api.example.com",
        "type": "A",
        "zoneId": zone,
        "aliases": [
            {
                "name": configuration["targetDomainName"],
                "zoneId": configuration["hostedZoneId"],
                "evaluateTargetHealth": False,
            }
        ],
    }
    assert graph.find(MAPPING, f"{NAME}/v1").inputs == {
        "apiId": graph.find("aws:apigatewayv2/api:Api", "orders-public").id,
        "stage": "dev",
        "domainName": "api.example.com",
        "apiMappingKey": "v1",
    }


def test_what_a_program_gets_of_a_domain(graph: ResourceGraph) -> None:
    configuration = graph.find(DOMAIN, NAME).outputs["domainNameConfiguration"]
    assert graph.find(COMPONENT, NAME).outputs == {
        "urls": {"public": ["https://api.example.com/v1"]},
        "dns_records": [],
        "target_domain_name": configuration["targetDomainName"],
        "hosted_zone_id": configuration["hostedZoneId"],
    }
    assert graph.exports["domain_urls"] == {"public": {"dev": ["https://api.example.com/v1"]}}
    assert "dns_records" not in graph.exports


def test_a_service_without_domains_exports_nothing_of_them() -> None:
    written = at(None)
    del written["stages"]["dev"]["domain"]
    graph = deployed(written)
    assert graph.of_type(COMPONENT) == ()
    assert {"domain_urls", "dns_records"}.isdisjoint(graph.exports)


@pytest.mark.parametrize(
    ("zone", "refs", "id_"),
    [("Z0123456789ABC", {}, "Z0123456789ABC"), ("${ref.zone}", {"zone": "Z9"}, "Z9")],
)
def test_a_zone_by_its_id(zone: str, refs: dict[str, Any], id_: str) -> None:
    graph = deployed(at({"name": "api.example.com", "zone": zone}), refs=lambda: refs)
    assert {each.inputs["zoneId"] for each in graph.of_type(RECORD)} == {id_}


def test_a_zone_by_its_name_is_the_public_one() -> None:
    asked: list[dict[str, Any]] = []

    def answer(args: dict[str, Any]) -> dict[str, Any]:
        asked.append(args)
        return {"zoneId": "Z7"}

    written = at({"name": "api.example.com", "zone": "example.com."})
    graph = deployed(written, calls={"aws:route53/getZone:getZone": answer})
    assert asked == [{"name": "example.com.", "privateZone": False}]
    assert {each.inputs["zoneId"] for each in graph.of_type(RECORD)} == {"Z7"}


def test_without_a_zone_the_records_are_told() -> None:
    graph = deployed(at({"name": "api.example.com"}))
    assert graph.of_type(RECORD) == ()
    (option,) = graph.find(CERTIFICATE, NAME).outputs["domainValidationOptions"]
    target = graph.find(DOMAIN, NAME).outputs["domainNameConfiguration"]["targetDomainName"]
    assert graph.exports["dns_records"] == [
        {"name": option["resourceRecordName"], "type": "CNAME", "value": option["resourceRecordValue"]},
        {"name": "api.example.com", "type": "CNAME", "value": target},
    ]
    # Without a record of ours AWS waits for one of the user's.
    assert "validationRecordFqdns" not in graph.find(VALIDATION, NAME).inputs


def test_P37_a_certificate_that_exists_is_used_as_it_is() -> None:
    graph = deployed(
        at({"name": "api.example.com", "zone": "Z1", "certificate": "${ref.certificate}"}),
        refs=lambda: {"certificate": f"{ACM}1a"},
    )
    assert graph.of_type(CERTIFICATE) == graph.of_type(VALIDATION) == ()
    assert graph.find(DOMAIN, NAME).inputs["domainNameConfiguration"]["certificateArn"] == f"{ACM}1a"
    assert [each.name for each in graph.of_type(RECORD)] == [f"{NAME}.A"]


def test_P41_dual_stack_comes_with_its_record() -> None:
    graph = deployed(at({"name": "api.example.com", "zone": "Z1", "ip_address_type": "dualstack"}))
    assert graph.find(DOMAIN, NAME).inputs["domainNameConfiguration"]["ipAddressType"] == "dualstack"
    records = {each.inputs["type"]: each.inputs for each in graph.of_type(RECORD)}
    assert records["AAAA"] == {**records["A"], "type": "AAAA"}


def test_P41_ipv4_has_no_record_that_clients_would_try_in_vain() -> None:
    graph = deployed(at({"name": "api.example.com", "zone": "Z1", "ip_address_type": "ipv4"}))
    assert {each.inputs["type"] for each in graph.of_type(RECORD)} == {"CNAME", "A"}


def test_a_name_for_every_name_below() -> None:
    graph = deployed(at({"name": "*.example.com", "zone": "example.com"}))
    assert graph.find(RECORD, "orders-*.example.com.A").inputs["name"] == "*.example.com"


def test_functions_learn_the_base_paths_that_their_events_hold() -> None:
    domains = [
        {"name": "api.example.com", "apis": {"public": ["v1", "", "orders/v1"]}},
        {"existing": "www.example.com", "apis": {"public": "v1"}},
    ]
    variables = deployed(at(domains)).find(FUNCTION, "orders-api").inputs["environment"]["variables"]
    assert variables == {"BASE_PATHS": "v1 orders/v1"}


def test_a_function_at_the_root_has_nothing_to_learn() -> None:
    graph = deployed(at({"name": "api.example.com"}))
    assert "environment" not in graph.find(FUNCTION, "orders-api").inputs
