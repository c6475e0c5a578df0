"""A baked service's workflows name jobs, files and commands that exist, and guard prod."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pulumi_apigw.config import load_config

# What `pip install --editable '.[dev]'` puts into the virtual environment, and what comes with it.
PROGRAMS = {"python", "pip", "ruff", "apigw", "pytest"}
STACK_NEEDS = {"contents": "read", "id-token": "write", "pull-requests": "write"}


@pytest.fixture(scope="module")
def workflows(service: Path) -> dict[str, Any]:
    return workflows_of(service)


def workflows_of(service: Path) -> dict[str, Any]:
    yaml = YAML(typ="safe", pure=True)
    folder = service / ".github" / "workflows"
    return {path.name: yaml.load(path.read_text()) for path in folder.iterdir()}


@pytest.fixture(scope="module")
def stacks(service: Path) -> tuple[str, str]:
    """The stacks that deploy dev and prod."""
    return ("main", "main") if load_config(service / "api.yaml").is_shared else ("dev", "prod")


def jobs_of(workflows: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for workflow in workflows.values():
        for job in workflow["jobs"].values():
            yield workflow, job


def test_jobs_need_jobs_that_exist(workflows: dict[str, Any]) -> None:
    for workflow, job in jobs_of(workflows):
        if "needs" in job:
            assert job["needs"] in workflow["jobs"]


def test_called_workflows_exist_and_get_their_inputs(workflows: dict[str, Any]) -> None:
    called = [job for _, job in jobs_of(workflows) if "uses" in job]
    assert {job["uses"] for job in called} == {
        "./.github/workflows/checks.yml",
        "./.github/workflows/stack.yml",
    }
    for job in called:
        trigger = workflows[Path(job["uses"]).name]["on"]["workflow_call"] or {}
        inputs = trigger.get("inputs", {})
        required = {name for name, each in inputs.items() if each.get("required")}
        assert required <= job.get("with", {}).keys() <= inputs.keys()


def test_a_caller_grants_what_the_called_workflow_needs(workflows: dict[str, Any]) -> None:
    for workflow, job in jobs_of(workflows):
        if "uses" in job:
            granted = job.get("permissions", workflow["permissions"])
            needed = workflows[Path(job["uses"]).name].get("permissions", STACK_NEEDS)
            assert needed.items() - {("contents", "read")} <= granted.items()
            assert granted["contents"] in ("read", "write")


def test_a_promotion_alone_may_push(workflows: dict[str, Any]) -> None:
    """What a workflow does not say itself it may as its caller does."""
    assert "permissions" not in workflows["stack.yml"]
    writers = [
        job
        for workflow, job in jobs_of(workflows)
        if job.get("permissions", workflow.get("permissions", {})).get("contents") == "write"
    ]
    assert [job["with"]["promote-from"] for job in writers] == ["dev"]


def test_actions_are_pinned_to_a_version(workflows: dict[str, Any]) -> None:
    steps = [step for _, job in jobs_of(workflows) for step in job.get("steps", ())]
    actions = {step["uses"] for step in steps if "uses" in step}
    assert actions
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", action) for action in actions)


def test_commands_exist(workflows: dict[str, Any], service: Path) -> None:
    runs = "\n".join(step.get("run", "") for _, job in jobs_of(workflows) for step in job.get("steps", ()))
    assert set(re.findall(r"\.venv/bin/(\w+)", runs)) == PROGRAMS - {"python"}
    assert set(re.findall(r"\bapigw (\w+)", runs)) == {"check", "promote"}
    extras = tomllib.loads((service / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(re.findall(r"'\.\[(\w+)\]'", runs)) == extras.keys()


def test_a_pull_request_is_checked_and_previewed(workflows: dict[str, Any], stacks: tuple[str, str]) -> None:
    jobs = workflows["pull-request.yml"]["jobs"]
    assert jobs["preview"]["needs"] == "checks"
    assert jobs["preview"]["with"] == {"command": "preview", "stack": stacks[0], "environment": "preview"}
    runs = [step.get("run", "") for step in workflows["checks.yml"]["jobs"]["checks"]["steps"]]
    assert runs[-4:] == [
        ".venv/bin/ruff format --check",
        ".venv/bin/ruff check",
        ".venv/bin/apigw check",
        ".venv/bin/pytest",
    ]


def test_main_goes_to_dev_and_then_to_prod_behind_its_environment(
    workflows: dict[str, Any], stacks: tuple[str, str]
) -> None:
    dev, prod = stacks
    assert workflows["deploy.yml"]["on"]["push"] == {"branches": ["main"]}
    jobs = workflows["deploy.yml"]["jobs"]
    assert (jobs["dev"]["needs"], jobs["prod"]["needs"]) == ("checks", "dev")
    assert jobs["dev"]["with"] == {"command": "up", "stack": dev, "environment": "dev"}
    promotion = {"command": "up", "stack": prod, "environment": "prod", "promote-from": "dev"}
    assert jobs["prod"]["with"] == promotion


def test_a_promotion_is_committed_and_pushed_before_it_is_deployed(
    workflows: dict[str, Any], stacks: tuple[str, str]
) -> None:
    steps = workflows["stack.yml"]["jobs"]["pulumi"]["steps"]
    (promoted,) = [place for place, each in enumerate(steps) if each.get("name") == "Promote"]
    (deployed,) = [place for place, each in enumerate(steps) if each.get("id") == "pulumi"]
    assert promoted < deployed
    step = steps[promoted]
    assert step["if"] == "inputs.promote-from"
    is_shared = stacks == ("main", "main")
    assert step["env"].keys() == {"FROM", "STAGE", "PULUMI_ACCESS_TOKEN", *(["STACK"] if is_shared else [])}
    lines = step["run"].splitlines()
    stack = ' --stack "$STACK"' if is_shared else ""
    assert lines[0] == f'.venv/bin/apigw promote "$FROM" "$STAGE"{stack} --yes'
    assert lines[-1] == 'git push origin "HEAD:$GITHUB_REF_NAME"'
    # Pulumi's command line is there by then: an action without a command installs it alone.
    assert steps[promoted - 1] == {
        "name": "Install Pulumi, which tells what the other stage runs",
        "if": "inputs.promote-from",
        "uses": "pulumi/actions@v7",
    }


def test_its_shell_pushes_a_promotion_once(
    workflows: dict[str, Any], stacks: tuple[str, str], tmp_path: Path
) -> None:
    remote, clone = tmp_path / "remote.git", tmp_path / "clone"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", str(remote))
    git(tmp_path, "clone", "--quiet", str(remote), str(clone))
    git(clone, "switch", "--quiet", "--create", "main")
    (clone / "api.yaml").write_text("release: latest\n")
    stand_in = clone / ".venv" / "bin" / "apigw"
    stand_in.parent.mkdir(parents=True)
    # A service with a stack for each stage writes no release file, and would not commit it.
    promotes = (
        'echo "release: promoted from $2 to $3" > api.yaml\nmkdir -p releases\necho {} > releases/ab.json\n'
    )
    stand_in.write_text(f"#!/bin/sh\n{promotes}")
    stand_in.chmod(0o755)
    (clone / ".gitignore").write_text(".venv/\n")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "--message", "Begin")
    git(clone, "push", "--quiet", "origin", "main")
    variables = {"FROM": "dev", "STAGE": "prod", "STACK": stacks[1], "GITHUB_ACTOR": "ann"}
    for _ in range(2):  # the second time there is nothing to promote
        assert run_step(workflows, "Promote", clone, **variables).returncode == 0
    log = git(remote, "log", "--format=%an %s", "main").splitlines()
    assert log == ["ann Promote dev to prod", "test Begin"]
    assert git(remote, "show", "main:api.yaml") == "release: promoted from dev to prod\n"
    files = git(remote, "ls-tree", "-r", "--name-only", "main").splitlines()
    assert ("releases/ab.json" in files) == (stacks == ("main", "main"))


def test_one_stack_is_deployed_from_the_newest_commit_alone(
    baked: Callable[..., Path], tmp_path: Path
) -> None:
    """It holds prod too, which files from before a promotion would move back."""
    workflows = workflows_of(baked(protocol="http", topology="shared"))
    steps = workflows["stack.yml"]["jobs"]["pulumi"]["steps"]
    (guard,) = [place for place, each in enumerate(steps) if each.get("name") == GUARD]
    assert steps[guard]["if"] == "inputs.command == 'up'"
    assert steps[guard + 1]["id"] == "pulumi"
    remote, clone, other = tmp_path / "remote.git", tmp_path / "clone", tmp_path / "other"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", str(remote))
    git(tmp_path, "clone", "--quiet", str(remote), str(other))
    git(other, "switch", "--quiet", "--create", "main")
    git(other, "commit", "--quiet", "--allow-empty", "--message", "Begin")
    git(other, "push", "--quiet", "origin", "main")
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{remote}", str(clone))
    assert run_step(workflows, GUARD, clone).returncode == 0
    git(other, "commit", "--quiet", "--allow-empty", "--message", "Promote dev to prod")
    git(other, "push", "--quiet", "origin", "main")
    refused = run_step(workflows, GUARD, clone)
    assert (refused.returncode, refused.stdout) == (
        1,
        "::error::main has moved on: the run of its newest commit deploys this too.\n",
    )


GUARD = "Deploy nothing older than main"


def run_step(
    workflows: dict[str, Any], name: str, folder: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """The lines of a step of stack.yml, run by the shell as GitHub does, in a clone of a repository."""
    steps = workflows["stack.yml"]["jobs"]["pulumi"]["steps"]
    (run,) = [each["run"] for each in steps if each.get("name") == name]
    main = {"GITHUB_REF": "refs/heads/main", "GITHUB_REF_NAME": "main"}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", run],
        cwd=folder,
        env={**os.environ, **main, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_a_preview_cannot_cancel_a_deployment(workflows: dict[str, Any], stacks: tuple[str, str]) -> None:
    """GitHub cancels what waits in a concurrency group when another joins it, and be it for approval."""
    each = "environment" if stacks == ("main", "main") else "stack"
    concurrency = workflows["stack.yml"]["jobs"]["pulumi"]["concurrency"]
    assert concurrency == {
        "group": f"${{{{ inputs.command == 'preview' && github.ref || 'pulumi' }}}}-${{{{ inputs.{each} }}}}",
        "cancel-in-progress": "${{ inputs.command == 'preview' }}",
    }


def test_aws_is_reached_by_githubs_token_and_no_stored_key(workflows: dict[str, Any]) -> None:
    stack = workflows["stack.yml"]
    assert stack["jobs"]["pulumi"]["environment"] == "${{ inputs.environment }}"
    steps = {
        step["uses"].partition("@")[0]: step for step in stack["jobs"]["pulumi"]["steps"] if "uses" in step
    }
    assert steps["aws-actions/configure-aws-credentials"]["with"] == {
        "role-to-assume": "${{ vars.AWS_ROLE_ARN }}",
        "aws-region": "eu-west-1",
    }
    assert steps["pulumi/actions"]["with"]["command"] == "${{ inputs.command }}"
