"""`apigw promote --percent` of a stage that has a stack of its own, and what follows it."""

from __future__ import annotations

import json
import re

import pytest

from pulumi_apigw.config import load_config

from .conftest import Run
from .promotion import Deployed

FILES = ("--outputs", "dev.json", "--outputs", "prod.json")
UNTIL = "2099-01-01T00:00:00Z"


def release_of(deployed: Deployed, stage: str) -> str:
    found: str = json.loads((deployed.folder / f"{stage}.json").read_text())["release"]["id"]
    return found


@pytest.fixture
def moving(apigw: Run, deployed: Deployed) -> Deployed:
    """A tenth of prod's requests is to run what dev does, which is committed and deployed."""
    (deployed.folder / ".gitignore").write_text(".apigw/\n/*.json\n")
    deployed.commit("Keep release files")
    assert (
        apigw("promote", "dev", "prod", *FILES, "--percent", "10", "--until", UNTIL, "--yes").exit_code == 0
    )
    deployed.commit("Begin")
    path = deployed.folder / "prod.json"
    data = json.loads(path.read_text())
    data["release"]["gradual"] = {"release": release_of(deployed, "dev"), "percent": 10}
    path.write_text(json.dumps(data))
    return deployed


def test_it_says_what_moves_and_what_to_commit(apigw: Run, deployed: Deployed) -> None:
    (deployed.folder / ".gitignore").write_text(".apigw/\n/*.json\n")
    deployed.commit("Keep release files")
    new, old = release_of(deployed, "dev"), release_of(deployed, "prod")
    outcome = apigw("promote", "dev", "prod", *FILES, "--percent", "10", "--yes")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    lines = outcome.stdout.splitlines()
    assert [re.split(r"  +", line) for line in lines[1:3]] == [
        ["release", "latest", old],
        [f"share of {new}", "(none)", "10%"],
    ]
    assert (
        f"ok  'prod' moves from '{old}' to '{new}' bit by bit. Routes of apis.public: all at once now. "
        "'checkout' of apis.public: when it is completed."
    ) in lines
    assert outcome.stdout.endswith(
        f"api.yaml: 10% of the requests of prod have the release {new} now.\n\n"
        "Next:\n"
        "  git add -- releases\n"
        "  git commit -m 'Promote dev to prod' -- api.yaml releases\n"
        "  pulumi up --stack prod\n"
    )


def test_the_share_that_it_has_already_is_nothing_to_do(apigw: Run, moving: Deployed) -> None:
    outcome = apigw("promote", "dev", "prod", *FILES, "--percent", "10", "--yes")
    assert outcome.exit_code == 0
    assert "\nNothing to change: api.yaml gives 10% of the requests of prod that release.\n" in outcome.stdout


def test_a_release_that_the_stage_is_pinned_to_has_no_share(apigw: Run, deployed: Deployed) -> None:
    apigw("promote", "dev", "prod", *FILES, "--yes")
    deployed.commit("Promote dev to prod")
    outcome = apigw("promote", "dev", "prod", *FILES, "--percent", "10", "--yes", "--json")
    data = json.loads(outcome.stdout)
    assert (outcome.exit_code, data["state"], data["share"]) == (0, "nothing", None)
    assert outcome.stderr == "Nothing to promote: api.yaml gives prod what dev runs.\n"


def test_a_share_that_is_no_number(apigw: Run, deployed: Deployed) -> None:
    outcome = apigw("promote", "dev", "prod", *FILES, "--percent", "nan", "--yes")
    assert outcome.exit_code == 1
    assert "--percent: this is no number. Give one such as 10.\n" in outcome.stderr


def test_git_that_ignores_release_files_is_told(apigw: Run, deployed: Deployed) -> None:
    outcome = apigw("promote", "dev", "prod", *FILES, "--percent", "10")
    assert outcome.exit_code == 1
    assert f"NO  git ignores releases/{release_of(deployed, 'prod')}.json" in outcome.stdout


