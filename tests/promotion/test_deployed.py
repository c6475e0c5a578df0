"""What runs in a stage, by files of outputs and by Pulumi, up to where its command line begins."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pulumi.automation import CommandResult, OutputValue
from pulumi.automation.errors import InvalidVersionError, create_command_error

from pulumi_apigw.errors import PromotionError
from pulumi_apigw.promotion import Deployed, find_deployed, stacks

from .conftest import Service

HERE = Path(".")


def outputs(service: Service, stage: str = "dev", **others: Any) -> dict[str, Any]:
    """What a stack exports, as Pulumi keeps it: its numbers are floats."""
    data: dict[str, Any] = json.loads(json.dumps(service.release(stage).to_data()), parse_int=float)
    return {"release": data, "urls": {"public": {stage: "https://x"}}, "api_keys": stacks.SECRET, **others}


def written(name: str, data: Any, encoding: str = "utf-8") -> str:
    Path(name).write_text(json.dumps(data), encoding=encoding)
    return name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_says_which_stage_it_is_of(encoding: str, service: Service) -> None:
    file = written("prod.json", outputs(service), encoding)
    found = find_deployed(["dev"], files=[file], folder=HERE)
    assert found.unknown == {}
    assert found.found == {
        "dev": Deployed(
            stage="dev", release=service.release("dev"), outputs=outputs(service), origin="prod.json"
        )
    }


def test_files_of_several_stages_also_by_name(service: Service) -> None:
    files: list[str | Path] = [
        Path(written("a.json", outputs(service))),
        f"prod={written('b.json', outputs(service, 'prod'))}",
    ]
    found = find_deployed(["dev", "prod"], files=files, folder=HERE)
    assert {stage: each.origin for stage, each in found.found.items()} == {"dev": "a.json", "prod": "b.json"}


def test_a_file_whose_own_name_has_an_equals_sign(service: Service) -> None:
    found = find_deployed(["dev"], files=[written("dev=1.json", outputs(service))], folder=HERE)
    assert found.found["dev"].origin == "dev=1.json"


def test_a_stage_that_is_not_deployed_yet(service: Service) -> None:
    found = find_deployed(["prod"], files=[f"prod={written('prod.json', {})}"], folder=HERE)
    assert found.found == {"prod": Deployed(stage="prod", release=None, origin="prod.json has no outputs")}


def broken(name: str, text: bytes) -> str:
    Path(name).write_bytes(text)
    return name


FIX = "Write it with: pulumi stack output --json --stack STAGE."


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("gone.json", f"gone.json: cannot be read: No such file or directory. {FIX}"),
        ("prod=gone.json", f"gone.json: cannot be read: No such file or directory. {FIX}"),
        ("src", f"src: cannot be read: Is a directory. {FIX}"),
        ("text.json", f"text.json: this is not JSON: Expecting value: line 1 column 1 (char 0). {FIX}"),
        ("list.json", f"list.json: this is not a mapping of outputs. {FIX}"),
        (
            "empty.json",
            "empty.json: there are no outputs in it. If that stage is not deployed yet, say which one it is: "
            "--outputs STAGE=empty.json.",
        ),
        (
            "other.json",
            "other.json: there is no output 'release'. Deploy the stage with a program that calls "
            "service.export().",
        ),
        (
            "prod=other.json",
            "other.json: there is no output 'release'. Deploy the stage with a program that calls "
            "service.export().",
        ),
        (
            "shared.json",
            "shared.json: it runs several stages (topology: shared), and this service has a stack for each. "
            "Give the outputs of the stage's own stack.",
        ),
        (
            "text_release.json",
            "text_release.json: the output 'release' is no release. "
            "Deploy the stage with a program that calls service.export().",
        ),
        (
            "secret.json",
            "secret.json: the output 'release' is a secret. "
            "Print it with: pulumi stack output --json --show-secrets.",
        ),
        (
            "half.json",
            "half.json: release.apis: it is missing. "
            "Deploy the stage again, with one version of pulumi-apigw for all stages.\n"
            "half.json: release.functions: it is missing. "
            "Deploy the stage again, with one version of pulumi-apigw for all stages.",
        ),
        ("deep.json", f"deep.json: this is nested too deeply. {FIX}"),
        (
            "export.json",
            f"export.json: this is what 'pulumi stack export' prints, and not the outputs. {FIX}",
        ),
        ("alone.json", f"alone.json: this is the output 'release' alone, and not all of them. {FIX}"),
        ("stages.json", f"stages.json: this is the output 'releases' alone, and not all of them. {FIX}"),
        (
            "edited.json",
            "edited.json: this is not what release 'ID' was made of, by this version of pulumi-apigw. "
            "Print the outputs anew, or deploy the stage again, with one version for all stages.",
        ),
        (
            "prod=dev.json",
            "dev.json: this is what the stage 'dev' runs, and not 'prod'. "
            "Give the file of 'prod', or say --outputs dev.json.",
        ),
    ],
)
def test_a_file_that_does_not_tell(file: str, text: str, service: Service) -> None:
    Path("text.json").write_text("release: x\n")
    written("list.json", [1])
    written("empty.json", {})
    written("other.json", {"url": "x"})
    written("shared.json", {"releases": {"dev": {}}})
    written("text_release.json", {"release": "0123"})
    written("secret.json", {"release": "[secret]"})
    Path("deep.json").write_text("[" * 100_000)
    dev = outputs(service)
    written("dev.json", dev)
    written("export.json", {"version": 3, "deployment": {"resources": [{"outputs": dev}]}})
    written("alone.json", dev["release"])
    written("stages.json", {"dev": dev["release"]})
    written("edited.json", {"release": {**dev["release"], "apis": {}}})
    del dev["release"]["apis"], dev["release"]["functions"]
    written("half.json", dev)
    with pytest.raises(PromotionError) as refused:
        find_deployed(["dev"], files=[file], folder=HERE)
    assert str(refused.value).replace(service.release("dev").id, "ID") == text


def test_a_file_of_a_stage_that_nobody_asked_for_is_told(service: Service) -> None:
    files = [written("dev.json", outputs(service)), f"qa={written('qa.json', {})}"]
    found = find_deployed(["dev"], files=files, folder=HERE)
    assert found.unused == ("qa=qa.json: this is of the stage 'qa', which has no part in this.",)


def test_two_files_of_one_stage(service: Service) -> None:
    files = [written("a.json", outputs(service)), written("b.json", outputs(service))]
    text = r"^b.json and a.json are both of the stage 'dev'. Give one file for each stage.$"
    with pytest.raises(PromotionError, match=text):
        find_deployed(["dev"], files=files, folder=HERE)


class Workspace:
    """What `LocalWorkspace` does when it is asked for a stack's outputs."""

    def __init__(self, told: Mapping[str, Mapping[str, Any] | Exception]) -> None:
        self._told = told

    def stack_outputs(self, stack_name: str) -> dict[str, OutputValue]:
        told = self._told.get(stack_name, failed(f"error: no stack named '{stack_name}' found"))
        if isinstance(told, Exception):
            raise told
        secrets = {"api_keys", "token"}
        return {name: OutputValue(value, name in secrets) for name, value in told.items()}


