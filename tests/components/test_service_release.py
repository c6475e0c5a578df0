"""The release of a service: what a stack exports of it, and a stage that is pinned to another one."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pulumi
import pytest

from pulumi_apigw import Service, ServiceArgs
from pulumi_apigw.config import load_config
from pulumi_apigw.graph import ResourceGraph, capture
from pulumi_apigw.releases import Release, release_in_tree

from .conftest import BUILT, OPEN, STAGE, config, deployed

API_YAML = """\
    service: orders
    functions:
      api:
        {runtime: python3.13, handler: handlers.handler, source: src, environment: {TABLE: "${stage.table}"}}
    apis:
      public:
        routes:
          GET /: {function: api, authorizer: none}
    stage_variables:
      table: {}
      checkout: {promote: true, default: classic}
    stages:
      dev: {variables: {table: orders-dev, checkout: express}}
      prod: {variables: {table: orders-prod}, release: RELEASE}
    """


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "latest")
    (tmp_path / ".gitignore").write_text(".apigw/\n")
    return tmp_path


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    """Zips are built in captures too, as a deployment builds them."""
    monkeypatch.setattr(sys.modules["pulumi_apigw.graph.capture"], "sources_only", nullcontext)


def write(folder: Path, release: str) -> None:
    (folder / "api.yaml").write_text(textwrap.dedent(API_YAML).replace("RELEASE", f'"{release}"'))


def from_file(stack: str) -> ResourceGraph:
    return capture(lambda: Service.from_file().export(), stack=stack, project="shop")


def release(stack: str = "dev") -> Release:
    return Release.from_data(from_file(stack).exports["release"])


def refused(stack: str = "prod") -> str:
    """What the engine is told, before anything is registered."""
    messages = []

    def program() -> None:
        with pytest.raises(pulumi.RunError) as caught:
            Service.from_file()
        messages.append(str(caught.value))

    assert capture(program, stack=stack, project="shop").resources == ()
    return messages[0]


def git(folder: Path, *arguments: str) -> str:
    name = ("-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", "-C", str(folder), *name, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(folder: Path) -> str:
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "change")
    return git(folder, "rev-parse", "HEAD")


# What is exported.


@pytest.mark.usefixtures("folder", "built")
def test_P1_stages_with_their_own_aliases_and_variables_run_one_release() -> None:
    dev, prod = from_file("dev"), from_file("prod")
    variables = [graph.of_type(STAGE)[0].inputs["stageVariables"] for graph in (dev, prod)]
    assert [each["lambda_alias"] for each in variables] == ["dev", "prod"]
    first, second = (Release.from_data(each.exports["release"]) for each in (dev, prod))
    assert first.id == second.id
    assert (first.stage, first.variables) == ("dev", {"checkout": "express"})
    assert (second.stage, second.variables) == ("prod", {"checkout": "classic"})


@pytest.mark.usefixtures("built")
def test_a_stack_exports_what_the_tree_gives(folder: Path) -> None:
    found = release("prod")
    assert found.functions["api"].version == "1"
    expected = release_in_tree(load_config(folder / "api.yaml"), "prod")
    assert found == expected.with_versions({"api": "1"})
    assert found.is_built


@pytest.mark.usefixtures("folder")
def test_the_component_has_the_release_too() -> None:
    found = []
    capture(lambda: found.append(Service.from_file().release), stack="dev", project="shop")
    assert found[0].with_versions({"api": "1"}) == release("dev")


@pytest.mark.usefixtures("built")
def test_the_commit_is_that_of_a_clean_tree(folder: Path) -> None:
    assert release().commit is None
    head = commit(folder)
    assert release().commit == head
    (folder / "notes.txt").write_text("no part of what is deployed")
    assert release().commit == head
    (folder / "src" / "new.py").write_text("")
    assert release().commit is None
    (folder / "src" / "new.py").unlink()
    git(folder, "rm", "--quiet", "--cached", "api.yaml")
    git(folder, "commit", "--quiet", "--message", "the config is no longer in git")
    assert release().commit is None


@pytest.mark.usefixtures("built")
def test_a_git_that_fails_stops_no_deployment(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(folder)
    bin = tmp_path_factory.mktemp("bin")
    (bin / "git").write_text(
        "#!/bin/sh\ncase \"$*\" in *status*) echo 'fatal: index' >&2; exit 128;; esac\necho 0a1b2c3d\n"
    )
    (bin / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(bin), prepend=":")
    assert release().commit is None


def test_a_captured_graph_has_no_zips_and_no_commit(folder: Path) -> None:
    commit(folder)
    found = release()
    assert (found.commit, found.is_built) == (None, False)
    assert found.id == release("prod").id


# A stage that is pinned.


@pytest.mark.usefixtures("built")
def test_a_pinned_stage_takes_its_release(folder: Path) -> None:
    pinned = release("prod").id
    write(folder, pinned)
    assert release("prod").id == pinned


@pytest.mark.usefixtures("built")
def test_a_pinned_stage_refuses_another_release(folder: Path) -> None:
    pinned = release("prod").id
    write(folder, pinned)
    where = commit(folder)
    (folder / "src" / "handlers.py").write_text(
        "def handler(event, context):\n    return {'statusCode': 204}\n"
    )
    here = release("dev").id
    assert refused() == (
        f"api.yaml:14 stages.prod.release: the stage is pinned to release {pinned!r}, and the files here "
        f"give {here!r}. Deploy what is pinned (git checkout {where[:12]}), or promote what is here "
        "(apigw promote dev prod)."
    )


@pytest.mark.usefixtures("built")
def test_what_belongs_to_the_stage_is_deployed_while_it_is_pinned(folder: Path) -> None:
    write(folder, release("prod").id)
    path = folder / "api.yaml"
    path.write_text(path.read_text().replace("table: orders-prod", "table: orders-2"))
    assert from_file("prod").of_type(STAGE)[0].inputs["stageVariables"]["table"] == "orders-2"


@pytest.mark.usefixtures("built")
def test_a_config_in_python_is_refused_too() -> None:
    written = config(
        functions={"api": {**BUILT, "handler": "handlers.handler"}}, stages={"dev": {"release": "0" * 12}}
    )
    with pytest.raises(
        pulumi.RunError, match=r"'orders' stages\.dev\.release: the stage is pinned to release '0"
    ):
        Service("orders", ServiceArgs(config=written, stage="dev"))


def test_a_captured_graph_shows_a_pinned_stage_as_the_files_have_it(folder: Path) -> None:
    write(folder, "0" * 12)
    assert from_file("prod").of_type(STAGE)


def test_a_service_of_functions_that_exist_has_a_release() -> None:
    arn = "arn:aws:lambda:us-east-1:123456789012:function:legacy"
    written: dict[str, Any] = config(
        functions={"api": {"arn": arn}}, apis={"public": {"routes": {"GET /": OPEN}}}
    )
    found = Release.from_data(deployed(written).exports["release"])
    assert not found.functions
    assert found.contents.keys() == {"apis.public"}


def test_the_same_arguments_deploy_each_stack_its_own_stage() -> None:
    args = ServiceArgs(config=config())
    stages = []
    for stack in ("dev", "prod"):
        graph = capture(lambda: Service("orders", args).export(), stack=stack, project="shop")
        stages.append(graph.exports["release"]["stage"])
    assert stages == ["dev", "prod"]