def test_status_has_a_row_of_it(apigw: Run, moving: Deployed) -> None:
    new = release_of(moving, "dev")
    lines = apigw("status", *FILES).stdout.splitlines()
    (row,) = (line for line in lines if line.startswith("moves to"))
    assert row.endswith(f"{new}, 10%, until 2099-01-01")
    assert lines[-1] == (
        f"prod: 10% of its requests run {new}. Complete it: apigw promote dev prod --percent 100; "
        "or end it: apigw rollback prod"
    )
    data = json.loads(apigw("status", *FILES, "--json").stdout)["stages"][1]
    assert (data["gradual"]["percent"], data["deployed_gradual"]["percent"], data["waiting"]) == (10, 10, [])


def test_status_says_which_share_is_not_deployed_yet(apigw: Run, moving: Deployed) -> None:
    moving.deploy("prod", "4")
    new = release_of(moving, "dev")
    path = moving.folder / "prod.json"
    data = json.loads(path.read_text())
    data["release"]["gradual"] = {"release": new, "percent": 5}
    path.write_text(json.dumps(data))
    lines = apigw("status", *FILES).stdout.splitlines()
    assert lines[-1].startswith(f"prod: 10% of its requests are to run {new}. Complete it: ")


def test_status_names_the_commit_that_prod_ran_when_the_move_has_ended(apigw: Run, moving: Deployed) -> None:
    apigw("rollback", "prod", "--yes")
    moving.commit("End")
    ran = json.loads((moving.folder / "prod.json").read_text())["release"]["commit"]
    note = apigw("status", *FILES).stdout.splitlines()[-1]
    assert note.endswith(f" Run: git switch --detach {ran[:12]} && pulumi up --stack prod && git checkout -")


def test_status_tells_that_it_is_late(apigw: Run, moving: Deployed) -> None:
    moving.replace(UNTIL, "2020-01-01T00:00:00Z")
    note = apigw("status", *FILES).stdout.splitlines()[-1]
    assert ", which was to be completed by 2020-01-01T00:00:00Z. Complete it: " in note


def test_check_asks_for_the_files_of_the_release_that_it_moves_to(apigw: Run, moving: Deployed) -> None:
    assert apigw("check", "--stage", "prod").exit_code == 0
    begun = moving.git("rev-parse", "HEAD").strip()
    (moving.folder / "src" / "app.py").write_text("def handler(event, context): return 'three'\n")
    moving.commit("Change the code")
    outcome = apigw("check", "--stage", "prod")
    assert outcome.exit_code == 1
    assert f"Deploy what is pinned (git checkout {begun[:12]}), or end the move" in outcome.stdout
    assert apigw("promote", "dev", "prod", *FILES, "--percent", "50").exit_code == 1
    moving.git("switch", "--quiet", "--detach", begun)
    assert apigw("check", "--stage", "prod").exit_code == 0


def test_it_is_completed(apigw: Run, moving: Deployed) -> None:
    new = release_of(moving, "dev")
    outcome = apigw("promote", "dev", "prod", *FILES, "--percent", "100", "--yes", "--json")
    data = json.loads(outcome.stdout)
    assert data["share"] == {"release": new, "old": 10, "new": 100, "until": None}
    prod = load_config(moving.config).stage("prod").stages["prod"]
    assert (prod.release, prod.gradual) == (new, None)
    assert data["next"][-1] == "pulumi up --stack prod"


def test_it_is_ended_from_the_commit_that_prod_runs(apigw: Run, moving: Deployed) -> None:
    outcome = apigw("rollback", "prod", "--yes", "--json")
    prod = json.loads((moving.folder / "prod.json").read_text())["release"]
    data = json.loads(outcome.stdout)
    assert data["share"]["new"] is None
    assert data["next"] == [
        "git add -- releases",
        "git commit -m 'Roll prod back' -- api.yaml releases",
        f"git switch --detach {prod['commit'][:12]}",
        "pulumi up --stack prod",
        "git checkout -",
    ]
