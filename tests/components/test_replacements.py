"""What Pulumi replaces in which order, where what others are made from is replaced."""

from __future__ import annotations

import pulumi
import pytest

from pulumi_apigw.graph import ResourceGraph

from .conftest import deployed
from .test_options import WRITTEN

REST = "aws:apigateway/deployment:Deployment"
WEBSOCKET = "aws:apigatewayv2/deployment:Deployment"
ALIAS = "aws:lambda/alias:Alias"
FUNCTION = "aws:lambda/function:Function"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
VPC_LINK = "aws:apigateway/vpcLink:VpcLink"


@pytest.fixture
def graph() -> ResourceGraph:
    return deployed(WRITTEN)


@pytest.mark.parametrize(
    ("type_", "name", "parts"),
    [
        (
            REST,
            "orders-orders",
            [
                (FUNCTION, "orders-api"),
                (VPC_LINK, "orders-orders.old"),
                (ROLE_POLICY, "orders-orders.SQS-SendMessage POST /queue"),
            ],
        ),
        (
            WEBSOCKET,
            "orders-live",
            [(FUNCTION, "orders-api"), (ROLE_POLICY, "orders-live.SQS-SendMessage queue")],
        ),
    ],
)
def test_a_deployment_comes_after_its_parts_and_is_not_replaced_before_they_are(
    graph: ResourceGraph, type_: str, name: str, parts: list[tuple[str, str]]
) -> None:
    # Pulumi deletes what has a property of a resource that it deletes before the replacement is made; AWS
    # deletes no deployment that a stage serves.
    deployment = graph.find(type_, name)
    assert deployment.property_dependencies.get("triggers", ()) == ()
    assert {graph.find(*part).urn for part in parts} <= set(deployment.dependencies)


def test_what_is_called_stays_until_stages_call_another() -> None:
    told: dict[str, set[bool | None]] = {}

    def note(args: pulumi.ResourceTransformArgs) -> None:
        told.setdefault(args.type_, set()).add(args.opts.delete_before_replace)

    deployed(WRITTEN, opts=lambda: pulumi.ResourceOptions(transforms=[note]))
    # The provider's own answer is to delete first what keeps its name, however narrow that name counts.
    assert {type_ for type_, said in told.items() if said == {False}} == {ALIAS, ROLE_POLICY}
