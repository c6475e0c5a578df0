"""The README is true: its files check clean, deploy, are tested and answer; its commands exist."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from click.testing import CliRunner

from pulumi_apigw import Service
from pulumi_apigw.cli import main
from pulumi_apigw.config import read_config
from pulumi_apigw.graph import capture
from pulumi_apigw.testing import assert_resource, assert_resource_counts

from .cli.promotion import Deployed

README = (Path(__file__).parents[1] / "README.md").read_text()
QUICK_START = re.search(r"## Quick start.*?```sh\n(.*?)\n```", README, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every block that the README marks as a file, under its name, and the sources that they refer to."""
    folder = tmp_path_factory.mktemp("readme")
    for name, body in re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", README, re.DOTALL):
        (folder / name).write_text(body)
    (folder / "src").mkdir()
    (folder / "src" / "orders").mkdir()
    (folder / "src" / "board").mkdir()
    for name in ("hello.py", "orders/api.py", "board/live.py"):
        (folder / "src" / name).write_text("def handler(event, context):\n    return 'hello'\n")
    return folder


@pytest.mark.parametrize("file", ["api.yaml", "rest.yaml", "websocket.yaml"])
def test_the_config_has_no_problems(folder: Path, file: str) -> None:
    assert read_config(folder / file).problems == ()


def test_the_rest_api_checks_requests_and_counts_them(folder: Path) -> None:
    graph = capture(lambda: Service.from_file(folder / "rest.yaml"), stack="dev", project="orders")
    validators = {"body": {"validateRequestBody": True}}
    assert_resource(
        graph,
        "aws:apigateway/restApi:RestApi",
        body={"x-amazon-apigateway-request-validators": validators},
    )
    assert_resource_counts(graph, {"aws:apigateway/usagePlanKey:UsagePlanKey": 1}, exact=False)


def test_the_function_of_the_websocket_api_pushes_to_its_clients(folder: Path) -> None:
    graph = capture(lambda: Service.from_file(folder / "websocket.yaml"), stack="dev", project="board")
    function = assert_resource(graph, "aws:lambda/function:Function")
    assert function.inputs["environment"]["variables"].keys() >= {"CONNECTIONS_URL", "CONNECTIONS_TABLE"}
    assert_resource_counts(graph, {"aws:apigatewayv2/routeResponse:RouteResponse": 1}, exact=False)


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_the_program_deploys_every_stage(folder: Path, stage: str) -> None:
    graph = capture(folder / "__main__.py", stack=stage, project="orders")
    assert list(graph.exports["urls"]["public"]) == [stage]
    assert_resource_counts(
        graph, {"aws:apigatewayv2/route:Route": 4, "aws:lambda/permission:Permission": 1}, exact=False
    )


def test_the_error_is_the_one_that_is_shown(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = (folder / "api.yaml").read_text().replace("GET /items: {}", "GET /items: {authorizer: customer}")
    (tmp_path / "api.yaml").write_text(config)
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path)
    shown = README.partition("$ apigw check\n")[2].partition("\n```")[0]
    assert [str(problem) for problem in read_config("api.yaml").problems] == [shown]


def test_the_components_deploy_from_python(folder: Path) -> None:
    graph = capture(folder / "components.py", stack="dev")
    assert graph.exports["url"].endswith("/dev")


def test_the_test_passes(folder: Path) -> None:
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_service.py"]
    finished = subprocess.run(run, cwd=folder, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout


def test_the_quick_start_ends_with_the_answer_that_is_shown(tmp_path: Path) -> None:
    """Its commands but for the installs, which the environment of the tests has behind it."""
    assert QUICK_START
    bin_folder = Path(sys.executable).parent
    steps = [
        step
        for step in QUICK_START[1].split(" && ")
        if "pip install" not in step and "venv .venv" not in step
    ]
    assert len(steps) == 2, "the quick start has other steps than scaffold and call"
    command = " && ".join(steps).replace(".venv/bin/", f"{bin_folder}/")
    for _ in range(2):  # it can be pasted again
        finished = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert finished.returncode == 0, finished.stderr
    shown = README.partition("behind the route:\n\n```\n")[2].partition("```")[0]
    before, after = shown.split("…\n")
    assert finished.stdout.startswith(before)
    assert after in finished.stdout


def test_the_promotion_is_the_one_that_is_shown(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its commands of apigw and git are run in a repository, whose prod runs the service without one route.

    There is no Pulumi here: what its first two commands print is written as a deployment exports it.
    """
    section = README.partition("<!-- promotion -->\n")[2]
    commands, shown = re.findall(r"```(?:sh)?\n(.*?)```", section, re.DOTALL)[:2]
    shutil.copytree(folder, tmp_path / "orders")
    service = Deployed(tmp_path / "orders")
    (service.folder / ".gitignore").write_text(".apigw/\n")
    service.git("init", "--quiet")
    whole = service.config.read_text()
    (new,) = re.findall(r"\n +POST /events: .*", whole)
    service.replace(new, "")
    service.commit()
    service.deploy("prod", "4")
    service.config.write_text(whole)
    service.commit()
    service.deploy("dev", "7")
    monkeypatch.chdir(service.folder)
    lines = [shlex.split(line, comments=True) for line in commands.splitlines()]
    assert [line[:2] for line in lines] == [
        ["pulumi", "stack"],
        ["pulumi", "stack"],
        ["apigw", "promote"],
    ]
    assert [line[-1] for line in lines[:2]] == ["dev.json", "prod.json"]
    promoted = CliRunner(catch_exceptions=False).invoke(main, lines[2][1:])
    assert promoted.exit_code == 0, promoted.output
    before, after = without_digests(shown).split("…\n")
    assert without_digests(promoted.stdout).startswith(before)
    assert without_digests(promoted.stdout).endswith(after)
    commit, deploy = (line.strip() for line in shown.partition("Next:\n")[2].splitlines())
    service.git(*shlex.split(commit)[1:])
    assert service.git("status", "--porcelain", "--untracked-files=no") == ""
    assert deploy == "pulumi up --stack prod"
    # What that checks first: the files give what prod is pinned to.
    assert CliRunner().invoke(main, ["check", "--stage", "prod"]).exit_code == 0


def without_digests(text: str) -> str:
    return re.sub(r"\b[0-9a-f]{12}\b", "DIGEST", text)


def test_every_command_is_listed() -> None:
    listed = set(re.findall(r"^\| `apigw (\w+)", README, re.MULTILINE))
    context = click.Context(main)
    assert listed == set(main.list_commands(context)) - {"completion"}


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        path = Path(__file__).parents[1] / unquote(target)
        assert path.exists(), target
