"""`apigw check` of a service whose stages share one API and one stack."""

from __future__ import annotations

from pathlib import Path

import pytest

from pulumi_apigw.config import load_config
from pulumi_apigw.releases import Release, release_in_tree
from pulumi_apigw.releases.files import release_path, release_text

from ..releases.conftest import another
from .conftest import Run
from .shared import MOVING, PINNED, SHARED

NO_PROBLEMS = "api.yaml: 3 routes, 2 stages, no problems\n"


@pytest.fixture
def shared(service: Path) -> Path:
    (service / "src" / "orders").mkdir(parents=True, exist_ok=True)
    (service / "src" / "orders" / "api.py").write_text("def handler(event, context):\n    return {}\n")
    (service / "api.yaml").write_text(SHARED)
    return service


def in_tree(folder: Path) -> Release:
    return release_in_tree(load_config(folder / "api.yaml"), "dev")


def write_release(folder: Path, digit: str) -> str:
    """The file of a release that is deployed, with other code; its id."""
    found = another(in_tree(folder), digit).with_versions({"api": "7"})
    release_path(folder, found.id).parent.mkdir(exist_ok=True)
    release_path(folder, found.id).write_text(release_text(found))
    return found.id


def packed(folder: Path) -> set[Path]:
    return set((folder / ".apigw").rglob("*"))


def test_stages_that_are_not_pinned_need_no_zip(apigw: Run, shared: Path) -> None:
    outcome = apigw("check")
    assert (outcome.exit_code, outcome.stdout, packed(shared)) == (0, NO_PROBLEMS, set())


def test_a_pinned_stage_without_the_file_of_its_release(apigw: Run, shared: Path) -> None:
    (shared / "api.yaml").write_text(SHARED + PINNED)
    for arguments in ((), ("--stage", "dev")):
        outcome = apigw("check", *arguments)
        assert outcome.exit_code == 1
        assert "stages.prod.release: the stage is pinned to release '3f1c2a9b7d10', and" in outcome.stdout
        assert in_tree(shared).id in outcome.stdout


def test_the_files_of_releases_are_all_that_pinned_stages_need(apigw: Run, shared: Path) -> None:
    pinned = PINNED.replace("3f1c2a9b7d10", write_release(shared, "a"))
    moving = MOVING.replace("77aa0b1c2d3e", write_release(shared, "b"))
    (shared / "api.yaml").write_text(SHARED + pinned + moving)
    # Code that moves on is no problem for a stage that runs what its file says, and is not asked for.
    (shared / "src" / "orders" / "api.py").write_text("def handler(event, context):\n    return None\n")
    before = packed(shared)
    outcome = apigw("check")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout.endswith("no errors, 1 advice\n")
    assert "19 percent of the requests to REST API 'admin'" in outcome.stdout
    assert packed(shared) == before


def test_the_release_of_the_files_needs_no_file(apigw: Run, shared: Path) -> None:
    (shared / "api.yaml").write_text(SHARED + PINNED.replace("3f1c2a9b7d10", in_tree(shared).id))
    outcome = apigw("check")
    assert (outcome.exit_code, outcome.stdout) == (0, NO_PROBLEMS)


def test_a_file_that_is_no_release(apigw: Run, shared: Path) -> None:
    (shared / "api.yaml").write_text(SHARED + PINNED)
    path = release_path(shared, "3f1c2a9b7d10")
    path.parent.mkdir()
    path.write_text("{}")
    outcome = apigw("check")
    assert outcome.exit_code == 1
    assert "releases/3f1c2a9b7d10.json" in outcome.stdout
    assert "Traceback" not in outcome.stderr


def test_a_move_of_a_stage_with_a_stack_of_its_own(apigw: Run, shared: Path) -> None:
    own = SHARED.replace("topology: shared\n", "") + PINNED + MOVING
    (shared / "api.yaml").write_text(own)
    outcome = apigw("check", "--stage", "prod")
    assert outcome.exit_code == 1
    assert "stages.prod.gradual.release: the stage moves to release '77aa0b1c2d3e', and" in outcome.stdout
    assert apigw("check").exit_code == 0


def test_the_environment_of_all_stages_together(apigw: Run, shared: Path) -> None:
    """Base paths of each stage's domain are in the one environment that the stages share."""
    dev = 'variables: {backend: blue}\n    domain: {name: dev.example.com, apis: {public: "BASE"}}'
    text = SHARED.replace("variables: {backend: blue}", dev)
    text = text.replace(
        "alias_variable: backend", f'alias_variable: backend, environment: {{BIG: "{"x" * 3800}"}}'
    )
    text = text.replace("apis: {public: v1}}", f"apis: {{public: {'b' * 150}}}}}")
    for base, expected in (("v1", 0), ("c" * 150, 1)):
        (shared / "api.yaml").write_text(text.replace("BASE", base))
        outcome = apigw("check")
        assert outcome.exit_code == expected, outcome.stdout
    assert "functions.api.environment: with the variables of the APIs that it serves" in outcome.stdout
