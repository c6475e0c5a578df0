"""`apigw rollback`: back, the way there, and back again."""

from __future__ import annotations

import json
import re

import pytest

from pulumi_apigw.config import load_config

from .conftest import Run
from .promotion import Deployed

FILES = ("--outputs", "dev.json", "--outputs", "prod.json")


@pytest.fixture
def promoted(apigw: Run, deployed: Deployed) -> Deployed:
    """Prod was promoted, committed and deployed twice: to what dev runs, and to what it ran then."""
    for version in ("8", "9"):
        assert apigw("promote", "dev", "prod", *FILES, "--yes").exit_code == 0
        deployed.commit("Promote dev to prod")
        deployed.deploy("prod", version)
        if version == "8":
            deployed.replace(
                "      POST /orders: ", "      PUT /orders: {authorizer: none}\n      POST /orders: "
            )
            deployed.commit("Change orders")
            deployed.deploy("dev", version)
    return deployed


def pinned(service: Deployed) -> str:
    return load_config(service.config).stage("prod").stages["prod"].release


def test_it_gives_the_release_back_and_says_how_to_deploy_it(apigw: Run, promoted: Deployed) -> None:
    newest, commits = pinned(promoted), promoted.git("log", "--format=%H %s").splitlines()
    (_, pinning) = [each.split()[0] for each in commits if each.endswith("Promote dev to prod")]
    outcome = apigw("rollback", "prod", "--yes")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    release = pinned(promoted)
    assert release != newest
    assert outcome.stdout.startswith("WHAT     PROD HAS      IT GETS\n")
    assert outcome.stdout.endswith(
        f"\napi.yaml: prod has the release {release} again.\n\n"
        "Next:\n"
        "  git commit -m 'Roll prod back' -- api.yaml\n"
        f"  git switch --detach {pinning[:12]}\n"
        "  pulumi up --stack prod\n"
        "  git checkout -\n"
    )
    # There, the files give what prod is pinned to; here they do not.
    promoted.git("commit", "-m", "Roll prod back", "--", "api.yaml")
    assert apigw("check", "--stage", "prod").exit_code == 1
    promoted.git("switch", "--quiet", "--detach", pinning[:12])
    assert pinned(promoted) == release
    assert apigw("check", "--stage", "prod").exit_code == 0


def test_the_commands_lead_back_to_a_commit_without_a_branch(apigw: Run, promoted: Deployed) -> None:
    promoted.git("switch", "--quiet", "--detach", "HEAD")
    commands = json.loads(apigw("rollback", "prod", "--yes", "--json").stdout)["next"]
    promoted.git("commit", "-m", "Roll prod back", "--", "api.yaml")
    here = promoted.git("rev-parse", "HEAD")
    for command in (commands[1], commands[3]):
        promoted.git(*command.split()[1:])
    assert promoted.git("rev-parse", "HEAD") == here


def test_the_commands_are_for_where_the_user_is(
    apigw: Run, promoted: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(promoted.folder / "src")
    outcome = apigw("rollback", "prod", "--yes", "--json", "--file", "../api.yaml")
    commands = json.loads(outcome.stdout)["next"]
    assert commands[0] == "git commit -m 'Roll prod back' -- ../api.yaml"
    assert commands[2] == "pulumi up --stack prod --cwd .."


def test_it_can_be_rolled_back_itself(apigw: Run, promoted: Deployed) -> None:
    newest = pinned(promoted)
    apigw("rollback", "prod", "--yes")
    promoted.commit("Roll prod back")
    outcome = apigw("rollback", "prod", "--yes")
    assert pinned(promoted) == newest
    assert outcome.stdout.endswith(
        "Next:\n  git commit -m 'Roll prod back' -- api.yaml\n  pulumi up --stack prod\n"
    )


def test_variables_go_back_too(apigw: Run, deployed: Deployed) -> None:
    before = deployed.config.read_text()
    apigw("promote", "dev", "prod", *FILES, "--yes")
    deployed.commit("Promote dev to prod")
    outcome = apigw("rollback", "prod", "--yes")
    assert re.search(r"^variable checkout +express +\(its default\)$", outcome.stdout, re.MULTILINE)
    variables = "    variables: {table: shop-prod}\n"
    assert variables in before
    assert variables in deployed.config.read_text()


def test_check_changes_nothing_and_exits_with_2(apigw: Run, promoted: Deployed) -> None:
    before = promoted.config.read_bytes()
    outcome = apigw("rollback", "prod", "--check", "--json")
    data = json.loads(outcome.stdout)
    assert outcome.exit_code == 2
    assert (data["stage"], data["state"], data["written"], data["next"]) == ("prod", "pending", False, [])
    assert apigw("rollback", "prod").exit_code == 2  # nobody to ask
    assert promoted.config.read_bytes() == before


def test_json_has_the_commands_that_come_next(apigw: Run, promoted: Deployed) -> None:
    outcome = apigw("rollback", "prod", "--yes", "--json")
    commands = json.loads(outcome.stdout)["next"]
    assert commands[0] == "git commit -m 'Roll prod back' -- api.yaml"
    assert commands[2:] == ["pulumi up --stack prod", "git checkout -"]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("dev",), "Nothing was promoted to 'dev' yet"),
        (("prods",), "There is no stage 'prods' in api.yaml. Did you mean 'prod'?"),
        (("prod", "--file", "none.yaml"), "none.yaml: there is no such file"),
    ],
)
def test_a_mistake_is_told_without_a_traceback(
    apigw: Run, deployed: Deployed, arguments: tuple[str, ...], text: str
) -> None:
    outcome = apigw("rollback", *arguments)
    assert outcome.exit_code == 1
    assert text in outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("promote", "dev", "prod", "--chek"),
        ("promote", "dev"),
        ("promote", "dev", "prod", "--stack", "main"),
        ("rollback", "prod", "--chek"),
        ("rollback", "prod", "--stack", "main"),
    ],
    ids=" ".join,
)
def test_what_is_mistyped_does_not_look_like_a_change(
    apigw: Run, deployed: Deployed, arguments: tuple[str, ...]
) -> None:
    outcome = apigw(*arguments)
    assert outcome.exit_code == 1
    assert outcome.stderr.startswith("Usage: ")
