"""The scaffolded service applies as it is, stays as it is, and its deployed function answers."""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.cli.scaffold import bake

# The emulator runs functions with this Python on this machine, so the zip must be built for both.
ON_THIS_MACHINE = {
    "functions": {
        "api": {"architecture": "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"}
    }
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return bake({"python_version": version}, tmp_path_factory.mktemp("baked"))


def stack_config(patch: dict[str, Any]) -> dict[str, str]:
    return {"aws:region": "us-east-1", "apigw:patch": json.dumps(patch)}


@pytest.fixture(scope="module")
def deployed(apply_check: Any, service: Path) -> Any:
    return apply_check.apply(service, config=stack_config(ON_THIS_MACHINE))


@pytest.fixture(scope="module")
def api_id(deployed: Any, service: Path, apply_check: Any) -> str:
    outputs = apply_check.outputs(service, "aws:apigatewayv2/api:Api")
    assert list(outputs) == ["orders-public"]
    return str(outputs["orders-public"]["id"])


def test_every_resource_applies_and_stays_as_it_is(deployed: Any) -> None:
    assert len(deployed.named("create")) == 19
    assert {step.op for step in deployed.steps} == {"create"}, deployed.output


def test_a_second_run_finds_nothing_to_do(deployed: Any, apply_check: Any, service: Path) -> None:
    again = apply_check.apply(service, config=stack_config(ON_THIS_MACHINE))
    assert {step.op for step in again.steps} == {"same"}, again.output


def test_the_deployed_function_answers(deployed: Any, api_id: str) -> None:
    answer = deployed.call(api_id, "GET", "/dev/health")
    assert (answer.status, answer.body) == (200, {"status": "ok", "stage": "dev"})


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer e30.e30.e30"}], ids=["no token", "forged"])
def test_the_deployed_authorizer_refuses(deployed: Any, api_id: str, headers: dict[str, str]) -> None:
    answer = deployed.call(api_id, "GET", "/dev/items", headers=headers)
    assert (answer.status, answer.body) == (401, {"message": "Unauthorized"})


def test_the_deployed_api_answers_preflights(deployed: Any, api_id: str) -> None:
    origin = "http://localhost:5173"
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer = deployed.call(api_id, "OPTIONS", "/dev/quotes", headers=asked)
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (204, origin)


def test_a_feature_is_turned_off_by_the_stage_alone(deployed: Any, apply_check: Any, service: Path) -> None:
    # What the handler makes of it is shown through the local gateway: MiniStack 1.5 sends events of payload
    # format 2.0 without stage variables. It also forgets the variables that an update leaves out, which AWS
    # keeps (https://github.com/go-to-k/cdk-real-drift/pull/1031): the stage is then said to differ.
    config = service / "api.yaml"
    config.write_text(config.read_text().replace("{pricing: volume, ", "{pricing: list, "))
    after = apply_check.apply(service, config=stack_config(ON_THIS_MACHINE))
    changed = {(step.op, step.type) for step in after.steps if step.op not in ("same", "DIFFERS")}
    assert changed == {("update", "aws:apigatewayv2/stage:Stage")}, after.output


def test_all_of_it_can_be_destroyed(deployed: Any, apply_check: Any, service: Path) -> None:
    deleted = {step.name for step in apply_check.destroy(service) if step.op == "delete"}
    # moto 5.2 has no DeleteResourceServer.
    assert set(deployed.named("create")) - deleted == {"api"}
