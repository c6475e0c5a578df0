"""`apigw check` of a stage that is pinned to a release."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pulumi_apigw.config import load_config
from pulumi_apigw.releases import release_in_tree

from .conftest import Run

CONFIG = """\
service: orders
functions:
  api: {runtime: python3.13, handler: orders.handler, source: src}
apis:
  public:
    routes:
      GET /: {function: api, authorizer: none}
stages:
  dev: {}
  prod: {release: "RELEASE"}
"""


@pytest.fixture
def pinned(folder: Path) -> Path:
    """A service whose prod is pinned to what the files give."""
    (folder / "src").mkdir()
    (folder / "src" / "orders.py").write_text("def handler(event, context):\n    return {}\n")
    path = folder / "api.yaml"
    path.write_text(CONFIG.replace("RELEASE", "latest"))
    path.write_text(CONFIG.replace("RELEASE", release(path)))
    return folder


def release(path: Path) -> str:
    return release_in_tree(load_config(path), "prod").id


def test_the_release_that_it_is_pinned_to_is_no_problem(apigw: Run, pinned: Path) -> None:
    outcome = apigw("check", "--stage", "prod")
    assert (outcome.exit_code, outcome.stdout) == (0, "api.yaml: 1 route, 1 stage, no problems\n")


def test_another_release_is_refused(apigw: Run, pinned: Path) -> None:
    was = release(pinned / "api.yaml")
    (pinned / "src" / "orders.py").write_text("def handler(event, context):\n    return None\n")
    outcome = apigw("check", "--stage", "prod")
    assert outcome.exit_code == 1
    assert outcome.stdout == (
        f"api.yaml:10 stages.prod.release: the stage is pinned to release {was!r}, and the files here give "
        f"{release(pinned / 'api.yaml')!r}. Deploy what is pinned (check out the commit that pinned it), or "
        "promote what is here (apigw promote dev prod).\n1 error\n"
    )
    assert outcome.stderr == "Packed src: 1 files, 0.0 MB.\n"


def test_json_is_not_mixed_with_progress(apigw: Run, pinned: Path) -> None:
    (pinned / "src" / "orders.py").write_text("def handler(event, context):\n    return None\n")
    report = json.loads(apigw("check", "--stage", "prod", "--json").stdout)
    assert [(each["path"], each["line"]) for each in report["problems"]] == [("stages.prod.release", 10)]


def test_the_other_stages_go_on(apigw: Run, pinned: Path) -> None:
    (pinned / "src" / "orders.py").write_text("def handler(event, context):\n    return None\n")
    packed = set((pinned / ".apigw").rglob("*"))
    assert apigw("check").exit_code == apigw("check", "--stage", "dev").exit_code == 0
    assert set((pinned / ".apigw").rglob("*")) == packed


def test_a_function_that_cannot_be_packed(apigw: Run, pinned: Path) -> None:
    (pinned / "src" / "requirements.txt").write_text("httpx\n")
    config = (pinned / "api.yaml").read_text()
    (pinned / "api.yaml").write_text(
        config.replace("source: src", "source: src, requirements: src/requirements.txt")
    )
    outcome = apigw("check", "--stage", "prod")
    assert outcome.exit_code == 1
    assert "httpx" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_what_is_wrong_with_the_file_comes_first(apigw: Run, pinned: Path) -> None:
    config = (pinned / "api.yaml").read_text()
    (pinned / "api.yaml").write_text(config.replace("GET /:", "GET items:"))
    outcome = apigw("check", "--stage", "prod")
    assert (outcome.exit_code, outcome.stderr) == (1, "")
    assert "pinned" not in outcome.stdout
