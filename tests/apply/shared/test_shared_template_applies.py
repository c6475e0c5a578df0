"""Scaffolded stages that share a stack: from the first deployment to a promotion, as its README says."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.cli.scaffold import bake

from ..conftest import Applied, ApplyCheck
from ..edge.front import ask
from ..promotion.repository import Repository

pytestmark = pytest.mark.slow

# The emulator runs functions with this Python on this machine, so the zip must be built for both.
ARCHITECTURE = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
# What `pulumi stack output --json` prints: there is no stack to ask here.
EXPORTED = """
import pathlib

import pulumi
from pulumi.runtime import get_root_resource

outputs = pulumi.Output.json_dumps(get_root_resource().outputs)
outputs.apply(pathlib.Path("main.json").write_text)
"""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """What one `pulumi up` did, the one right after it, and what `GET /health` says in each stage then."""

    applied: Applied
    again: Applied
    health: Mapping[str, Any]


class Orders(Repository):
    """The working tree that was scaffolded, and its one stack."""

    def __init__(self, folder: Path, check: ApplyCheck, protocol: str) -> None:
        answers = {"service": folder.name, "protocol": protocol, "topology": "shared"}
        bake({**answers, "python_version": PYTHON}, folder.parent)
        config, program = folder / "api.yaml", folder / "__main__.py"
        memory = "    memory_mb: 512\n"
        config.write_text(config.read_text().replace(memory, f"{memory}    architecture: {ARCHITECTURE}\n"))
        program.write_text(program.read_text() + EXPORTED)
        super().__init__(folder, check, {})
        (folder / ".git" / "info" / "exclude").write_text("main.json\n")
        self.run("git add .")
        self.run("git commit --quiet -m 'Scaffold'")

    @property
    def code(self) -> str:
        return f"src/{self._folder.name.replace('-', '_')}/api.py"

    def chapter(self, applied: Applied) -> Chapter:
        health = {stage: self._health(stage, applied) for stage in ("dev", "prod")}
        return Chapter(applied=applied, again=self.up("main"), health=health)

    def _health(self, stage: str, applied: Applied) -> Any:
        if http := self._ids("aws:apigatewayv2/api:Api"):
            return applied.call(http[0], "GET", f"/{stage}/health").body
        (rest,) = self._ids("aws:apigateway/restApi:RestApi")
        return json.loads(ask(applied.rest_endpoint, "GET", f"/called/{rest}/{stage}/health")[2])

    def _ids(self, type_: str) -> list[str]:
        return [each["id"] for each in self._check.outputs(self._folder, type_, stack="main").values()]

    def promoted(self) -> Applied:
        return self.follow(self.apigw("promote dev prod --outputs main.json --yes")["next"])


@pytest.fixture(scope="module", autouse=True)
def _managed_policies() -> Iterator[None]:
    """The role that a REST API's logs are written by takes one of AWS's own, which moto else has none of."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
        yield


@pytest.fixture(scope="module", params=["http", "rest"])
def orders(
    request: pytest.FixtureRequest, apply_check: ApplyCheck, tmp_path_factory: pytest.TempPathFactory
) -> Orders:
    # Both are on the same emulators.
    return Orders(tmp_path_factory.mktemp("baked") / f"{request.param}-orders", apply_check, request.param)


@pytest.fixture(scope="module")
def first(orders: Orders) -> Chapter:
    return orders.chapter(orders.up("main"))


@pytest.fixture(scope="module")
def pinned(orders: Orders, first: Chapter) -> Chapter:
    return orders.chapter(orders.promoted())


@pytest.fixture(scope="module")
def ahead(orders: Orders, pinned: Chapter) -> Chapter:
    orders.edit(orders.code, '"status": "ok"', '"status": "fine"')
    orders.edit("api.yaml", "      GET /health:", "      GET /news: {}\n      GET /health:")
    return orders.chapter(orders.up("main"))


@pytest.fixture(scope="module")
def promoted(orders: Orders, ahead: Chapter) -> Chapter:
    return orders.chapter(orders.promoted())


def health(dev: str, prod: str) -> dict[str, dict[str, str]]:
    return {"dev": {"status": dev, "stage": "dev"}, "prod": {"status": prod, "stage": "prod"}}


def changed(applied: Applied) -> set[str]:
    """The resources of prod to which anything was done."""
    return {step.name for step in applied.steps if step.op != "same" and step.name.endswith(".prod")}


def test_P1_both_stages_are_there_from_the_first_deployment(first: Chapter) -> None:
    assert {step.op for step in first.applied.steps} == {"create"}, first.applied.output
    assert first.health == health("ok", "ok")


def test_P1_prod_is_pinned_then_and_takes_the_feature(orders: Orders, pinned: Chapter) -> None:
    assert "variables: {log_level: INFO, pricing: volume}" in orders.config
    assert pinned.health == health("ok", "ok")


def test_P1_dev_goes_on_without_prod(ahead: Chapter) -> None:
    assert ahead.health == health("fine", "ok")
    assert changed(ahead.applied) == set()


def test_P1_prod_gets_what_dev_runs_once_it_is_promoted(orders: Orders, promoted: Chapter) -> None:
    assert promoted.health == health("fine", "fine")
    service = orders.folder.name
    assert {f"{service}-api.prod", f"{service}-public.prod"} <= changed(promoted.applied)


def test_P31_a_second_run_never_finds_anything_to_do(
    first: Chapter, pinned: Chapter, ahead: Chapter, promoted: Chapter
) -> None:
    for each in (first, pinned, ahead, promoted):
        assert {step.op for step in each.again.steps} == {"same"}, each.again.output
