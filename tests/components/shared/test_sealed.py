"""Stages that share one API of each kind, whole and sealed: one pinned, and one on its way.

`pinned.txt` and `gradual.txt` hold each resource as a line, as `every_kind.txt` does, and what keeps it from
being created. After a change that is meant, write them anew with
`WRITE_GRAPHS=1 python -m pytest tests/components`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pulumi_apigw.graph import Resource, ResourceGraph

from ..conftest import ours
from ..test_every_kind import plain, stand_ins
from .conftest import Shop

MOVE = {"percent": 10, "from": "dev", "at": "2026-11-23T12:00:00Z"}


def lines(graph: ResourceGraph) -> list[str]:
    parents, known = {each.urn: each.name for each in graph.resources}, stand_ins(graph)

    def line(resource: Resource) -> str:
        inputs = json.dumps(plain(dict(resource.inputs)), ensure_ascii=False)
        for value, whose in known.items():
            inputs = inputs.replace(value, whose)
        parts = [resource.type, resource.name, parents.get(resource.parent or "", "-"), inputs]
        return " | ".join([*parts, *resource.hooks.get("before_create", ())])

    return sorted(line(each) for each in ours(graph, "shop"))


def compare(graph: ResourceGraph, name: str) -> None:
    path = Path(__file__).with_name(name)
    if "WRITE_GRAPHS" in os.environ:
        path.write_text("\n".join(lines(graph)) + "\n")
    assert lines(graph) == path.read_text().splitlines()
    urns = [each.urn for each in graph.resources]
    assert len(urns) == len(set(urns))


@pytest.fixture
def moved(ahead: Shop) -> tuple[str, str]:
    """The release that prod runs, and the newer one of dev, each with its file."""
    stable, new = ahead.release("prod"), ahead.release("dev", versions={"api": "6", "chat": "6"})
    return ahead.keep(stable), ahead.keep(new)


def test_a_stage_that_is_pinned(ahead: Shop) -> None:
    compare(ahead.graph(), "pinned.txt")


def test_a_stage_on_its_way(ahead: Shop, moved: tuple[str, str]) -> None:
    stable, new = moved
    gradual = {"release": new, "variables": {"pricing": "volume"}, **MOVE}
    ahead.set("prod", release=stable, gradual=gradual)
    compare(ahead.graph(), "gradual.txt")


def test_what_comes_after_what(ahead: Shop) -> None:
    """A stage moves when the aliases that it calls by have moved, and nothing answers 500 meanwhile."""
    graph = ahead.graph()
    by_urn = {each.urn: each for each in graph.resources}

    def before(resource: Resource) -> set[str]:
        found: set[str] = set()
        waiting = list(resource.dependencies)
        while waiting:
            urn = waiting.pop()
            if urn not in found:
                found.add(urn)
                waiting += by_urn[urn].dependencies
        return {by_urn[urn].name for urn in found}

    stages = [each for each in graph.resources if each.type.endswith("/stage:Stage")]
    assert len(stages) == 6
    for each in stages:
        api, _, stage = each.name.removeprefix("shop-").partition(".")
        function = "chat" if api == "live" else "api"
        assert {f"shop-{function}.{stage}", f"shop-{api}.{function}.{stage}"} <= before(each), each.name
