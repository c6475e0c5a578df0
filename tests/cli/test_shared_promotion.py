"""`apigw promote`, `rollback` and `status` where one stack runs all stages."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.config import load_config

from ..promotion.conftest import Service
from ..promotion.shared.stack import SERVICE, Stack
from .conftest import Run

FILE = ("--outputs", "out.json")


@pytest.fixture
def stack(folder: Path) -> Stack:
    """A service whose dev, staging and prod run what the files give."""
    (folder / "src").mkdir()
    (folder / "src" / "app.py").write_text("def handler(event, context):\n    return 1\n")
    (folder / ".gitignore").write_text(".apigw/\nout.json\n")
    service = Service(Path("."))
    service.write(SERVICE)
    service.git("init", "--quiet", "--initial-branch", "main")
    service.commit("Begin")
    stack = Stack(service)
    up(stack)
    return stack


def up(stack: Stack) -> None:
    stack.up()
    Path("out.json").write_text(json.dumps(stack.outputs))


@pytest.fixture
def promoted(apigw: Run, stack: Stack) -> Stack:
    """Staging was promoted to twice, and dev is ahead again."""
    for answer in ("2", "3"):
        stack.change_code(answer)
        Path("out.json").write_text(json.dumps(stack.outputs))
        follow(stack, apigw("promote", "dev", "staging", *FILE, "--yes", "--json").stdout)
    stack.change_code("4")
    Path("out.json").write_text(json.dumps(stack.outputs))
    return stack


def follow(stack: Stack, text: str) -> list[str]:
    """Run the commands that come next, word for word, and `pulumi up` as the stack does."""
    commands: list[str] = json.loads(text)["next"]
    for command in commands:
        if command.startswith("git"):
            stack.service.git(*shlex.split(command)[1:])
        else:
            assert command.startswith("pulumi up")
            up(stack)
    assert stack.service.git("status", "--porcelain") == ""
    return commands


def test_the_file_of_the_release_is_committed_too(apigw: Run, stack: Stack) -> None:
    outcome = apigw("promote", "dev", "staging", *FILE, "--yes")
    release = stack.release("dev").id
    assert outcome.exit_code == 0
    assert f"ok  releases/{release}.json is written.\n" in outcome.stdout
    assert outcome.stdout.endswith(
        f"api.yaml: staging has the release {release} now.\n\n"
        "Next:\n"
        "  git add -- releases\n"
        "  git commit -m 'Promote dev to staging' -- api.yaml releases\n"
        "  pulumi up\n"
    )


def test_the_commands_deploy_it(apigw: Run, promoted: Stack) -> None:
    assert promoted.release("staging").functions["api"].version == "3"
    data = json.loads(apigw("promote", "dev", "staging", *FILE, "--yes", "--json").stdout)
    # Of the one that goes on to be kept it is known by now what AWS has deployed.
    ids = [Path(each).stem for each in data["files"]["written"]]
    assert set(ids) == {promoted.release("dev").id, promoted.release("staging").id}
    assert len(data["files"]["removed"]) == 1
    follow(promoted, json.dumps(data))
    assert promoted.release("staging").functions["api"].version == "4"


def test_a_version_that_differs_alone_is_shown(apigw: Run, stack: Stack) -> None:
    follow(stack, apigw("promote", "dev", "staging", *FILE, "--yes", "--json").stdout)
    stack.service.replace("source: src}", "source: src, memory_mb: 512}")
    stack.service.commit("More memory")
    up(stack)
    outcome = apigw("promote", "dev", "staging", *FILE, "--check")
    code = str(stack.release("dev").functions["api"].code_sha256)[:12]
    assert outcome.exit_code == 2
    lines = outcome.stdout.splitlines()
    assert lines[1].split("  ")[0] == "function api"
    assert lines[1].endswith(f"{code} (version 1)  {code} (version 2)")


def test_a_rollback_needs_no_other_commit(apigw: Run, promoted: Stack) -> None:
    outcome = apigw("rollback", "staging", "--yes", "--json")
    assert follow(promoted, outcome.stdout)[-1] == "pulumi up"
    assert promoted.release("staging").functions["api"].version == "2"


def test_a_promotion_that_was_killed_leaves_its_commit_to_the_next_one(apigw: Run, stack: Stack) -> None:
    apigw("promote", "dev", "staging", *FILE, "--yes")
    outcome = apigw("promote", "dev", "staging", *FILE, "--yes")
    assert outcome.exit_code == 0
    assert "Nothing to promote" in outcome.stdout
    assert "  git add -- releases\n" in outcome.stdout


def test_bit_by_bit(apigw: Run, promoted: Stack) -> None:
    moves = promoted.release("dev").id
    arguments = ("promote", "dev", "staging", *FILE, "--yes")
    outcome = apigw(*arguments, "--percent", "10", "--until", "2099-01-01T00:00:00Z")
    assert f"share of {moves}  (none)" in outcome.stdout
    assert "10% until 2099-01-01T00:00:00Z\n" in outcome.stdout
    assert f"api.yaml: 10% of the requests of staging have the release {moves} now." in outcome.stdout
    promoted.service.commit("Begin")
    up(promoted)
    status = apigw("status", *FILE).stdout
    (row,) = (line for line in status.splitlines() if line.startswith("moves to"))
    assert row.split()[2:] == [f"{moves},", "10%,", "until", "2099-01-01"]
    (note,) = (line for line in status.splitlines() if line.startswith("staging: "))
    assert note == (
        f"staging: 10% of its requests run {moves}. Complete it: apigw promote dev staging --percent 100; "
        "or end it: apigw rollback staging"
    )
    outcome = apigw(*arguments, "--percent", "50", "--json")
    assert json.loads(outcome.stdout)["share"]["new"] == 50
    assert f"{moves} 10%" not in apigw("status", *FILE).stdout
    waits = [line for line in apigw("status", *FILE).stdout.splitlines() if "the file says" in line]
    assert waits == [
        f"staging: the file says 50% of release {moves}, and 10% of release {moves} runs. Run: pulumi up"
    ]
    outcome = apigw("rollback", "staging", "--yes")
    assert f"api.yaml: staging moves to the release {moves} no more." in outcome.stdout
    assert load_config("api.yaml").stage("staging").stages["staging"].gradual is None


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("--until", "2099-01-01T00:00:00Z"), "Give --percent N too."),
        (("--percent", "10", "--until", "tomorrow"), "'tomorrow' is no time in UTC"),
        (("--percent", "10", "--until", "2099-1-1T0:0:0Z"), "'2099-1-1T0:0:0Z' is no time in UTC"),
        (("--percent", "10", "--until", "2020-01-01T00:00:00Z"), "2020-01-01T00:00:00Z is over."),
        (("--percent", "100", "--until", "2099-01-01T00:00:00Z"), "it is completed at once."),
        (("--percent", "0"), "0 is not in the range 0<x<=100"),
    ],
)
def test_options_that_say_nothing(apigw: Run, stack: Stack, arguments: tuple[str, ...], text: str) -> None:
    outcome = apigw("promote", "dev", "staging", *FILE, *arguments)
    assert outcome.exit_code == 1
    assert text in outcome.stderr


def test_status_reads_one_stack(apigw: Run, promoted: Stack) -> None:
    outcome = apigw("status", *FILE)
    assert outcome.stdout.split()[:3] == ["dev", "staging", "prod"]
    versions = next(line for line in outcome.stdout.splitlines() if line.startswith("function api"))
    assert [part.split(",")[0] for part in versions.split("version ")[1:]] == ["4", "3", "4"]
    data = json.loads(apigw("status", *FILE, "--json").stdout)
    assert [each["gradual"] for each in data["stages"]] == [None, None, None]
    apigw("rollback", "staging", "--yes")
    assert "Run: pulumi up\n" in apigw("status", *FILE).stdout


def test_what_keeps_one_stack_from_telling_is_told_once(apigw: Run, promoted: Stack) -> None:
    lines = apigw("status").stdout.splitlines()
    told = [line for line in lines if "Pulumi is not installed" in line]
    assert [line.partition(": ")[0] for line in told] == ["dev, staging, prod"]


def test_what_pulumi_would_refuse_is_not_advised(apigw: Run, promoted: Stack) -> None:
    release, here = promoted.release("staging").id, promoted.release("dev").id
    Path(f"releases/{release}.json").unlink()
    lines = apigw("status", *FILE).stdout.splitlines()
    assert lines[-1].endswith(
        f" stages.staging.release: the stage is pinned to release '{release}', and the files here give "
        f"'{here}'. Take its file from git (releases/{release}.json is not there), or promote what is here "
        "(apigw promote dev staging)."
    )
    promoted.service.replace(f'\n    release: "{release}"\n', "\n    release: aaaaaaaaaaaa\n")
    lines = apigw("status", *FILE).stdout.splitlines()
    assert f"staging: the file says release aaaaaaaaaaaa, and {release} runs." in lines
    assert "(releases/aaaaaaaaaaaa.json is not there)" in lines[-1]


def test_a_file_that_is_older_than_the_deployment(apigw: Run, promoted: Stack) -> None:
    """A ref that got another value, say, was sent to AWS since."""
    release = promoted.release("staging").id
    stack = json.loads(Path("out.json").read_text())
    stack["releases"]["staging"]["deployments"]["admin"] = "other"
    stack["releases"]["dev"] = stack["releases"]["staging"]
    Path("out.json").write_text(json.dumps(stack))
    note = f"staging: releases/{release}.json is older than the deployment of admin. Mend it: "
    assert f"{note}apigw promote dev staging\n" in apigw("status", *FILE).stdout
    outcome = apigw("promote", "dev", "staging", *FILE, "--yes")
    assert outcome.exit_code == 0
    assert "gives staging what dev runs. Release files are put right.\n" in outcome.stdout
    assert "is older" not in apigw("status", *FILE).stdout


def test_a_deployment_that_was_made_with_a_secret_is_not_called_another(apigw: Run, promoted: Stack) -> None:
    """`pulumi stack output --json` prints no secrets, and the file has what Pulumi's command told."""
    data = json.loads(Path("out.json").read_text())
    data["releases"]["staging"]["deployments"]["admin"] = "[secret]"
    Path("out.json").write_text(json.dumps(data))
    assert "is older than" not in apigw("status", *FILE).stdout


