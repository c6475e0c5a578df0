"""Run any Pulumi Python program under recording mocks and look at the resources it registers."""

from __future__ import annotations

from pulumi_apigw.graph.capture import capture, capture_project
from pulumi_apigw.graph.model import Resource, ResourceGraph

__all__ = ["Resource", "ResourceGraph", "capture", "capture_project"]
