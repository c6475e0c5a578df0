"""The scaffolded service with a REST API applies as it is, stays as it is, and deploys a change."""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.cli.scaffold import bake

# The emulator takes zips for this machine alone.
ARCHITECTURE = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
STACK_CONFIG = {
    "aws:region": "us-east-1",
    "apigw:patch": json.dumps({"functions": {"api": {"architecture": ARCHITECTURE}}}),
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    answers = {"python_version": version, "protocol": "rest"}
    return bake(answers, tmp_path_factory.mktemp("baked"))


@pytest.fixture(scope="module")
def deployed(apply_check: Any, service: Path) -> Any:
    return apply_check.apply(service, config=STACK_CONFIG)


def test_every_resource_applies_and_stays_as_it_is(deployed: Any) -> None:
    assert {step.op for step in deployed.steps} == {"create"}, deployed.output
    assert "orders-public" in deployed.named("create")


def test_P31_a_second_run_finds_nothing_to_do(deployed: Any, apply_check: Any, service: Path) -> None:
    again = apply_check.apply(service, config=STACK_CONFIG)
    assert {step.op for step in again.steps} == {"same"}, again.output


def test_P2_a_changed_route_is_deployed_at_once(deployed: Any, apply_check: Any, service: Path) -> None:
    config = service / "api.yaml"
    config.write_text(config.read_text().replace("      GET /health:", "      GET /healthy:"))
    after = apply_check.apply(service, config=STACK_CONFIG)
    changed = [(step.op, step.type.rpartition(":")[2]) for step in after.steps if step.op != "same"]
    assert changed == [
        ("update", "RestApi"),
        ("replace", "Deployment"),
        ("update", "Stage"),
        ("delete", "Deployment"),
    ], after.output


def test_P10_P20_all_of_it_can_be_destroyed_but_the_accounts_role(
    deployed: Any, apply_check: Any, service: Path
) -> None:
    steps = apply_check.destroy(service)
    assert {step.op for step in steps} == {"delete", "retain"}
    assert {step.name for step in steps if step.op == "retain"} == {"orders-access-log-role"}
