"""Run any Pulumi Python program under recording mocks and look at the resources it registers."""

from __future__ import annotations

from pulumi_apigw.graph.capture import capture, capture_project
from pulumi_apigw.graph.model import Resource, ResourceGraph
from pulumi_apigw.graph.tree import as_json, as_mermaid, as_tree

__all__ = ["Resource", "ResourceGraph", "as_json", "as_mermaid", "as_tree", "capture", "capture_project"]
