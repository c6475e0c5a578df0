from __future__ import annotations

import pytest

from pulumi_apigw.errors import ApigwError
from pulumi_apigw.graph import Resource, ResourceGraph

QUEUE = "aws:sqs/queue:Queue"
TOPIC = "aws:sns/topic:Topic"


@pytest.fixture
def graph() -> ResourceGraph:
    resources = (
        Resource(urn="u1", type="my:index:Service", name="shop", custom=False),
        Resource(urn="u2", type=QUEUE, name="orders", parent="u1"),
        Resource(urn="u3", type=QUEUE, name="refunds", parent="u1"),
        Resource(urn="u4", type=TOPIC, name="orders"),
    )
    return ResourceGraph("shop", "dev", "us-east-1", "123456789012", resources)


def test_of_type_keeps_the_order_of_registration(graph: ResourceGraph) -> None:
    assert [resource.name for resource in graph.of_type(QUEUE)] == ["orders", "refunds"]
    assert graph.of_type("aws:s3/bucket:Bucket") == ()


def test_find_needs_type_and_name(graph: ResourceGraph) -> None:
    assert graph.find(QUEUE, "orders").urn == "u2"
    assert graph.find(TOPIC, "orders").urn == "u4"


@pytest.mark.parametrize(
    ("type_", "name", "message"),
    [
        (QUEUE, "refund", "no aws:sqs/queue:Queue named 'refund'. Did you mean 'refunds'?"),
        (QUEUE, "x", "no aws:sqs/queue:Queue named 'x'. There is: 'orders', 'refunds'."),
        ("aws:sqs/queue:Que", "x", f"no aws:sqs/queue:Que in this graph. Did you mean '{QUEUE}'?"),
    ],
)
def test_find_suggests_what_there_is(graph: ResourceGraph, type_: str, name: str, message: str) -> None:
    with pytest.raises(ApigwError) as caught:
        graph.find(type_, name)
    assert str(caught.value) == message


def test_find_in_an_empty_graph_says_so() -> None:
    empty = ResourceGraph("shop", "dev", "us-east-1", "123456789012")
    with pytest.raises(ApigwError, match=r"no a:b:C in this graph\. It registers no resources\."):
        empty.find("a:b:C", "x")


def test_children_of_none_are_those_of_the_stack(graph: ResourceGraph) -> None:
    assert [resource.urn for resource in graph.children(None)] == ["u1", "u4"]
    assert [resource.urn for resource in graph.children("u1")] == ["u2", "u3"]


def test_counts_are_by_type_and_sorted(graph: ResourceGraph) -> None:
    assert list(graph.counts().items()) == [(TOPIC, 1), (QUEUE, 2), ("my:index:Service", 1)]
