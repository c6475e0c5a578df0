"""The scaffolded service applies as it is, stays as it is, and its deployed function answers."""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import Any

import pytest
from cookiecutter.main import cookiecutter

TEMPLATE = Path(__file__).parents[2] / "template"

# The emulator runs functions with this Python on this machine, so the zip must be built for both.
ON_THIS_MACHINE = {
    "functions": {
        "api": {"architecture": "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"}
    }
}
QUOTE = {"item_id": "lamp", "quantity": 10}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("baked")
    settings = folder / "cookiecutter.yaml"
    settings.write_text(f"replay_dir: {folder / 'replay'}\ncookiecutters_dir: {folder / 'cookiecutters'}\n")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    answers = {"python_version": version}
    return Path(
        cookiecutter(
            str(TEMPLATE),
            no_input=True,
            extra_context=answers,
            output_dir=str(folder),
            config_file=str(settings),
        )
    )


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
    origin = "https://shop.example.com"
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer = deployed.call(api_id, "OPTIONS", "/dev/quotes", headers=asked)
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (204, origin)


def test_a_stage_variable_changes_what_runs_and_no_code_is_deployed(
    deployed: Any, apply_check: Any, service: Path, api_id: str
) -> None:
    # The emulator of APIs knows no keys of a pool that the other emulator made, so it takes no token: the route is
    # opened here instead.
    opened = {"authorizer": "none", "scopes": None}
    patch = {**ON_THIS_MACHINE, "apis": {"public": {"routes": {"POST /quotes": opened}}}}
    before = apply_check.apply(service, config=stack_config(patch))
    assert before.named("update") == ["orders-public-POST /quotes"], before.output
    quote = before.call(api_id, "POST", "/dev/quotes", QUOTE)
    assert (quote.status, quote.body) == (200, {**QUOTE, "pricing": "volume", "total_cents": 35_550})

    config = service / "api.yaml"
    config.write_text(config.read_text().replace("{pricing: volume, ", "{pricing: list, "))
    after = apply_check.apply(service, config=stack_config(patch))
    assert after.named("update") == ["orders-public-dev"], after.output
    assert {step.op for step in after.steps} == {"update", "same"}, after.output
    quote = after.call(api_id, "POST", "/dev/quotes", QUOTE)
    assert (quote.status, quote.body) == (200, {**QUOTE, "pricing": "list", "total_cents": 39_500})


def test_it_can_be_destroyed(deployed: Any, apply_check: Any, service: Path) -> None:
    gone = apply_check.apply(service, config=stack_config(ON_THIS_MACHINE), destroy=True)
    assert len(gone.named("delete")) == 19
    assert {step.op for step in gone.steps} == {"delete"}, gone.output
