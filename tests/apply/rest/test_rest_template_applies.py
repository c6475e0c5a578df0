"""The scaffolded REST API applies as it is, stays as it is, and what changes in it goes live at once."""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.cli.scaffold import bake

# Zips are built for this machine, as the emulator's Lambda runs on it.
PATCH = {
    "functions": {
        "api": {"architecture": "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"}
    }
}
CONFIG = {"aws:region": "us-east-1", "apigw:patch": json.dumps(PATCH)}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return bake({"protocol": "rest", "python_version": version}, tmp_path_factory.mktemp("baked"))


@pytest.fixture(scope="module")
def deployed(apply_check: Any, service: Path) -> Any:
    return apply_check.apply(service, config=CONFIG)


def changed(applied: Any) -> list[tuple[str, str]]:
    """What was done besides leaving things as they are, in order: (operation, kind of resource)."""
    return [(step.op, step.type.rpartition(":")[2]) for step in applied.steps if step.op != "same"]


def test_every_resource_applies_and_stays_as_it_is(deployed: Any) -> None:
    assert len(deployed.named("create")) == 22
    assert {step.op for step in deployed.steps} == {"create"}, deployed.output


def test_a_second_run_finds_nothing_to_do(deployed: Any, apply_check: Any, service: Path) -> None:
    again = apply_check.apply(service, config=CONFIG)
    assert changed(again) == [], again.output


def test_P2_a_new_route_is_deployed_at_once(deployed: Any, apply_check: Any, service: Path) -> None:
    config = service / "api.yaml"
    config.write_text(
        config.read_text().replace("      GET /items: {}\n", "      GET /items: {}\n      GET /new: {}\n")
    )
    after = apply_check.apply(service, config=CONFIG)
    assert changed(after) == [
        ("update", "RestApi"),
        ("replace", "Deployment"),
        ("update", "Stage"),
        ("delete", "Deployment"),
    ], after.output


def test_a_feature_is_turned_off_by_the_stage_alone(deployed: Any, apply_check: Any, service: Path) -> None:
    config = service / "api.yaml"
    config.write_text(config.read_text().replace("pricing: volume\n", "pricing: list\n"))
    after = apply_check.apply(service, config=CONFIG)
    assert changed(after) == [("update", "Stage")], after.output


def test_P10_all_of_it_can_be_destroyed_but_the_accounts_role(
    deployed: Any, apply_check: Any, service: Path
) -> None:
    steps = apply_check.destroy(service)
    kept = {step.name for step in steps if step.op == "retain"}
    assert kept == {"orders-access-log-role"}
    # moto 5.2 has no DeleteResourceServer.
    assert set(deployed.named("create")) - {step.name for step in steps if step.op == "delete"} - kept == {
        "api"
    }
