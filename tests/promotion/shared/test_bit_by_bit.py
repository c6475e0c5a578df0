"""Gradual moves where one stack runs all stages."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.config import load_config
from pulumi_apigw.promotion import Share, ShareChange

from ..conftest import Service
from .stack import Stack

UNTIL = "2026-12-01T12:00:00Z"


@pytest.fixture
def moving(stack: Stack) -> tuple[str, str]:
    """What staging runs, and what 10% of its requests run."""
    stack.promote()
    first = stack.release("dev").id
    stack.change_code("two")
    stack.change_routes("two")
    stack.promote(share=Share(10, UNTIL))
    return first, stack.release("dev").id


def gradual(service: Service, stage: str = "staging") -> Any:
    return load_config(service.file).stage(stage).stages[stage].gradual


def test_a_share_of_the_requests_gets_the_release(
    service: Service, stack: Stack, moving: tuple[str, str]
) -> None:
    first, second = moving
    staging = load_config(service.file).stage("staging").stages["staging"]
    assert (staging.release, stack.release("staging").id) == (first, first)
    assert staging.gradual is not None
    assert staging.gradual.model_dump(exclude_defaults=True) == {
        "release": second,
        "percent": 10,
        "until": UNTIL,
        "from": "dev",
        "at": "2026-11-23T12:00:00Z",
        "commit": service.git("rev-parse", "HEAD~1"),
    }
    for answer in ("three", "four"):
        move = stack.told().found["staging"].move
        assert move is not None
        assert (move.release, move.percent, set(move.deployments)) == (second, 10, {"admin", "public"})
        stack.change_code(answer)


def test_the_share_grows_whatever_the_source_runs_by_now(
    service: Service, stack: Stack, moving: tuple[str, str]
) -> None:
    stack.change_code("three")
    promotion = stack.promote(share=Share(50))
    assert promotion.share == ShareChange(moving[1], 10, 50, UNTIL)
    assert gradual(service).percent == 50
    again = stack.plan(share=Share(50))
    assert (again.state, again.changes) == ("nothing", {})


def test_all_of_the_requests_complete_it_whatever_the_source_runs_by_now(
    service: Service, stack: Stack, moving: tuple[str, str]
) -> None:
    stack.change_code("three")
    stack.change_routes("three")
    promotion = stack.promote(share=Share(100))
    assert promotion.share == ShareChange(moving[1], 10, 100)
    files = next(gate for gate in promotion.gates if gate.name == "files")
    assert files.text.endswith(f" AWS keeps release '{moving[1]}'.")  # dev runs another
    assert promotion.record["from"] == "dev"
    assert promotion.record["before"]["release"] == moving[0]
    assert gradual(service) is None
    assert (stack.release("staging").id, stack.release("staging").functions["api"].version) == (
        moving[1],
        "2",
    )
    assert stack.told().found["staging"].move is None


def test_a_promotion_of_the_same_release_completes_it(
    service: Service, stack: Stack, moving: tuple[str, str]
) -> None:
    promotion = stack.promote()
    assert next(gate.text for gate in promotion.gates if gate.name == "gradual") == (
        f"'staging' moves to release '{moving[1]}' (10% of its requests since 2026-11-23T12:00:00Z), "
        "which this completes."
    )
    assert gradual(service) is None
    assert stack.roll_back("staging").release == moving[0]


def test_a_promotion_of_another_one_is_refused(
    service: Service, stack: Stack, moving: tuple[str, str]
) -> None:
    stack.change_code("three")
    (refusal,) = stack.plan().refusals
    assert (refusal.name, refusal.text, refusal.fix) == (
        "gradual",
        f"'staging' moves to release '{moving[1]}' (10% of its requests since 2026-11-23T12:00:00Z), "
        f"and 'dev' runs '{stack.release('dev').id}' by now.",
        "Complete it first (apigw promote dev staging --percent 100), or end it (apigw rollback staging).",
    )


def test_a_rollback_ends_it_and_nothing_else(service: Service, stack: Stack, moving: tuple[str, str]) -> None:
    record = load_config(service.file).stage("staging").stages["staging"].promoted
    rollback = stack.roll_back("staging")
    assert rollback.share == ShareChange(moving[1], 10, None)
    assert list(rollback.changes) == [("stages", "staging", "gradual")]
    staging = load_config(service.file).stage("staging").stages["staging"]
    assert (staging.release, staging.gradual, staging.promoted) == (moving[0], None, record)
    assert [path.stem for path in rollback.files.removed] == [moving[1]]
    assert stack.release("staging").id == moving[0]


def test_variables_move_with_the_share_and_are_the_stages_when_it_is_completed(
    service: Service, stack: Stack
) -> None:
    stack.promote()
    service.replace("    variables: {checkout: express}\n  staging", "    variables: {}\n  staging")
    stack.change_code("two")
    stack.promote(share=Share(10))
    assert gradual(service).variables == {"checkout": "classic"}
    own = load_config(service.file).stage("staging").stages["staging"].variables
    assert own == {"checkout": "express"}
    stack.change_code("three")
    stack.promote(share=Share(100))
    assert load_config(service.file).stage("staging").stages["staging"].variables == {"checkout": "classic"}


def test_a_stage_that_took_every_release_is_pinned_to_what_it_runs(service: Service, stack: Stack) -> None:
    service.replace("  admin:\n    protocol: rest", "  admin: # REST\n    protocol: rest")
    text = service.file.read_text()
    service.write(text[: text.index("  public:")] + text[text.index("  admin:") :])
    service.commit("REST alone: AWS keeps its deployments")
    stack.up()
    told = stack.told()
    first = stack.release("staging").id
    stack.change_code("two")
    found = {**stack.told().found, "staging": told.found["staging"]}
    stack.promote(share=Share(5), deployed=type(told)(found=found))
    staging = load_config(service.file).stage("staging").stages["staging"]
    assert (staging.release, stack.release("staging").functions["api"].version) == (first, "1")


@pytest.mark.parametrize("stage", ["dev", "staging"])
def test_comments_stay(service: Service, stack: Stack, moving: tuple[str, str], stage: str) -> None:
    text = service.file.read_text()
    assert all(comment in text for comment in ("# one API, all stages", "# with care", "# their own"))


def test_routes_of_a_rest_api_have_a_share_of_their_own(service: Service, stack: Stack) -> None:
    stack.promote()
    service.replace("      GET /all:", "      GET /more: {authorizer: none}\n      GET /all:")
    service.commit()
    stack.up()
    promotion = stack.promote(share=Share(10))
    gates = {gate.name: gate.text for gate in promotion.gates}
    assert gates["gradual"].endswith("bit by bit.")
    stable, new = (f"releases/{each}.json" for each in (promotion.old_release, promotion.release))
    assert gates["release files"] == f"{stable} and {new} are written."


def test_routes_of_an_http_api_come_when_it_is_completed(service: Service, stack: Stack) -> None:
    stack.promote()
    stack.change_code("two")
    stack.change_routes("two")
    gates = {gate.name: gate.text for gate in stack.promote(share=Share(10)).gates}
    assert gates["gradual"].endswith("Routes of apis.public: all at once when it is completed.")
