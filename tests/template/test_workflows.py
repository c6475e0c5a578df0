"""A baked service's workflows name jobs, files and commands that exist, and guard prod."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

# What `pip install --editable '.[dev]'` puts into the virtual environment, and what comes with it.
PROGRAMS = {"python", "pip", "ruff", "apigw", "pytest"}


@pytest.fixture(scope="module")
def workflows(service: Path) -> dict[str, Any]:
    yaml = YAML(typ="safe", pure=True)
    folder = service / ".github" / "workflows"
    return {path.name: yaml.load(path.read_text()) for path in folder.iterdir()}


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
        assert job.get("with", {}).keys() == trigger.get("inputs", {}).keys()


def test_a_caller_grants_what_the_called_workflow_needs(workflows: dict[str, Any]) -> None:
    for workflow, job in jobs_of(workflows):
        if "uses" in job:
            needed = workflows[Path(job["uses"]).name]["permissions"]
            assert needed.items() <= workflow["permissions"].items()


def test_actions_are_pinned_to_a_version(workflows: dict[str, Any]) -> None:
    steps = [step for _, job in jobs_of(workflows) for step in job.get("steps", ())]
    actions = {step["uses"] for step in steps if "uses" in step}
    assert actions
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", action) for action in actions)


def test_commands_exist(workflows: dict[str, Any], service: Path) -> None:
    runs = "\n".join(step.get("run", "") for _, job in jobs_of(workflows) for step in job.get("steps", ()))
    assert set(re.findall(r"\.venv/bin/(\w+)", runs)) == PROGRAMS - {"python"}
    assert set(re.findall(r"\bapigw (\w+)", runs)) == {"check"}
    extras = tomllib.loads((service / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(re.findall(r"'\.\[(\w+)\]'", runs)) == extras.keys()


def test_a_pull_request_is_checked_and_previewed(workflows: dict[str, Any]) -> None:
    jobs = workflows["pull-request.yml"]["jobs"]
    assert jobs["preview"]["needs"] == "checks"
    assert jobs["preview"]["with"] == {"command": "preview", "stack": "dev", "environment": "preview"}
    runs = [step.get("run", "") for step in workflows["checks.yml"]["jobs"]["checks"]["steps"]]
    assert runs[-4:] == [
        ".venv/bin/ruff format --check",
        ".venv/bin/ruff check",
        ".venv/bin/apigw check",
        ".venv/bin/pytest",
    ]


def test_main_goes_to_dev_and_then_to_prod_behind_its_environment(workflows: dict[str, Any]) -> None:
    assert workflows["deploy.yml"]["on"]["push"] == {"branches": ["main"]}
    jobs = workflows["deploy.yml"]["jobs"]
    assert (jobs["dev"]["needs"], jobs["prod"]["needs"]) == ("checks", "dev")
    for stage in ("dev", "prod"):
        assert jobs[stage]["with"] == {"command": "up", "stack": stage, "environment": stage}


def test_a_preview_cannot_cancel_a_deployment(workflows: dict[str, Any]) -> None:
    """GitHub cancels what waits in a concurrency group when another joins it."""
    concurrency = workflows["stack.yml"]["jobs"]["pulumi"]["concurrency"]
    assert concurrency == {
        "group": "${{ inputs.command == 'preview' && github.ref || 'pulumi' }}-${{ inputs.stack }}",
        "cancel-in-progress": "${{ inputs.command == 'preview' }}",
    }


def test_aws_is_reached_by_githubs_token_and_no_stored_key(workflows: dict[str, Any]) -> None:
    stack = workflows["stack.yml"]
    assert stack["permissions"]["id-token"] == "write"
    assert stack["jobs"]["pulumi"]["environment"] == "${{ inputs.environment }}"
    steps = {
        step["uses"].partition("@")[0]: step for step in stack["jobs"]["pulumi"]["steps"] if "uses" in step
    }
    assert steps["aws-actions/configure-aws-credentials"]["with"] == {
        "role-to-assume": "${{ vars.AWS_ROLE_ARN }}",
        "aws-region": "eu-west-1",
    }
    assert steps["pulumi/actions"]["with"]["command"] == "${{ inputs.command }}"