def test_a_file_that_another_promotion_would_mend(apigw: Run, promoted: Stack) -> None:
    data = json.loads(Path("out.json").read_text())
    data["releases"]["staging"]["deployments"]["admin"] = "other"
    Path("out.json").write_text(json.dumps(data))
    assert promoted.release("dev").id != promoted.release("staging").id
    note = next(line for line in apigw("status", *FILE).stdout.splitlines() if "is older than" in line)
    assert note.endswith("once the files give another: promote a release anew")


def test_other_settings_of_the_same_code_leave_a_stage_behind(apigw: Run, stack: Stack) -> None:
    apigw("promote", "dev", "staging", *FILE, "--yes")
    stack.service.commit("Promote")
    stack.service.replace("source: src}", "source: src, memory_mb: 512}")
    stack.service.commit("More memory")
    up(stack)
    note = "staging: 1 change behind dev. Show them: apigw promote dev staging --check\n"
    assert note in apigw("status", *FILE).stdout
    behind = json.loads(apigw("status", *FILE, "--json").stdout)["stages"][1]["behind"]
    assert [each["what"] for each in behind["changes"]] == ["version 2 has other settings than version 1."]


def test_a_version_that_waits(apigw: Run, promoted: Stack) -> None:
    stack = json.loads(Path("out.json").read_text())
    stack["releases"]["staging"]["functions"]["api"]["version"] = "9"
    Path("out.json").write_text(json.dumps(stack))
    assert (
        "staging: the file says version 3 of api, and 9 runs. Run: pulumi up" in apigw("status", *FILE).stdout
    )


