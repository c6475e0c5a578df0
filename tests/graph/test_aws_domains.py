"""Domains and certificates have the targets, ids and records that AWS gives them."""

from __future__ import annotations

import re

from .conftest import ACCOUNT, created


def test_a_domain_has_a_target_beside_what_was_given() -> None:
    given = {"certificateArn": "arn:aws:acm:eu-west-1:1:certificate/1", "endpointType": "REGIONAL"}
    id_, made = created(
        "aws:apigatewayv2/domainName:DomainName",
        {"domainName": "api.example.com", "domainNameConfiguration": given},
    )
    target = made["domainNameConfiguration"]
    assert id_ == "api.example.com"
    assert given.items() <= target.items()
    assert re.fullmatch(r"d-[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com", target["targetDomainName"])


def test_a_private_domain_has_an_id_by_which_others_name_it() -> None:
    private = {"domainName": "in.example.com", "endpointConfiguration": {"types": "PRIVATE"}}
    _, made = created("aws:apigateway/domainName:DomainName", private)
    own = made["domainNameId"]
    assert re.fullmatch("[a-z0-9]{10}", own)
    assert made["arn"] == f"arn:aws:apigateway:eu-west-1:{ACCOUNT}:/domainnames/in.example.com+{own}"
    association, _ = created(
        "aws:apigateway/domainNameAccessAssociation:DomainNameAccessAssociation",
        {
            "domainNameArn": made["arn"],
            "accessAssociationSource": "vpce-1",
            "accessAssociationSourceType": "VPCE",
        },
    )
    place = f"arn:aws:apigateway:eu-west-1:{ACCOUNT}:/domainnameaccessassociations/domainname"
    assert association == f"{place}/in.example.com+{own}/vpcesource/vpce-1"


def test_a_public_domain_has_no_such_id() -> None:
    _, made = created(
        "aws:apigateway/domainName:DomainName",
        {"domainName": "api.example.com", "endpointConfiguration": {"types": "EDGE"}},
    )
    assert made["domainNameId"] is None
    assert made["arn"] == "arn:aws:apigateway:eu-west-1::/domainnames/api.example.com"


def test_a_routing_rule_is_known_by_its_arn() -> None:
    id_, made = created("aws:apigatewayv2/routingRule:RoutingRule", {"domainName": "api.example.com"})
    place = f"arn:aws:apigateway:eu-west-1:{ACCOUNT}:/domainnames/api.example.com/routingrules"
    assert id_ == made["routingRuleArn"] == f"{place}/{made['routingRuleId']}"


def test_a_certificate_has_one_validation_record_a_domain() -> None:
    _, made = created(
        "aws:acm/certificate:Certificate",
        {"domainName": "*.example.com", "subjectAlternativeNames": ["api.example.com", "*.example.com"]},
    )
    options = made["domainValidationOptions"]
    assert [option["domainName"] for option in options] == ["*.example.com", "api.example.com"]
    assert re.fullmatch(r"_[0-9a-f]{32}\.example\.com\.", options[0]["resourceRecordName"])