def failed(stderr: str, stdout: str = "") -> Exception:
    return create_command_error(CommandResult(stdout=stdout, stderr=stderr, code=255))


def pulumi(monkeypatch: pytest.MonkeyPatch, **told: Mapping[str, Any] | Exception) -> None:
    """Pulumi, as installed, with what it tells of each stack."""
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(stacks, "_workspace", lambda folder: Workspace(told))


def test_stacks_are_asked_for_the_stages_that_no_file_is_of(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    dev, prod = outputs(service), outputs(service, "prod", token="t0p")
    pulumi(monkeypatch, dev=failed("error: not asked"), prod=prod, empty={})
    found = find_deployed(["dev", "prod", "empty", "new"], files=[written("dev.json", dev)], folder=HERE)
    assert found.unknown == {}
    assert {stage: each.origin for stage, each in found.found.items()} == {
        "dev": "dev.json",
        "prod": "the stack 'prod'",
        "empty": "the stack 'empty' has no outputs",
        "new": "there is no stack 'new'",
    }
    assert found.found["prod"].release == service.release("prod")
    assert found.found["prod"].outputs == {**prod, "api_keys": "[secret]", "token": "[secret]"}
    assert found.found["empty"].release is found.found["new"].release is None


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (
            failed("error: could not read current project: no Pulumi.yaml found\n", stdout="a lot\nof text"),
            "Pulumi cannot tell what the stack 'dev' runs: "
            "could not read current project: no Pulumi.yaml found",
        ),
        (
            failed("warning: old\nerror: passphrase must be set\nerror: passphrase must be set\n"),
            "Pulumi cannot tell what the stack 'dev' runs: passphrase must be set",
        ),
        (
            failed("[409] Conflict: Another update is currently in progress."),
            "Pulumi cannot tell what the stack 'dev' runs: "
            "[409] Conflict: Another update is currently in progress.",
        ),
        (
            InvalidVersionError("Minimum version requirement failed."),
            "Pulumi cannot tell what the stack 'dev' runs: Minimum version requirement failed.",
        ),
        (
            {"url": "x"},
            "the stack 'dev': there is no output 'release'. "
            "Deploy the stage with a program that calls service.export().",
        ),
    ],
)
def test_a_stack_that_does_not_tell(
    told: Any, text: str, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulumi(monkeypatch, dev=told)
    found = find_deployed(["dev"], folder=HERE)
    assert (found.found, found.unknown) == ({}, {"dev": text})


def test_a_stack_that_runs_another_stage(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    pulumi(monkeypatch, dev=outputs(service), prod=outputs(service))
    found = find_deployed(["dev", "prod"], folder=HERE)
    assert list(found.found) == ["dev"]
    assert found.unknown == {
        "prod": "the stack 'prod' runs the stage 'dev'. "
        "Give the outputs of the stack that runs 'prod': --outputs FILE."
    }


def test_without_pulumi(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert find_deployed(["dev"], folder=HERE).unknown == {
        "dev": "Pulumi is not installed, so it cannot be asked what the stack 'dev' runs. Install it "
        "(https://www.pulumi.com/docs/install/), or give --outputs FILE, with what "
        "'pulumi stack output --json --stack dev' prints elsewhere."
    }


def test_an_error_without_words() -> None:
    assert stacks.error_lines(InvalidVersionError()) == "it does not say why."
