"""A service with every integration, authorizer and setting of REST APIs, whole and sealed.

`every_rest.txt` holds each of its resources as a line, as `every_kind.txt` does for HTTP APIs, and
`every_rest.json` the body of the API. After a change that is meant, write them anew with
`WRITE_GRAPHS=1 python -m pytest tests/components`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.graph import Resource, ResourceGraph, capture
from pulumi_apigw.testing import assert_resource_counts

from ..conftest import ALIAS, FUNCTION, LOG_GROUP, PERMISSION, POLICY, ROLE, VPC_LINK, ours
from ..test_every_kind import plain, stand_ins
from .conftest import (
    ACCOUNT,
    API_KEY,
    CERTIFICATE,
    DEPLOYMENT,
    DOCUMENTATION,
    NLB_LINK,
    REST_API,
    REST_STAGE,
    SETTINGS,
    USAGE_PLAN,
    USAGE_PLAN_KEY,
    WEB_ACL,
)

PROGRAM = Path(__file__).parents[2] / "apply" / "rest" / "every_rest" / "__main__.py"
GRAPH = Path(__file__).with_name("every_rest.txt")
BODY = Path(__file__).with_name("every_rest.json")
BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/{}/inside/1a2b3c4d"
# What the emulators lack, so that the program that is applied to them goes without it.
BESIDES: dict[str, Any] = {
    "apis": {
        "public": {
            "policy": {"deny_ips": ["203.0.113.0/24"], "allow_accounts": ["123456789012"]},
            "binary_media_types": ["image/png"],
            "client_certificate": True,
            "documentation_version": "2.1",
            "disable_execute_api_endpoint": True,
            "ip_address_type": "dualstack",
            "security_policy": "SecurityPolicy_TLS13_1_3_2025_09",
            "endpoint_access_mode": "STRICT",
            "vpc_links": {
                "inside": {"id": None, "subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"]},
                "network": {"target_arn": BALANCER.format("net")},
            },
            "usage_plans": {"gold": {"routes": {"GET /items": {"rate_limit": 2, "burst_limit": 4}}}},
            "routes": {
                "ANY /inside/{proxy+}": {"integration": {"target_arn": BALANCER.format("app")}},
                "GET /network": {
                    "cache": {"enabled": False},
                    "integration": {
                        "type": "private",
                        "vpc_link": "network",
                        "url": "http://network.example.com/",
                    },
                },
            },
        }
    },
    "stages": {"dev": {"canary": {"percent_traffic": 5, "variables": {"table_name": "items-canary"}}}},
}


def every_rest(stack: str = "dev") -> ResourceGraph:
    return capture(PROGRAM, stack=stack, project="shop", config={"apigw:patch": json.dumps(BESIDES)})


@pytest.fixture(scope="module")
def graph() -> ResourceGraph:
    return every_rest()


def replaced(text: str, graph: ResourceGraph) -> str:
    """A text with the names of resources for what AWS computes of them."""
    for value, whose in stand_ins(graph).items():
        text = text.replace(value, whose)
    return text


def lines(graph: ResourceGraph) -> list[str]:
    parents = {each.urn: each.name for each in graph.resources}

    def line(resource: Resource) -> str:
        written = {key: value for key, value in resource.inputs.items() if key not in ("body", "triggers")}
        inputs = replaced(json.dumps(plain(written), ensure_ascii=False), graph)
        return f"{resource.type} | {resource.name} | {parents.get(resource.parent or '', '-')} | {inputs}"

    return sorted(line(each) for each in ours(graph, "every-rest"))


def body(graph: ResourceGraph) -> str:
    written = json.loads(graph.find(REST_API, "every-rest-public").inputs["body"])
    return replaced(json.dumps(written, indent=1, ensure_ascii=False), graph) + "\n"


def test_every_input_of_every_resource(graph: ResourceGraph) -> None:
    if "WRITE_GRAPHS" in os.environ:
        GRAPH.write_text("\n".join(lines(graph)) + "\n")
    assert lines(graph) == GRAPH.read_text().splitlines()


def test_the_body(graph: ResourceGraph) -> None:
    if "WRITE_GRAPHS" in os.environ:
        BODY.write_text(body(graph))
    assert body(graph) == BODY.read_text()


def test_there_is_nothing_else(graph: ResourceGraph) -> None:
    services = ResourceGraph(
        project="shop", stack="dev", region="", account_id="", resources=tuple(ours(graph, "every-rest"))
    )
    assert_resource_counts(
        services,
        {
            "apigw:index:AccessLogRole": 1,
            "apigw:index:Function": 2,
            "apigw:index:RestApi": 1,
            "apigw:index:Service": 1,
            "apigw:index:Stage": 1,
            ACCOUNT: 2,
            ALIAS: 2,
            API_KEY: 2,
            CERTIFICATE: 1,
            DEPLOYMENT: 1,
            DOCUMENTATION: 1,
            FUNCTION: 2,
            LOG_GROUP: 3,
            NLB_LINK: 1,
            PERMISSION: 2,
            POLICY: 12,
            ROLE: 13,
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 1,
            REST_API: 1,
            REST_STAGE: 1,
            SETTINGS: 8,
            USAGE_PLAN: 1,
            USAGE_PLAN_KEY: 2,
            VPC_LINK: 1,
            WEB_ACL: 1,
        },
    )


def test_no_two_resources_have_one_urn(graph: ResourceGraph) -> None:
    urns = [each.urn for each in graph.resources]
    assert len(urns) == len(set(urns))


def test_each_stack_has_its_own_variables_limits_and_cache() -> None:
    prod = every_rest("prod")
    stage = prod.find(REST_STAGE, "every-rest-public.prod").inputs
    assert (stage["stageName"], stage["cacheClusterEnabled"]) == ("prod", False)
    assert stage["variables"]["table_name"] == "items-prod"
    settings = prod.find(SETTINGS, "every-rest-public.prod.*/*").inputs["settings"]
    assert (settings["throttlingRateLimit"], settings["cachingEnabled"]) == (500, False)
    assert not prod.of_type(ACCOUNT)


def test_P31_capturing_it_again_gives_the_same(graph: ResourceGraph) -> None:
    again = every_rest()
    assert lines(again) == lines(graph)
    assert (
        again.find(REST_API, "every-rest-public").inputs == graph.find(REST_API, "every-rest-public").inputs
    )
    assert (
        again.find(DEPLOYMENT, "every-rest-public").inputs
        == graph.find(DEPLOYMENT, "every-rest-public").inputs
    )
