"""What runs in the stages of one stack, by a file of outputs and by Pulumi."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pulumi.automation import CommandResult, OutputValue
from pulumi.automation.errors import create_command_error

from pulumi_apigw.errors import PromotionError
from pulumi_apigw.promotion import Deployments, find_shared, stacks
from pulumi_apigw.promotion.outputs import RunningMove

from .stack import Stack

HERE = Path(".")
STAGES = ("dev", "staging", "prod")


def written(data: Any) -> str:
    Path("out.json").write_text(json.dumps(data))
    return "out.json"


def test_one_file_tells_of_all_stages(stack: Stack) -> None:
    found = find_shared(["dev"], files=[written(stack.outputs)], folder=HERE)
    assert {stage: found.runs(stage) for stage in found.found} == {
        stage: stack.release(stage) for stage in STAGES
    }
    assert {each.origin for each in found.found.values()} == {"out.json"}


def test_a_move_is_told_with_its_deployments(stack: Stack) -> None:
    stack.outputs["releases"]["prod"]["gradual"] = {
        "release": "0123456789ab",
        "percent": 12.5,
        "deployments": {"admin": "x"},
    }
    for broken in ({"release": 1, "percent": 5}, {"release": "0123456789ab"}, "x"):
        stack.outputs["releases"]["dev"]["gradual"] = broken
        found = find_shared(STAGES, files=[written(stack.outputs)], folder=HERE).found
        assert found["dev"].move is None
        assert found["prod"].move == RunningMove("0123456789ab", 12.5, {"admin": "x"})


def test_stages_that_are_not_deployed_yet(stack: Stack) -> None:
    del stack.outputs["releases"]["prod"]
    found = find_shared(STAGES, files=[written(stack.outputs)], folder=HERE).found
    assert (found["prod"].release, found["prod"].origin) == (None, "out.json has no stage 'prod'")
    found = find_shared(STAGES, files=[written({})], folder=HERE).found
    assert [(each.release, each.origin) for each in found.values()] == [(None, "out.json has no outputs")] * 3


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (
            {"release": {}},
            "it runs one stage, and this service has one stack for all (topology: shared). "
            "Deploy that one first: pulumi up",
        ),
        (
            {"urls": {}},
            "there is no output 'releases'. Deploy the stage with a program that calls service.export().",
        ),
        (
            {"releases": {"dev": 1}},
            "the output 'releases' has no releases. "
            "Deploy the stage with a program that calls service.export().",
        ),
        (
            {"releases": "[secret]"},
            "the output 'releases' is a secret. Print it with: pulumi stack output --json --show-secrets.",
        ),
    ],
)
def test_a_file_that_does_not_tell(stack: Stack, data: Any, text: str) -> None:
    with pytest.raises(PromotionError) as refused:
        find_shared(STAGES, files=[written(data)], folder=HERE)
    assert str(refused.value) == f"out.json: {text}"


def test_a_file_is_of_no_stage_alone(stack: Stack) -> None:
    with pytest.raises(PromotionError) as refused:
        find_shared(STAGES, files=[f"prod={written(stack.outputs)}"], folder=HERE)
    assert str(refused.value) == (
        "prod=out.json: one stack runs all stages (topology: shared), and no file is of 'prod' alone. "
        "Give what that one printed: --outputs out.json."
    )
    with pytest.raises(PromotionError, match=r"Write it with: pulumi stack output --json\.$"):
        find_shared(STAGES, files=[HERE / "gone.json"], folder=HERE)


class Workspace:
    """What `LocalWorkspace` does when it is asked for stacks and their outputs."""

    def __init__(self, outputs: Mapping[str, Any], selected: str | None, names: Sequence[str]) -> None:
        self._outputs, self._selected, self._names = outputs, selected, names

    def stack(self) -> Any:
        return SimpleNamespace(name=self._selected) if self._selected else None

    def list_stacks(self) -> list[Any]:
        return [SimpleNamespace(name=name) for name in self._names]

    def stack_outputs(self, stack_name: str) -> dict[str, OutputValue]:
        if stack_name not in self._names:
            text = f"error: no stack named '{stack_name}' found"
            raise create_command_error(CommandResult(stdout="", stderr=text, code=255))
        return {name: OutputValue(value, secret=True) for name, value in self._outputs.items()}


def told(
    monkeypatch: pytest.MonkeyPatch,
    stack: Stack,
    *,
    selected: str | None = None,
    names: Sequence[str] = (),
    name: str | None = None,
) -> Deployments:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(stacks, "_workspace", lambda folder: Workspace(stack.outputs, selected, names))
    return find_shared(STAGES, stack=name, folder=HERE)


@pytest.mark.parametrize(
    "options",
    [
        {"selected": "main", "names": ["main", "old"]},
        {"names": ["main"]},
        {"selected": "old", "names": ["main", "old"], "name": "main"},
    ],
)
def test_the_stack_that_is_named_or_selected_or_the_only_one(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]
) -> None:
    found = told(monkeypatch, stack, **options)
    assert {each.origin for each in found.found.values()} == {"the stack 'main'"}
    assert found.runs("prod") == stack.release("prod")


def test_no_stack(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(monkeypatch, stack).found
    assert {(each.release, each.origin) for each in found.values()} == {(None, "there is no stack")}
    found = told(monkeypatch, stack, name="main").found
    assert {each.origin for each in found.values()} == {"there is no stack 'main'"}


def test_several_stacks(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "there are several stacks, of which none is selected (main, old). "
        "Name the one that runs this service: --stack NAME."
    )
    assert told(monkeypatch, stack, names=["old", "main"]).unknown == dict.fromkeys(STAGES, text)


def test_without_pulumi(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert find_shared(["dev"], folder=HERE).unknown == {
        "dev": "Pulumi is not installed, so it cannot be asked what runs. Install it "
        "(https://www.pulumi.com/docs/install/), or give --outputs FILE, with what "
        "'pulumi stack output --json' prints elsewhere."
    }
