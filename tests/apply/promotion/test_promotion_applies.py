"""A stack a stage: what dev runs goes to prod by `apigw promote` alone, and back by `apigw rollback`.

The fixtures are one story, and the commands that `apigw` prints are run word for word.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from ..conftest import Applied, ApplyCheck
from .repository import Answered, Refused, Repository

OLD = Answered(code="old", pricing="list", version="1")
NEW = Answered(code="new", pricing="volume", version="2")
MOVED = {
    ("update", "aws:lambda/function:Function", "shop-api"),
    ("update", "aws:lambda/alias:Alias", "shop-api.prod"),
    ("update", "aws:apigatewayv2/stage:Stage", "shop-public.prod"),
}
UP = "pulumi up --stack prod"


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """What one step of the story did to prod, and what each stage answers after it."""

    prod: Applied
    answers: dict[str, Answered]
    told: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Beginning(Chapter):
    dev: Applied
    exported: dict[str, Any]
    commits: list[str]
    """The one that dev was deployed from, and the one that pinned prod."""


@dataclass(frozen=True, kw_only=True)
class Refusal(Chapter):
    refused: Refused


@pytest.fixture(scope="module")
def shop(apply_check: ApplyCheck, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return Repository(tmp_path_factory.mktemp("promotion") / "shop", apply_check)


@pytest.fixture(scope="module")
def first(shop: Repository) -> Beginning:
    """Dev is deployed and promoted to prod, whose stack is empty."""
    dev = shop.up("dev")
    told = shop.promote()
    prod = shop.follow(told["next"])
    return Beginning(
        dev=dev,
        prod=prod,
        answers=shop.answers(prod),
        told=told,
        exported=shop.exported("prod"),
        commits=[shop.run("git rev-parse HEAD~1"), shop.run("git rev-parse HEAD")],
    )


@pytest.fixture(scope="module")
def ahead(shop: Repository, first: Beginning) -> Refusal:
    """Dev gets new code and a feature; prod is deployed from there too, and then from what pinned it."""
    shop.edit("src/shop.py", "old", "new")
    shop.edit("api.yaml", "dev: {}", "dev: {variables: {pricing: volume}}")
    shop.up("dev")
    refused = shop.refused("prod")
    shop.run(f"git checkout --quiet {first.commits[1][:12]}")
    prod = shop.up("prod")
    shop.run("git checkout --quiet main")
    return Refusal(prod=prod, answers=shop.answers(prod), refused=refused)


@pytest.fixture(scope="module")
def second(shop: Repository, ahead: Refusal) -> Chapter:
    """What dev runs by then is promoted."""
    told = shop.promote()
    prod = shop.follow(told["next"])
    return Chapter(prod=prod, answers=shop.answers(prod), told=told)


@pytest.fixture(scope="module")
def back(shop: Repository, second: Chapter) -> Chapter:
    """Prod goes back."""
    told = shop.apigw("rollback prod --yes")
    prod = shop.follow(told["next"])
    return Chapter(prod=prod, answers=shop.answers(prod), told=told)


@pytest.fixture(scope="module")
def moving(shop: Repository, back: Chapter) -> Chapter:
    """A quarter of prod's calls moves to what dev runs."""
    told = shop.promote("--percent 25")
    prod = shop.follow(told["next"])
    return Chapter(prod=prod, answers=shop.answers(prod), told=told)


@pytest.fixture(scope="module")
def moved(shop: Repository, moving: Chapter) -> Chapter:
    """All of them do."""
    told = shop.promote("--percent 100")
    prod = shop.follow(told["next"])
    return Chapter(prod=prod, answers=shop.answers(prod), told=told)


def done(applied: Applied) -> set[tuple[str, str, str]]:
    """What was done; what differs right after counts too, as DIFFERS."""
    return {(step.op, step.type, step.name) for step in applied.steps if step.op != "same"}


