"""Settings of an API that change or go reach AWS in one run, and a second run finds nothing to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ..conftest import ApplyCheck
from .stand_in import StandIn, serve

pytestmark = pytest.mark.slow

PROGRAM = """\
import json, pathlib
from pulumi_apigw import RestApi, RestApiArgs

settings = json.loads(pathlib.Path(__file__).with_name("settings.json").read_text())
guarded = {"authorizer": "gate", "integration": {"type": "mock"}}
gate = {"type": "lambda", "function": "gate"}
function = "arn:aws:lambda:us-east-1:123456789012:function:gate"
RestApi(
    "orders",
    RestApiArgs(
        api={"routes": {"GET /": guarded}, "authorizers": {"gate": gate}, **settings},
        functions={"gate": function},
    ),
)
"""
FULL: dict[str, Any] = {
    "description": "Orders",
    "api_key_source": "AUTHORIZER",
    "binary_media_types": ["image/png", "*/*"],
    "minimum_compression_bytes": 1024,
    "disable_execute_api_endpoint": True,
    "policy": {"deny_ips": ["203.0.113.0/24"]},
}
OTHER: dict[str, Any] = {
    "description": "All orders",
    "binary_media_types": ["image/gif"],
    "minimum_compression_bytes": 0,
    "policy": {"deny_ips": ["198.51.100.0/24"]},
}


class Deployed:
    """A program whose settings can be changed, and what AWS then has of them."""

    def __init__(self, check: Any, project: Path, gateway: StandIn) -> None:
        self._check, self._project, self._gateway = check, project, gateway

    def apply(self, settings: dict[str, Any]) -> Any:
        (self._project / "settings.json").write_text(json.dumps(settings))
        return self._check.apply(self._project)

    @property
    def api(self) -> dict[str, Any]:
        (api,) = self._gateway.apis.values()
        return api

    @property
    def served(self) -> dict[str, Any]:
        """The API as the newest deployment has it."""
        return dict(json.loads(list(self._gateway.deployments.values())[-1]))


@pytest.fixture
def deployed(tmp_path: Path, apply_check: Any) -> Iterator[Deployed]:
    gateway = StandIn()
    server = serve(gateway)
    project = tmp_path / "orders"
    project.mkdir()
    (project / "__main__.py").write_text(PROGRAM)
    apply_check.use(f"http://127.0.0.1:{server.server_port}")
    yield Deployed(apply_check, project, gateway)
    server.shutdown()
    server.server_close()


@pytest.fixture
def apply_check(tmp_path: Path) -> Any:
    """A state of its own: nothing of one test is there in another."""
    state = tmp_path / "state"
    state.mkdir()
    return ApplyCheck(state)


def changed(applied: Any) -> set[tuple[str, str]]:
    return {(step.op, step.name) for step in applied.steps if step.op != "same"}


def test_every_setting_is_there_and_stays(deployed: Deployed) -> None:
    assert {op for op, _ in changed(deployed.apply(FULL))} == {"create"}
    assert (
        deployed.api.items()
        >= {
            "description": "Orders",
            "apiKeySource": "AUTHORIZER",
            "binaryMediaTypes": ["image/png", "*/*"],
            "minimumCompressionSize": 1024,
            "disableExecuteApiEndpoint": True,
        }.items()
    )
    assert "203.0.113.0/24" in deployed.api["policy"]
    assert deployed.served == deployed.api
    again = deployed.apply(FULL)
    assert changed(again) == set(), again.output


def test_P18_P19_every_setting_changes_in_one_run(deployed: Deployed) -> None:
    deployed.apply(FULL)
    after = deployed.apply(OTHER)
    assert (
        deployed.api.items()
        >= {
            "description": "All orders",
            "apiKeySource": "HEADER",
            "binaryMediaTypes": ["image/gif"],
            "minimumCompressionSize": 0,
            "disableExecuteApiEndpoint": False,
        }.items()
    ), after.output
    assert "198.51.100.0/24" in deployed.api["policy"]
    assert "203.0.113.0/24" not in deployed.api["policy"]
    assert deployed.served == deployed.api
    assert changed(deployed.apply(OTHER)) == set()


def test_P18_P31_a_policy_stays_when_a_route_changes(deployed: Deployed) -> None:
    deployed.apply(FULL)
    policy = deployed.api["policy"]
    deployed.apply({**FULL, "routes": {"GET /more": {"authorizer": "gate", "integration": {"type": "mock"}}}})
    assert deployed.api["policy"] == deployed.served["policy"] == policy


def test_P45_settings_can_be_taken_away(deployed: Deployed) -> None:
    # A policy and a description cannot: see the tests below.
    kept = {"policy": FULL["policy"], "description": FULL["description"]}
    deployed.apply(FULL)
    deployed.apply(kept)
    assert (
        deployed.api.items()
        >= {
            "apiKeySource": "HEADER",
            "binaryMediaTypes": [],
            "disableExecuteApiEndpoint": False,
        }.items()
    )
    assert "minimumCompressionSize" not in deployed.api
    assert deployed.served == deployed.api
    assert changed(deployed.apply(kept)) == set()


def test_P45_a_description_that_is_taken_away_stays_until_it_is_removed_by_hand(deployed: Deployed) -> None:
    # The provider takes no description for the one that it knows, and puts it back after the import:
    # https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/apigateway/rest_api.go
    without = {key: value for key, value in FULL.items() if key != "description"}
    deployed.apply(FULL)
    deployed.apply(without)
    assert deployed.api["description"] == "Orders"
    assert changed(deployed.apply(without)) == set()
    deployed.apply({**without, "description": "Other orders"})
    assert deployed.api["description"] == "Other orders"


def test_P18_a_policy_that_is_taken_away_is_never_kept_in_silence(deployed: Deployed) -> None:
    deployed.apply(FULL)
    without = {key: value for key, value in FULL.items() if key != "policy"}
    with pytest.raises(AssertionError, match="still has the resource policy that was taken out"):
        deployed.apply(without)
    # What is deployed is as restricted as before.
    assert "203.0.113.0/24" in deployed.served["policy"]