def test_the_stack_is_named(apigw: Run, stack: Stack) -> None:
    outcome = apigw("promote", "dev", "staging", *FILE, "--stack", "main", "--yes", "--json")
    assert json.loads(outcome.stdout)["next"][-1] == "pulumi up --stack main"
    stack.service.commit()
    outcome = apigw("rollback", "staging", "--stack", "main", "--yes", "--json")
    assert json.loads(outcome.stdout)["next"][-1] == "pulumi up --stack main"


def test_two_files_of_one_stack(apigw: Run, stack: Stack) -> None:
    outcome = apigw("promote", "dev", "staging", *FILE, *FILE)
    assert outcome.exit_code == 1
    assert outcome.stderr == (
        "2 files of outputs are given, and one stack runs all stages (topology: shared). "
        "Give what that one printed.\n"
    )


def test_up_deploys_the_one_stack(apigw: Run, stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    from pulumi_apigw.cli import promote

    updated: list[dict[str, Any]] = []

    def update(folder: Path, stage: str, **options: Any) -> bool:
        updated.append({"stage": stage, **options})
        return True

    monkeypatch.setattr(promote, "update", update)
    assert apigw("promote", "dev", "staging", *FILE, "--up", "--yes", "--stack", "main").exit_code == 0
    release = stack.release("dev").id
    options = {"release": release, "yes": True, "is_shared": True, "stack": "main"}
    assert updated == [{"stage": "staging", **options}]
