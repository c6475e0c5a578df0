"""A service with every integration and authorizer of HTTP APIs applies, stays as it is, answers, and goes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

EVERY_KIND = Path(__file__).parent / "every_kind"

MINISTACK_FORGETS = {
    # MiniStack 1.5 keeps neither the VPC link nor the TLS settings of an integration.
    "every-kind-public.ANY inside ${ref.alb_listener_arn} as inside.example.com",
    "every-kind-public.ANY inside ${ref.nlb_listener_arn}",
    "every-kind-public.GET inside ${ref.cloud_map_arn}",
    # MiniStack 1.5 gives Lambda authorizers an empty JWT configuration.
    "every-kind-public.simple.lambda",
    "every-kind-public.policy.lambda",
}
"""Resources that look changed for ever because of what the emulator forgets, and of nothing else."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(EVERY_KIND, tmp_path_factory.mktemp("service") / "every-kind"))


@pytest.fixture(scope="module")
def deployed(apply_check: Any, service: Path) -> Any:
    return apply_check.apply(service)


@pytest.fixture(scope="module")
def api_ids(deployed: Any, apply_check: Any, service: Path) -> dict[str, str]:
    apis = apply_check.outputs(service, "aws:apigatewayv2/api:Api")
    return {name: str(api["id"]) for name, api in apis.items()}


def test_every_resource_applies_and_stays_as_it_is(deployed: Any) -> None:
    assert {step.op for step in deployed.steps} == {"create", "DIFFERS"}, deployed.output
    assert set(deployed.named("DIFFERS")) == MINISTACK_FORGETS, deployed.output


def test_a_second_run_finds_nothing_to_do(deployed: Any, apply_check: Any, service: Path) -> None:
    again = apply_check.apply(service)
    assert set(again.named("update")) == MINISTACK_FORGETS, again.output
    assert {step.op for step in again.steps} == {"same", "update", "DIFFERS"}, again.output


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "route"),
    [
        ("GET", "/dev/health", {}, 200, "GET /health"),
        ("GET", "/dev/items", {}, 401, None),
        ("GET", "/dev/items/3", {}, 401, None),
        ("GET", "/dev/items/3", {"X-Key": "open"}, 200, "GET /items/{id}"),
        ("GET", "/dev/old", {}, 200, "GET /old"),
    ],
)
def test_routes_answer_through_their_authorizers(
    deployed: Any,
    api_ids: dict[str, str],
    method: str,
    path: str,
    headers: dict[str, str],
    status: int,
    route: str,
) -> None:
    answer = deployed.call(api_ids["every-kind-public"], method, path, headers=headers)
    assert answer.status == status
    assert answer.body.get("route") == route


def test_a_default_stage_answers_without_a_name(deployed: Any, api_ids: dict[str, str]) -> None:
    answer = deployed.call(api_ids["every-kind-plain"], "GET", "/")
    assert (answer.status, answer.body["route"]) == (200, "GET /")


def test_P16_a_renamed_variable_changes_its_route_in_place(
    deployed: Any, apply_check: Any, service: Path
) -> None:
    # MiniStack 1.5 takes DeleteRouteSettings for DeleteStage, so the route has no settings of its own.
    config = service / "api.yaml"
    config.write_text(config.read_text().replace("/nlb/{proxy+}", "/nlb/{rest+}"))
    after = apply_check.apply(service)
    renamed = {"every-kind-public.ANY /nlb/{+}", "every-kind-public.OPTIONS /nlb/{+}"}
    assert set(after.named("update")) - MINISTACK_FORGETS == renamed, after.output
    assert {step.op for step in after.steps} == {"update", "same", "DIFFERS"}, after.output


def test_all_of_it_can_be_destroyed(deployed: Any, apply_check: Any, service: Path) -> None:
    deleted = {step.name for step in apply_check.destroy(service) if step.op == "delete"}
    assert deleted == set(deployed.named("create"))
