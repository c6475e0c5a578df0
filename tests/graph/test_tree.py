"""A graph shown as text, as JSON and as a diagram."""

from __future__ import annotations

import json
from textwrap import dedent

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw.graph import ResourceGraph, as_json, as_mermaid, as_tree, capture


class Service(pulumi.ComponentResource):
    def __init__(self) -> None:
        super().__init__("my:index:Service", 'the "shop"')
        child = pulumi.ResourceOptions(parent=self)
        self.queue = aws.sqs.Queue("orders", name="orders", opts=child)
        aws.sns.Topic("events", name=self.queue.name, opts=child)
        self.register_outputs({"key": pulumi.Output.secret("hidden")})


@pytest.fixture
def graph() -> ResourceGraph:
    def program() -> None:
        Service()
        aws.sqs.Queue("refunds", name="refunds")
        pulumi.export("key", pulumi.Output.secret("hidden"))
        pulumi.export("open", 1)

    return capture(program, project="shop")


def test_the_tree_shows_children_under_parents_and_counts_by_type(graph: ResourceGraph) -> None:
    expected = """\
        shop (dev) in us-east-1: 4 resources
        ├── the "shop"  my:index:Service
        │   ├── orders  aws:sqs:Queue
        │   └── events  aws:sns:Topic
        └── refunds  aws:sqs:Queue

        1  aws:sns/topic:Topic
        2  aws:sqs/queue:Queue
        1  my:index:Service"""
    assert as_tree(graph) == dedent(expected)


def test_an_empty_graph_is_one_line() -> None:
    assert as_tree(capture(lambda: None)) == "project (dev) in us-east-1: 0 resources"


def test_json_holds_every_field_of_every_resource(graph: ResourceGraph) -> None:
    shown = as_json(graph)
    queue = next(resource for resource in shown["resources"] if resource["name"] == "refunds")
    assert queue == {
        "urn": "urn:pulumi:dev::shop::aws:sqs/queue:Queue::refunds",
        "type": "aws:sqs/queue:Queue",
        "name": "refunds",
        "id": "https://sqs.us-east-1.amazonaws.com/123456789012/refunds",
        "custom": True,
        "parent": None,
        "inputs": {"name": "refunds"},
        "outputs": {
            "name": "refunds",
            "arn": "arn:aws:sqs:us-east-1:123456789012:refunds",
            "region": "us-east-1",
            "url": "https://sqs.us-east-1.amazonaws.com/123456789012/refunds",
        },
        "dependencies": [],
        "property_dependencies": {"name": []},
        "provider": None,
        "protect": False,
        "retain_on_delete": False,
        "delete_before_replace": False,
        "ignore_changes": [],
        "aliases": [],
        "import_id": None,
        "secret_inputs": [],
        "secret_outputs": [],
        "hooks": {},
    }
    assert shown["counts"] == graph.counts()
    assert {key: shown[key] for key in ("project", "stack", "region", "account_id")} == {
        "project": "shop",
        "stack": "dev",
        "region": "us-east-1",
        "account_id": "123456789012",
    }


def test_json_masks_every_secret(graph: ResourceGraph) -> None:
    shown = as_json(graph)
    assert shown["exports"] == {"key": "[secret]", "open": 1}
    assert shown["resources"][0]["outputs"] == {"key": "[secret]"}
    assert "hidden" not in json.dumps(shown)


def test_json_shows_assets_by_their_paths() -> None:
    archive = pulumi.AssetArchive(
        {
            "folder": pulumi.FileArchive("/src"),
            "app.py": pulumi.StringAsset("x = 1"),
            "notes": pulumi.FileAsset("/notes.txt"),
            "far": pulumi.RemoteArchive("https://example.com/a.zip"),
        }
    )
    graph = capture(lambda: aws.lambda_.LayerVersion("tools", layer_name="tools", code=archive))
    assert as_json(graph)["resources"][0]["inputs"]["code"] == {
        "archive": {
            "folder": {"archive": "/src"},
            "app.py": {"text": "x = 1"},
            "notes": {"asset": "/notes.txt"},
            "far": {"archive": "https://example.com/a.zip"},
        }
    }


def test_mermaid_boxes_components_and_points_at_dependencies(graph: ResourceGraph) -> None:
    expected = """\
        flowchart LR
          subgraph r0["the &quot;shop&quot;<br/>my:index:Service"]
            r2["orders<br/>aws:sqs:Queue"]
            r3["events<br/>aws:sns:Topic"]
          end
          r1["refunds<br/>aws:sqs:Queue"]
          r3 --> r2"""
    assert as_mermaid(graph) == dedent(expected)
