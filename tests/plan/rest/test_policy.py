"""From where a REST API can be called: short words → the policy that they mean."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import ORIGIN, rest_api

INVOKE = {"Principal": "*", "Action": "execute-api:Invoke", "Resource": "*"}
ALLOW = {"Effect": "Allow", **INVOKE}


def deny(condition: dict[str, Any]) -> dict[str, Any]:
    return {"Effect": "Deny", **INVOKE, "Condition": condition}


INSIDE: dict[str, Any] = {"endpoint": "private", "vpc_endpoint_ids": ["vpce-1"]}


def statements(policy: Any, **api: Any) -> list[dict[str, Any]]:
    plan = rest_api(policy=policy, **api).policy
    assert plan is not None
    assert plan["Version"] == "2012-10-17"
    found: list[dict[str, Any]] = plan["Statement"]
    return found


def test_P45_no_policy_that_was_not_asked_for() -> None:
    assert rest_api().policy is None


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        (
            {"allow_ips": ["203.0.113.0/24", "::1"]},
            {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "::1"]}},
        ),
        ({"deny_ips": ["203.0.113.7"]}, {"IpAddress": {"aws:SourceIp": ["203.0.113.7"]}}),
    ],
)
def test_addresses_that_are_not_in_the_list_are_denied(
    words: dict[str, Any], condition: dict[str, Any]
) -> None:
    assert statements(words) == [ALLOW, deny(condition)]


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ({"allow_vpc_endpoints": ["vpce-1"]}, {"StringNotEquals": {"aws:SourceVpce": ["vpce-1"]}}),
        ({"allow_vpcs": ["vpc-1", "vpc-2"]}, {"StringNotEquals": {"aws:SourceVpc": ["vpc-1", "vpc-2"]}}),
    ],
)
def test_requests_from_elsewhere_are_denied(words: dict[str, Any], condition: dict[str, Any]) -> None:
    assert statements(words, **INSIDE) == [ALLOW, deny(condition)]


def test_everything_that_is_named_must_hold() -> None:
    words = {"allow_ips": ["10.0.0.0/8"], "deny_ips": ["10.0.0.7"], "allow_vpcs": ["vpc-1"]}
    assert statements(words, **INSIDE) == [
        ALLOW,
        deny({"NotIpAddress": {"aws:VpcSourceIp": ["10.0.0.0/8"]}}),
        deny({"IpAddress": {"aws:VpcSourceIp": ["10.0.0.7"]}}),
        deny({"StringNotEquals": {"aws:SourceVpc": ["vpc-1"]}}),
    ]


def test_a_list_that_the_program_supplies_takes_the_lists_place() -> None:
    (_, denied) = statements({"allow_vpc_endpoints": "${ref.endpoints}"}, **INSIDE)
    assert denied["Condition"] == {"StringNotEquals": {"aws:SourceVpce": "${ref.endpoints}"}}


def test_addresses_inside_a_vpc_stand_in_a_key_of_their_own() -> None:
    words = {"allow_ips": ["10.0.0.0/8"], "allow_vpc_endpoints": ["vpce-1"]}
    found = statements(words, **INSIDE)
    assert found[1]["Condition"] == {"NotIpAddress": {"aws:VpcSourceIp": ["10.0.0.0/8"]}}


SIGNED: dict[str, Any] = {
    "authorizers": {"signed": {"type": "iam"}},
    "routes": {"GET /items": {"authorizer": "signed"}},
}


def test_accounts_are_who_is_allowed() -> None:
    found = statements({"allow_accounts": ["111122223333"], "allow_ips": ["203.0.113.0/24"]}, **SIGNED)
    assert found == [
        {**ALLOW, "Principal": {"AWS": ["111122223333"]}},
        deny({"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}}),
    ]


def test_P9_preflights_come_from_no_account() -> None:
    found = statements({"allow_accounts": ["111122223333"]}, cors={"allow_origins": [ORIGIN]}, **SIGNED)
    assert found == [
        {**ALLOW, "Principal": {"AWS": ["111122223333"]}},
        {**ALLOW, "Resource": "execute-api:/*/OPTIONS/*"},
    ]


def test_P18_a_policy_in_json_is_taken_as_it_is() -> None:
    raw = {"Version": "2012-10-17", "Statement": [{**ALLOW, "Resource": "execute-api:/*/GET/*"}]}
    assert rest_api(policy=raw).policy == raw


def test_P31_the_policy_names_nothing_that_aws_writes_otherwise() -> None:
    """AWS answers `execute-api:/*` with the whole ARN, which would look like a change at each refresh."""
    assert {each["Resource"] for each in statements({"deny_ips": ["203.0.113.7"]})} == {"*"}