def test_P1_prod_is_pinned_to_what_dev_runs(first: Beginning) -> None:
    assert {step.op for step in (*first.dev.steps, *first.prod.steps)} == {"create"}, first.prod.output
    assert first.answers == {"dev": OLD, "prod": OLD}
    assert first.told["next"] == ["git commit -m 'Promote dev to prod' -- api.yaml", UP]
    record = first.told["record"]
    assert (record["from"], record["commit"], record["before"]) == (
        "dev",
        first.commits[0],
        {"release": "latest"},
    )
    release = first.exported["release"]
    assert (release["id"], release["commit"]) == (record["release"], first.commits[1])
    assert (release["variables"], release["functions"]["api"]["version"]) == ({"pricing": "list"}, "1")


def test_P1_new_code_is_kept_out_of_prod(first: Beginning, ahead: Refusal) -> None:
    # The program fails before anything is registered.
    assert ahead.refused.output.startswith("FAILED   program program RunError: api.yaml:")
    assert "0 resources, 0 created, 0 updated, 0 replaced, 0 deleted" in ahead.refused.output
    assert not ahead.refused.changed
    pinned, commit = first.told["release"], first.commits[1][:12]
    assert f"stages.prod.release: the stage is pinned to release {pinned!r}" in ahead.refused.output
    ways = f"(git checkout {commit}), or promote what is here (apigw promote dev prod)."
    assert "which differs in functions.api. Deploy what is pinned " + ways in ahead.refused.output


def test_P1_prod_stays_as_it_is_by_the_commit_that_pinned_it(ahead: Refusal) -> None:
    assert {step.op for step in ahead.prod.steps} == {"same"}, ahead.prod.output
    assert ahead.answers == {"dev": NEW, "prod": OLD}


def test_P1_new_code_and_its_feature_reach_prod_by_promotion(second: Chapter) -> None:
    assert second.told["variables"] == [{"name": "pricing", "old": None, "new": "volume"}]
    (function,) = second.told["functions"]
    assert (function["old_version"], function["new_version"]) == ("1", "2")
    assert done(second.prod) == MOVED, second.prod.output
    assert second.answers == {"dev": NEW, "prod": NEW}


def test_P1_prod_goes_back_to_the_commit_that_a_rollback_names(
    first: Beginning, second: Chapter, back: Chapter
) -> None:
    commit = first.commits[1]
    assert (back.told["release"], back.told["commit"]) == (first.told["release"], commit)
    assert back.told["gates"][-1]["text"] == (
        f"Commit {commit[:12]} gives that release; the files here give {second.told['release']!r}."
    )
    # The commands that were run.
    assert back.told["next"] == [
        "git commit -m 'Roll prod back' -- api.yaml",
        f"git switch --detach {commit[:12]}",
        UP,
        "git checkout -",
    ]
    assert done(back.prod) == MOVED, back.prod.output
    # Lambda numbers what it publishes: the old code is its third version.
    assert back.answers == {"dev": NEW, "prod": Answered(code="old", pricing="list", version="3")}


def test_P1_the_file_keeps_what_was_not_promoted(shop: Repository, back: Chapter) -> None:
    # Back on the branch, whose file says what became of prod.
    assert shop.run("git status --porcelain --untracked-files=no") == ""
    lines = shop.config.splitlines()
    assert "      GET /: {function: api, authorizer: none}   # the app calls it" in lines
    assert "  dev: {variables: {pricing: volume}}" in lines
    assert "  prod:   # moves by promotion alone" in lines
    assert f'    release: "{back.told["release"]}"' in lines
    assert "      rollback: true" in lines


def test_P46_a_share_of_prods_calls_moves_to_a_version_of_the_new_code(
    shop: Repository, back: Chapter, moving: Chapter
) -> None:
    # The function has the new code, and the alias keeps to the version of the old one; the variable waits.
    assert done(moving.prod) == {
        ("update", "aws:lambda/function:Function", "shop-api"),
        ("update", "aws:lambda/alias:Alias", "shop-api.prod"),
    }, moving.prod.output
    assert moving.answers == back.answers
    assert shop.alias("prod", moving.prod) == ("3", {"4": 0.25})


def test_P46_the_move_ends_with_the_new_code_and_variable_for_all(shop: Repository, moved: Chapter) -> None:
    assert moved.answers == {"dev": NEW, "prod": Answered(code="new", pricing="volume", version="4")}
    assert shop.alias("prod", moved.prod) == ("4", {})
