"""Edge and private domains, TLS policies and mutual TLS: what AWS's older API makes, and what the newer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ..conftest import deployed
from .conftest import (
    ACM,
    ASSOCIATION,
    CERTIFICATE,
    COMPONENT,
    DOMAIN,
    HTTP,
    IN_VPC,
    MAPPING,
    OLDER_DOMAIN,
    OLDER_MAPPING,
    PRIVATE,
    RECORD,
    REST,
    VALIDATION,
    at,
)

NAME = "orders-api.example.com"
EDGE: dict[str, Any] = {"name": "api.example.com", "endpoint": "edge", "zone": "Z1"}
TRUSTSTORE = {"truststore_uri": "s3://trusted/clients/truststore.pem"}
READ = "aws:s3/getObject:getObject"


def test_an_edge_domain_is_made_by_the_older_api_with_its_kind_of_mapping() -> None:
    graph = deployed(at({**EDGE, "base_path": "v1"}, {"public": REST}))
    domain = graph.find(OLDER_DOMAIN, NAME)
    assert domain.inputs == {
        "domainName": "api.example.com",
        "endpointConfiguration": {"types": "EDGE"},
        "certificateArn": graph.find(CERTIFICATE, NAME).outputs["arn"],
        "securityPolicy": "TLS_1_2",
        "tags": {},
    }
    assert graph.find(OLDER_MAPPING, f"{NAME}/v1").inputs == {
        "domainName": "api.example.com",
        "basePath": "v1",
        "restApi": graph.find("aws:apigateway/restApi:RestApi", "orders-public").id,
        "stageName": "dev",
    }
    (alias,) = graph.find(RECORD, f"{NAME}.A").inputs["aliases"]
    assert alias["name"] == domain.outputs["cloudfrontDomainName"]
    assert alias["zoneId"] == domain.outputs["cloudfrontZoneId"] == "Z2FDTNDATAQYW2"
    assert graph.of_type(DOMAIN) == graph.of_type(MAPPING) == ()


@pytest.mark.parametrize(("region", "sent"), [("eu-west-1", "us-east-1"), ("us-east-1", None)])
def test_P37_an_edge_certificate_is_made_where_cloudfront_looks(region: str, sent: str | None) -> None:
    graph = deployed(at(EDGE, {"public": REST}), region=region)
    for type_ in (CERTIFICATE, VALIDATION):
        assert graph.find(type_, NAME).inputs.get("region") == sent
    assert graph.find(CERTIFICATE, NAME).outputs["arn"].startswith("arn:aws:acm:us-east-1:")


def test_the_certificate_of_another_domain_is_made_in_the_region_of_the_stack() -> None:
    graph = deployed(at({"name": "api.example.com", "zone": "Z1"}), region="eu-west-1")
    assert "region" not in graph.find(CERTIFICATE, NAME).inputs
    assert graph.find(CERTIFICATE, NAME).outputs["arn"].startswith("arn:aws:acm:eu-west-1:")


def test_a_private_domain_has_a_policy_an_id_and_endpoints_that_reach_it() -> None:
    private = {
        "name": "api.example.com",
        "endpoint": "private",
        "policy": {"allow_vpc_endpoints": ["${ref.endpoint}"]},
        "vpc_endpoint_ids": ["vpce-1", "${ref.endpoint}"],
        "certificate": f"{ACM}1a",
        "zone": "Z1",
        "base_path": "v1",
    }
    graph = deployed(at(private, {"public": PRIVATE}), refs=lambda: {"endpoint": "vpce-2"})
    domain = graph.find(OLDER_DOMAIN, NAME)
    inputs = dict(domain.inputs)
    policy = json.loads(inputs.pop("policy"))
    assert inputs == {
        "domainName": "api.example.com",
        "endpointConfiguration": {"types": "PRIVATE"},
        "certificateArn": f"{ACM}1a",
        "tags": {},
    }
    assert [each["Effect"] for each in policy["Statement"]] == ["Allow", "Deny"]
    assert policy["Statement"][1]["Condition"] == {"StringNotEquals": {"aws:SourceVpce": ["vpce-2"]}}
    assert graph.find(OLDER_MAPPING, f"{NAME}/v1").inputs["domainNameId"] == domain.outputs["domainNameId"]
    associations = graph.of_type(ASSOCIATION)
    assert [each.name for each in associations] == [f"{NAME}.vpce-1", f"{NAME}.${{ref.endpoint}}"]
    assert [each.inputs for each in associations] == [
        {
            "domainNameArn": domain.outputs["arn"],
            "accessAssociationSource": endpoint,
            "accessAssociationSourceType": "VPCE",
            "tags": {},
        }
        for endpoint in ("vpce-1", "vpce-2")
    ]
    # VPCs find it by their endpoints: no public name leads there.
    assert graph.of_type(RECORD) == ()
    assert "target_domain_name" not in graph.find(COMPONENT, NAME).outputs


def test_a_private_domain_leaves_the_certificates_record_alone_to_make() -> None:
    private = {"name": "api.example.com", "endpoint": "private", "policy": IN_VPC}
    graph = deployed(at(private, {"public": PRIVATE}))
    assert [each["name"].split(".", 1)[1] for each in graph.exports["dns_records"]] == ["api.example.com."]
    made = deployed(at({**private, "certificate": f"{ACM}1a"}, {"public": PRIVATE}))
    assert "dns_records" not in made.exports


def test_a_private_domain_that_exists_is_told_by_its_id() -> None:
    existing = {"existing": "api.example.com", "endpoint": "private", "id": "${ref.id}"}
    graph = deployed(at(existing, {"public": PRIVATE}), refs=lambda: {"id": "abcd1234"})
    assert graph.of_type(OLDER_DOMAIN) == ()
    assert graph.find(OLDER_MAPPING, f"{NAME}/(root)").inputs == {
        "domainName": "api.example.com",
        "domainNameId": "abcd1234",
        "restApi": graph.find("aws:apigateway/restApi:RestApi", "orders-public").id,
        "stageName": "dev",
    }


@pytest.mark.parametrize(
    ("policy", "mode"), [("SecurityPolicy_TLS13_1_3_2025_09", "STRICT"), ("TLS_1_0", None)]
)
def test_P38_other_tls_policies_of_regional_domains_are_the_older_apis(policy: str, mode: str | None) -> None:
    written = {"name": "api.example.com", "zone": "Z1", "security_policy": policy, "base_path": "v1"}
    graph = deployed(at({**written, **({"endpoint_access_mode": mode} if mode else {})}, {"public": REST}))
    domain = graph.find(OLDER_DOMAIN, NAME)
    assert domain.inputs["securityPolicy"] == policy
    assert domain.inputs.get("endpointAccessMode") == mode
    assert domain.inputs["regionalCertificateArn"] == graph.find(CERTIFICATE, NAME).outputs["arn"]
    assert "certificateArn" not in domain.inputs
    # Mappings of regional domains are of the newer kind, which has several levels.
    assert graph.find(MAPPING, f"{NAME}/v1").inputs["domainName"] == "api.example.com"
    (alias,) = graph.find(RECORD, f"{NAME}.A").inputs["aliases"]
    assert (alias["name"], alias["zoneId"]) == (
        domain.outputs["regionalDomainName"],
        domain.outputs["regionalZoneId"],
    )


def test_P39_a_new_truststore_is_a_new_version_of_the_domain() -> None:
    written = at(
        {"name": "api.example.com", "zone": "Z1", "mutual_tls": TRUSTSTORE},
        {"public": {**HTTP, "disable_execute_api_endpoint": True}},
    )

    def looked_up(version: str | None) -> Any:
        graph = deployed(written, calls={READ: {"versionId": version}})
        return graph.find(DOMAIN, NAME).inputs["mutualTlsAuthentication"]

    assert looked_up("first") == {
        "truststoreUri": "s3://trusted/clients/truststore.pem",
        "truststoreVersion": "first",
    }
    assert looked_up("second")["truststoreVersion"] == "second"
    # A bucket without versions has none to tell.
    for none in (None, "", "null"):
        assert looked_up(none) == {"truststoreUri": "s3://trusted/clients/truststore.pem"}


def test_P39_the_version_is_that_of_the_object_that_is_named() -> None:
    asked: list[dict[str, Any]] = []

    def answer(args: dict[str, Any]) -> dict[str, Any]:
        asked.append(args)
        return {"versionId": "v"}

    written = at(
        {"name": "api.example.com", "mutual_tls": {"truststore_uri": "s3://${ref.bucket}/a/b.pem"}},
        {"public": {**HTTP, "disable_execute_api_endpoint": True}},
    )
    deployed(written, refs=lambda: {"bucket": "trusted"}, calls={READ: answer})
    assert [(each["bucket"], each["key"]) for each in asked] == [("trusted", "a/b.pem")]


def test_P39_a_version_and_a_certificate_of_ownership_that_are_written() -> None:
    mutual_tls = {**TRUSTSTORE, "truststore_version": "${ref.version}"}
    domain = {"certificate": f"{ACM}1a", "ownership_certificate": f"{ACM}2b", "mutual_tls": mutual_tls}
    api = {**REST, "disable_execute_api_endpoint": True}
    written = at({"name": "api.example.com", **domain}, {"public": api})
    graph = deployed(written, refs=lambda: {"version": "abc"}, calls={READ: {"versionId": "other"}})
    inputs = graph.find(DOMAIN, NAME).inputs
    assert inputs["mutualTlsAuthentication"]["truststoreVersion"] == "abc"
    assert inputs["domainNameConfiguration"]["ownershipVerificationCertificateArn"] == f"{ACM}2b"


def test_a_whole_policy_of_a_private_domain_is_written_so_that_aws_gives_it_back() -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke"}
    raw = {"Version": "2012-10-17", "Statement": [{**statement, "Resource": ["execute-api:/*"]}]}
    private = {"name": "api.example.com", "endpoint": "private", "policy": raw}
    graph = deployed(at(private, {"public": {**PRIVATE, "policy": IN_VPC}}))
    policy = json.loads(graph.find(OLDER_DOMAIN, NAME).inputs["policy"])
    assert policy["Statement"] == [{**statement, "Resource": ["*"]}]
