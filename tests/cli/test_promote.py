"""`apigw promote`, from the files of outputs to the file that is changed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from pulumi_apigw.config import load_config

from .conftest import Run
from .promotion import Deployed

FILES = ("--outputs", "dev.json", "--outputs", "prod.json")

SHOWN = """\
WHAT               PROD HAS           IT GETS
release            latest             ID
function api       CODE (version 4)   CODE (version 7 in dev)
variable checkout  (its default)      express

  CHANGE       WHERE                              WHAT
  route added  apis.public.routes["POST /orders"]  POST /orders is new.
  function     functions.api                      the code is CODE instead of CODE.
  variable     stage_variables.checkout           checkout is 'express' instead of 'classic'.

ok  api.yaml has 'dev' and 'prod'.
ok  'prod' comes after 'dev' (the order of the stages: dev, prod).
ok  'dev' runs release 'ID' (dev.json).
ok  'dev' has a value of 'checkout'.
ok  All is committed (COMMIT).
ok  No function has api.yaml in its zip.
ok  api.yaml keeps its comments and its layout.
ok  api.yaml has no errors then.
ok  Pulumi.prod.yaml changes none of it.
ok  The files here give the same release.
ok  No patch makes another release for 'prod'.
ok  'prod' runs release 'OLD' (prod.json).
ok  Nothing breaks callers of 'prod'.
"""


def squeezed(text: str) -> str:
    """The text with one space between columns."""
    return re.sub(r" {2,}", "  ", text)


def test_it_shows_what_changes_and_every_gate(apigw: Run, deployed: Deployed) -> None:
    before = deployed.config.read_bytes()
    outcome = apigw("promote", "dev", "prod", *FILES, "--check")
    assert (outcome.exit_code, outcome.stderr) == (2, "")
    releases = {
        stage: json.loads((deployed.folder / f"{stage}.json").read_text())["release"]
        for stage in ("dev", "prod")
    }
    commit = deployed.git("rev-parse", "HEAD")[:12]
    shown = outcome.stdout.replace(commit, "COMMIT")
    for release, word in ((releases["dev"], "ID"), (releases["prod"], "OLD")):
        shown = shown.replace(release["id"], word)
        shown = shown.replace(release["functions"]["api"]["code_sha256"][:12], "CODE")
    assert squeezed(shown).strip() == squeezed(SHOWN).strip()
    assert deployed.config.read_bytes() == before


def test_it_changes_the_stage_alone_and_says_what_comes_next(apigw: Run, deployed: Deployed) -> None:
    before = deployed.config.read_text().splitlines()
    outcome = apigw("promote", "dev", "prod", *FILES, "--yes")
    release = load_config(deployed.config).stage("prod").stages["prod"].release
    assert outcome.exit_code == 0
    assert outcome.stdout.endswith(
        f"\napi.yaml: prod has the release {release} now.\n\n"
        "Next:\n"
        "  git commit -m 'Promote dev to prod' -- api.yaml\n"
        "  pulumi up --stack prod\n"
    )
    after = deployed.config.read_text().splitlines()
    gone = [line for line in before if line not in after]
    assert gone == ["    variables: {table: shop-prod}"]
    assert "  prod: # with care" in after
    # The printed commands are the shell's: the first makes the tree clean again.
    deployed.git("commit", "-m", "Promote dev to prod", "--", "api.yaml")
    assert deployed.git("status", "--porcelain") == ""


def test_nothing_is_left_to_promote_then(apigw: Run, deployed: Deployed) -> None:
    apigw("promote", "dev", "prod", *FILES, "--yes")
    deployed.commit("Promote dev to prod")
    before = deployed.config.read_bytes()
    for options in (["--check"], ["--yes"], []):
        outcome = apigw("promote", "dev", "prod", *FILES, *options)
        assert outcome.exit_code == 0
        assert "Nothing to promote: api.yaml gives prod what dev runs.\n" in outcome.stdout
        assert outcome.stdout.endswith("Next:\n  pulumi up --stack prod\n")
    assert deployed.config.read_bytes() == before


def test_what_a_killed_promotion_wrote_is_still_to_be_committed(apigw: Run, deployed: Deployed) -> None:
    apigw("promote", "dev", "prod", *FILES, "--yes")
    again = apigw("promote", "dev", "prod", *FILES)
    commit = "git commit -m 'Promote dev to prod' -- api.yaml"
    assert again.stdout.endswith(f"Next:\n  {commit}\n  pulumi up --stack prod\n")
    deployed.commit("Promote dev to prod")
    deployed.replace("service: shop # what", "service: shop # That")  # nothing of the promotion
    assert commit not in apigw("promote", "dev", "prod", *FILES).stdout


def test_a_config_that_is_a_link_is_committed_where_it_is(apigw: Run, deployed: Deployed) -> None:
    (deployed.folder / "configs").mkdir()
    deployed.git("mv", "api.yaml", "configs/shop.yaml")
    deployed.config.symlink_to("configs/shop.yaml")
    deployed.commit("Keep configs together")
    commit = "git commit -m 'Promote dev to prod' -- configs/shop.yaml"
    for _ in range(2):  # also of what a killed promotion wrote
        outcome = apigw("promote", "dev", "prod", *FILES, "--yes")
        assert outcome.stdout.endswith(f"Next:\n  {commit}\n  pulumi up --stack prod\n")


def test_outside_of_a_repository_there_is_nothing_to_commit(apigw: Run, deployed: Deployed) -> None:
    shutil.rmtree(deployed.folder / ".git")
    outcome = apigw("promote", "dev", "prod", *FILES, "--yes")
    assert outcome.stdout.endswith("Next:\n  pulumi up --stack prod\n")
    assert "git commit" not in apigw("rollback", "prod", "--yes").stdout


def test_json_has_what_is_shown_and_what_comes_next(apigw: Run, deployed: Deployed) -> None:
    checked = json.loads(apigw("promote", "dev", "prod", *FILES, "--check", "--json").stdout)
    assert (checked["state"], checked["written"], checked["next"]) == ("pending", False, [])
    assert checked["variables"] == [{"name": "checkout", "old": None, "new": "express"}]
    kinds = [each["kind"] for each in checked["differences"]["changes"]]
    assert kinds == ["route added", "function", "variable"]
    outcome = apigw("promote", "dev", "prod", *FILES, "--yes", "--json")
    assert outcome.exit_code == 0
    written = json.loads(outcome.stdout)
    assert written["written"] is True
    commands = ["git commit -m 'Promote dev to prod' -- api.yaml", "pulumi up --stack prod"]
    assert written["next"] == commands
    assert "prod has the release" in outcome.stderr


def test_without_a_terminal_and_yes_nothing_is_changed(apigw: Run, deployed: Deployed) -> None:
    before = deployed.config.read_bytes()
    outcome = apigw("promote", "dev", "prod", *FILES)
    said = "Nothing was changed. There is no terminal to ask on: give --yes.\n"
    assert (outcome.exit_code, outcome.stderr) == (2, said)
    assert deployed.config.read_bytes() == before


@pytest.mark.parametrize(("answer", "exit_code"), [(True, 0), (False, 2)])
def test_on_a_terminal_it_asks(
    apigw: Run, deployed: Deployed, monkeypatch: pytest.MonkeyPatch, answer: bool, exit_code: int
) -> None:
    asked: list[str] = []

    def confirm(question: str, *, err: bool) -> bool:
        assert err  # stdout may be JSON
        asked.append(question)
        return answer

    monkeypatch.setattr("click.confirm", confirm)
    monkeypatch.setattr("pulumi_apigw.cli.promotion_text.on_terminal", lambda: True)
    before = deployed.config.read_bytes()
    outcome = apigw("promote", "dev", "prod", *FILES)
    assert (asked, outcome.exit_code) == (["Promote dev to prod?"], exit_code)
    assert (deployed.config.read_bytes() == before) is not answer
    assert ("Nothing was changed." in outcome.stderr) is not answer


def test_what_breaks_callers_is_refused_and_marked_until_it_is_allowed(
    apigw: Run, deployed: Deployed
) -> None:
    deployed.replace("      GET /orders: {authorizer: none}\n", "")
    deployed.commit("Stop showing orders")
    deployed.deploy("dev", "8")
    before = deployed.config.read_bytes()
    outcome = apigw("promote", "dev", "prod", *FILES, "--yes")
    assert (outcome.exit_code, outcome.stderr) == (1, "Refused: dev is not promoted to prod.\n")
    assert re.search(r"^BREAKS +route removed +apis\.public", outcome.stdout, re.MULTILINE)
    assert re.search(r"^NO  1 change breaks callers of 'prod':\n", outcome.stdout, re.MULTILINE)
    assert deployed.config.read_bytes() == before
    assert apigw("promote", "dev", "prod", *FILES, "--yes", "--allow-breaking").exit_code == 0


def test_a_refusal_has_every_reason_and_its_fix(apigw: Run, deployed: Deployed) -> None:
    (deployed.folder / "src" / "app.py").write_text("def handler(event, context): return 'three'\n")
    outcome = apigw("promote", "dev", "prod", *FILES, "--yes")
    assert outcome.exit_code == 1
    refused = [line for line in outcome.stdout.splitlines() if line.startswith("NO")]
    assert len(refused) == 2
    assert refused[0] == (
        "NO  1 file has changes that are not committed: src/app.py. Commit them, or stash them."
    )
    assert "differs in functions.api" in refused[1]


def test_without_pulumi_and_files_it_says_how_to_get_what_runs(apigw: Run, deployed: Deployed) -> None:
    outcome = apigw("promote", "dev", "prod")
    assert outcome.exit_code == 1
    assert "NO  It is not known what 'dev' runs: Pulumi is not installed" in outcome.stdout
    assert "pulumi stack output --json --stack dev" in outcome.stdout


MISTAKES = {
    ("dev", "prods", *FILES): "Did you mean 'prod'?",
    ("dev", "dev", *FILES): "'dev' cannot be promoted to itself.",
    ("prod", "dev", *FILES): "'dev' is the first stage",
    ("dev", "prod", "--outputs", "none.json"): "none.json: cannot be read: No such file or directory.",
    ("dev", "prod", "--outputs", "api.yaml"): "api.yaml: this is not JSON",
    ("dev", "prod", "--outputs", "src"): "src: cannot be read: Is a directory.",
    ("dev", "prod", "--outputs", "list.json"): "list.json: this is not a mapping of outputs.",
    ("dev", "prod", "--outputs", "empty.json"): "If that stage is not deployed yet",
    ("dev", "prod", "--outputs", "other.json"): "there is no output 'release'",
    ("dev", "prod", "--outputs", "broken.json"): "release",
    ("dev", "prod", "--outputs", "dev.json", "--outputs", "dev.json"): "are both of the stage 'dev'",
    ("dev", "prod", "--outputs", "prod=dev.json"): "this is what the stage 'dev' runs, and not 'prod'",
    ("dev", "prod", *FILES, "--file", "none.yaml"): "none.yaml: there is no such file",
    ("dev", "prod", *FILES, "--file", "dev.json"): "There is no stage 'dev' or 'prod' in dev.json.",
    ("dev", "prod", *FILES, "--file", "broken.yaml"): "broken.yaml:1",
}


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_a_mistake_is_told_without_a_traceback(
    apigw: Run, deployed: Deployed, arguments: tuple[str, ...]
) -> None:
    files = {
        "list.json": "[]",
        "empty.json": "{}",
        "other.json": '{"urls": {}}',
        "broken.json": '{"release": {"id": 1}}',
        "broken.yaml": "service: [",
    }
    for name, text in files.items():
        (deployed.folder / name).write_text(text)
    outcome = apigw("promote", *arguments)
    assert outcome.exit_code == 1
    assert MISTAKES[arguments] in outcome.stdout + outcome.stderr


def test_up_follows_the_promotion(apigw: Run, deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    from pulumi_apigw.cli import promote

    updated: list[tuple[str, bool]] = []

    def update(folder: Path, stage: str, *, release: str, yes: bool, **stack: object) -> bool:
        assert stack == {"is_shared": False, "stack": None}
        assert folder.resolve() == deployed.folder.resolve()
        assert load_config(deployed.config).stage(stage).stages[stage].release == release
        updated.append((stage, yes))
        return len(updated) < 3

    monkeypatch.setattr(promote, "update", update)
    outcome = apigw("promote", "dev", "prod", *FILES, "--up", "--yes")
    assert outcome.exit_code == 0
    assert outcome.stdout.endswith("Next:\n  git commit -m 'Promote dev to prod' -- api.yaml\n")
    # A deployment that was not made is made by the same command, which has nothing left to promote.
    assert apigw("promote", "dev", "prod", *FILES, "--up", "--yes").exit_code == 0
    assert apigw("promote", "dev", "prod", *FILES, "--up", "--check").exit_code == 0
    assert updated == [("prod", True), ("prod", True)]
    assert apigw("promote", "dev", "prod", *FILES, "--up").exit_code == 2  # the update was declined


def test_up_without_pulumi_leaves_the_promotion_and_says_how_to_go_on(apigw: Run, deployed: Deployed) -> None:
    outcome = apigw("promote", "dev", "prod", *FILES, "--up", "--yes")
    assert outcome.exit_code == 1
    assert outcome.stderr.startswith("Pulumi is not installed, so prod was not deployed.")
    assert load_config(deployed.config).stage("prod").stages["prod"].release != "latest"


def test_off_a_terminal_nothing_is_coloured(apigw_process: Run, deployed: Deployed) -> None:
    outcome = apigw_process("promote", "dev", "prod", *FILES, "--check", env={"TERM": "xterm-256color"})
    assert outcome.exit_code == 2
    assert "\x1b" not in outcome.stdout + outcome.stderr


def test_its_module_is_not_slow_to_ask_for_help(apigw_process: Run) -> None:
    assert apigw_process("promote", "--help", without=("pulumi",)).exit_code == 0
