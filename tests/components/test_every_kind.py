"""A service with every integration and authorizer of HTTP APIs, whole and sealed.

`every_kind.txt` holds each of its resources as a line: type, name, parent and all inputs, with the names of
other resources for what AWS computes of them. What changes there changes in every service; after a change
that is meant, write it anew with `WRITE_GRAPHS=1 python -m pytest tests/components`.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pulumi
import pytest

from pulumi_apigw.graph import Resource, ResourceGraph, capture
from pulumi_apigw.testing import assert_resource_counts

from .conftest import (
    ALIAS,
    API,
    ATTACHMENT,
    AUTHORIZER,
    FUNCTION,
    INTEGRATION,
    LOG_GROUP,
    PERMISSION,
    POLICY,
    ROLE,
    ROUTE,
    STAGE,
    VPC_LINK,
    ours,
)

PROGRAM = Path(__file__).parents[1] / "apply" / "every_kind" / "__main__.py"
GRAPH = Path(__file__).with_name("every_kind.txt")
# The emulators make no VPC links, so the program that is applied to them names one that exists.
LINK = {"id": None, "subnet_ids": ["subnet-1", "subnet-2"], "security_group_ids": ["sg-1"]}


def every_kind(stack: str = "dev") -> ResourceGraph:
    patch = {"apis": {"public": {"vpc_links": {"inside": LINK}}}}
    return capture(PROGRAM, stack=stack, project="shop", config={"apigw:patch": json.dumps(patch)})


@pytest.fixture(scope="module")
def graph() -> ResourceGraph:
    return every_kind()


def plain(value: Any) -> Any:
    """An input as JSON has it: archives by their folder's name, policies and log formats read."""
    if isinstance(value, pulumi.FileArchive):
        return f"folder {Path(value.path).name}"
    if isinstance(value, str) and value.startswith("{"):
        with suppress(ValueError):  # a template is no JSON yet
            return json.loads(value)
    if isinstance(value, dict):
        return {key: plain(each) for key, each in sorted(value.items())}
    return [plain(each) for each in value] if isinstance(value, list) else value


def stand_ins(graph: ResourceGraph) -> dict[str, str]:
    """What the mocks compute → whose it is, the longest first."""
    found = {}
    for each in graph.resources:
        if each.custom and each.inputs.get("name") != each.id:
            kind = each.type.rpartition(":")[2]
            found[str(each.outputs.get("arn"))] = f"<arn of {kind} {each.name}>"
            found[each.id] = f"<{kind} {each.name}>"
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def lines(graph: ResourceGraph) -> list[str]:
    parents, known = {each.urn: each.name for each in graph.resources}, stand_ins(graph)

    def line(resource: Resource) -> str:
        inputs = json.dumps(plain(dict(resource.inputs)), ensure_ascii=False)
        for value, whose in known.items():
            inputs = inputs.replace(value, whose)
        return f"{resource.type} | {resource.name} | {parents.get(resource.parent or '', '-')} | {inputs}"

    return sorted(line(each) for each in ours(graph, "every-kind"))


def test_every_input_of_every_resource(graph: ResourceGraph) -> None:
    if "WRITE_GRAPHS" in os.environ:
        GRAPH.write_text("\n".join(lines(graph)) + "\n")
    assert lines(graph) == GRAPH.read_text().splitlines()


def test_there_is_nothing_else(graph: ResourceGraph) -> None:
    services = ResourceGraph(
        project="shop", stack="dev", region="", account_id="", resources=tuple(ours(graph, "every-kind"))
    )
    assert_resource_counts(
        services,
        {
            "apigw:index:Authorizer": 4,
            "apigw:index:Function": 3,
            "apigw:index:HttpApi": 2,
            "apigw:index:Service": 1,
            "apigw:index:Stage": 2,
            ALIAS: 3,
            API: 2,
            ATTACHMENT: 1,
            AUTHORIZER: 4,
            FUNCTION: 3,
            INTEGRATION: 19,
            LOG_GROUP: 5,
            PERMISSION: 5,
            POLICY: 13,
            ROLE: 13,
            ROUTE: 28,
            STAGE: 2,
            VPC_LINK: 1,
        },
    )


def test_no_two_resources_have_one_urn(graph: ResourceGraph) -> None:
    urns = [each.urn for each in graph.resources]
    assert len(urns) == len(set(urns))


def test_each_stack_has_its_own_variables_limits_and_settings(graph: ResourceGraph) -> None:
    prod = every_kind("prod")
    assert prod.counts() == graph.counts()
    stage = prod.find(STAGE, "every-kind-public.prod").inputs
    assert stage["name"] == "prod"
    assert stage["stageVariables"] == {"backend": "prod", "lambda_alias": "prod", "table_name": "items-prod"}
    assert stage["defaultRouteSettings"]["throttlingRateLimit"] == 500
    function = prod.find(FUNCTION, "every-kind-api").inputs
    assert (function["name"], function["memorySize"]) == ("every-kind-prod-api", 512)
    assert function["environment"]["variables"]["TABLE"] == "items-prod"


def test_capturing_it_again_gives_the_same(graph: ResourceGraph) -> None:
    assert lines(every_kind()) == lines(graph)
