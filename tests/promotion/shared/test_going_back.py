"""Rollbacks where one stack runs all stages: at once, from here, as AWS keeps what the stage had."""

from __future__ import annotations

import pytest

from pulumi_apigw.errors import PromotionError
from pulumi_apigw.promotion import Deployments, Gate
from pulumi_apigw.releases.files import read_release, release_path

from ..conftest import Service
from .stack import Stack


@pytest.fixture
def moved(stack: Stack) -> list[str]:
    """The ids of two releases that staging got one after the other; the files give a third by now."""
    ids = []
    for answer in ("one", "two"):
        stack.change_code(answer)
        stack.change_routes(answer)
        stack.promote()
        ids.append(stack.release("dev").id)
    stack.change_code("three")
    stack.change_routes("three")
    return ids


def test_what_the_stage_had_is_there_at_once(service: Service, stack: Stack, moved: list[str]) -> None:
    text = service.file.read_text()
    rollback = stack.roll_back("staging")
    assert (rollback.release, rollback.commit) == (moved[0], None)
    staging = stack.release("staging")
    assert (staging.id, staging.functions["api"].version) == (moved[0], "2")
    assert rollback.record["contents"] == dict(staging.contents)
    assert "# with care" in service.file.read_text() != text
    held = read_release(service.folder, moved[1], service="orders")
    assert held is not None  # it can be undone


def test_the_gates_of_a_rollback(service: Service, stack: Stack, moved: list[str]) -> None:
    service.replace("source: src}", "source: src, requirements: none.txt}")
    (service.folder / "none.txt").write_text("not == a == requirement\n")
    rollback = service.roll_back("staging")
    assert rollback.refusals == ()
    gates = {gate.name: gate.text for gate in rollback.gates}
    assert gates["release files"] == "releases has what the stages need."
    assert gates["deployments"] == "AWS has what 'staging' is to run, or the files here give it."


def test_going_back_is_undone_where_the_files_give_it(service: Service, stack: Stack) -> None:
    for answer in ("one", "two"):
        stack.change_routes(answer)
        stack.promote()
    two = stack.release("staging").id
    stack.roll_back("staging")
    assert stack.roll_back("staging").release == two


def test_refused_where_aws_has_no_deployment(service: Service, stack: Stack, moved: list[str]) -> None:
    """Nothing told that the HTTP API was deployed: no promotion came after, whose file would have it."""
    stack.roll_back("staging")
    held = read_release(service.folder, moved[1], service="orders")
    assert held is not None
    assert set(held.deployments) == {"admin"}
    rollback = service.roll_back("staging")
    assert rollback.release == moved[1]
    commit = str(held.commit)[:12]
    assert rollback.refusals == (
        Gate(
            "deployments",
            False,
            f"AWS has no deployment of 'public' in release '{moved[1]}', and the files here give another.",
            f"Bring the files of commit {commit} back, deploy them to 'dev', and promote them.",
        ),
    )
    with pytest.raises(PromotionError, match="AWS has no deployment"):
        rollback.write()


def test_refused_where_there_is_no_file_of_it(service: Service, stack: Stack, moved: list[str]) -> None:
    release_path(service.folder, moved[0]).unlink()
    rollback = service.roll_back("staging")
    (refusal,) = rollback.refusals
    assert refusal.name == "deployments"
    assert refusal.text.startswith(
        f"stages.staging.release: the stage is pinned to release '{moved[0]}', and the files here give "
        f"'{stack.release('dev').id}'. Take its file from git (releases/{moved[0]}.json is not there)"
    )


def test_refused_for_a_file_that_holds_no_release(service: Service, stack: Stack, moved: list[str]) -> None:
    path = release_path(service.folder, moved[0])
    path.write_text("<<<<<<< HEAD\n")
    (refusal,) = service.roll_back("staging").refusals
    assert refusal.name == "release files"
    assert refusal.text.startswith(f"{path}:1: this is not JSON")


def test_a_stage_that_took_every_release_takes_them_again(service: Service, stack: Stack) -> None:
    dev = stack.told().found["dev"]
    unknown = Deployments(found={"dev": dev}, unknown={"staging": "nobody told."})
    stack.promote(deployed=unknown, allow_breaking=True)
    rollback = stack.roll_back("staging")
    assert rollback.release == "latest"
    gate = next(gate for gate in rollback.gates if gate.name == "deployments")
    assert gate.text == "'staging' takes what the files give."
