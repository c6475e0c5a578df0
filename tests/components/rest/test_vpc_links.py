from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.graph import ResourceGraph

from ..conftest import VPC_LINK, deployed
from .conftest import NLB_LINK, body, deployment, rest, rest_api, stage

BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/{}/inside/1a2b"


def linked(link: dict[str, Any], target: str | None = None, **refs: Any) -> ResourceGraph:
    integration = {"type": "private", "vpc_link": "inside", "url": "http://inside.example.com/"}
    if target:
        integration["target_arn"] = target
    written = rest({"GET /inside": {"integration": integration}}, vpc_links={"inside": link})
    return deployed(written, refs=lambda: refs)


def integration(graph: ResourceGraph) -> dict[str, Any]:
    return dict(body(graph)["paths"]["/inside"]["get"]["x-amazon-apigateway-integration"])


def test_a_link_of_version_1_leads_to_a_network_load_balancer() -> None:
    graph = linked({"target_arn": BALANCER.format("net")})
    link = graph.find(NLB_LINK, "orders-public.inside")
    assert link.inputs == {"targetArn": BALANCER.format("net"), "tags": {}}
    assert integration(graph)["connectionId"] == link.id
    assert "integrationTarget" not in integration(graph)


def test_P25_a_link_of_version_2_names_the_load_balancer_in_the_integration() -> None:
    graph = linked({"subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"]}, BALANCER.format("app"))
    link = graph.find(VPC_LINK, "orders-public.inside")
    assert (
        integration(graph).items()
        >= {
            "connectionId": link.id,
            "connectionType": "VPC_LINK",
            "integrationTarget": BALANCER.format("app"),
        }.items()
    )


def test_a_link_that_exists() -> None:
    graph = linked({"id": "${ref.known}"}, known="abc123")
    assert integration(graph)["connectionId"] == "abc123"
    assert not graph.of_type(NLB_LINK) + graph.of_type(VPC_LINK)


@pytest.mark.parametrize(
    ("type_", "link", "target"),
    [
        (NLB_LINK, {"target_arn": BALANCER.format("net")}, None),
        (VPC_LINK, {"subnet_ids": ["subnet-1"]}, BALANCER.format("app")),
    ],
)
def test_P26_a_new_link_is_deployed_before_the_old_one_goes(
    type_: str, link: dict[str, Any], target: str | None
) -> None:
    """Pulumi deletes what was replaced last, and of it first what depends on the rest by itself.

    So the old deployment has to depend on the link itself and not by the API alone, which stays.
    """
    graph = linked(link, target)
    made = graph.find(type_, "orders-public.inside")
    assert made.urn in rest_api(graph).dependencies
    assert made.urn in deployment(graph).dependencies
    assert deployment(graph).urn in stage(graph).dependencies
    # A name of its own would keep the new link from being made beside the old one.
    assert "name" not in made.inputs
    assert deployment(graph).retain_on_delete is False
