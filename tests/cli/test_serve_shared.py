"""`apigw serve` and `apigw call` of a service whose stages share one API and one stack."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.config import load_config
from pulumi_apigw.releases import release_in_tree
from pulumi_apigw.releases.files import release_path, release_text

from ..releases.conftest import another
from .conftest import Run
from .test_serve import line_of, serving

CONFIG = """\
service: orders
topology: shared
functions:
  api: {runtime: python3.11, handler: app.handler, source: src, alias_variable: backend}
apis:
  public:
    defaults: {function: api, payload_format: "1.0"}
    routes: {GET /items: {authorizer: none}}
  admin:
    protocol: rest
    routes: {GET /orders: {authorizer: none, function: api}}
stage_variables:
  backend: {}
  table: {}
stages:
  dev: {variables: {backend: blue, table: orders-dev}}
  prod:
    variables: {backend: live, table: orders-prod}
    release: "3f1c2a9b7d10"
    gradual: {release: "77aa0b1c2d3e", percent: 10, from: dev, at: "2026-11-23T12:00:00Z"}
"""
HANDLER = """\
import json

def handler(event, context):
    told = {
        "stage": event["requestContext"]["stage"],
        "table": event["stageVariables"]["table"],
        "arn": context.invoked_function_arn.rpartition(":function:")[2],
    }
    headers = {"content-type": "application/json"}
    return {"statusCode": 200, "headers": headers, "body": json.dumps(told)}
"""
PROGRAM = """\
import pulumi
import pulumi_apigw

pulumi.Config().require("zone")
pulumi_apigw.Service.from_file("api.yaml").export()
"""


@pytest.fixture
def shared(folder: Path, key_set: Path) -> Path:
    """A project whose one stack is called `main`, and has a config that the program needs."""
    shutil.copytree(key_set, folder / ".apigw")
    (folder / "src").mkdir()
    files = {
        "src/app.py": HANDLER,
        "api.yaml": CONFIG,
        "Pulumi.yaml": "name: orders\nruntime: python\n",
        "Pulumi.main.yaml": "config: {orders:zone: example.com}\n",
        "__main__.py": PROGRAM,
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def seen(apigw: Run, *arguments: str) -> Any:
    outcome = apigw("call", *arguments, "--json")
    answer = json.loads(outcome.stdout)
    assert (outcome.exit_code, answer["status"]) == (0, 200), answer
    return answer["body"]


def test_a_call_reaches_the_stage_that_is_named(apigw: Run, shared: Path) -> None:
    for stage, alias in (("dev", "blue"), ("prod", "live")):
        for path in ("/items", "/orders"):
            expected = {"stage": stage, "table": f"orders-{stage}", "arn": f"orders-api:{alias}"}
            assert seen(apigw, path, "--stage", stage) == expected


def test_a_version_that_is_pinned_runs_the_code_that_is_here(apigw: Run, shared: Path) -> None:
    """The file of a release names a version that AWS has, and a laptop has one code."""
    tree, config = release_in_tree(load_config("api.yaml"), "prod"), CONFIG
    for release, digit, version in (("3f1c2a9b7d10", "a", "7"), ("77aa0b1c2d3e", "b", "9")):
        found = another(tree, digit).with_versions({"api": version})
        path = release_path(shared, found.id)
        path.parent.mkdir(exist_ok=True)
        path.write_text(release_text(found))
        config = config.replace(release, found.id)
    (shared / "api.yaml").write_text(config)
    graph = json.loads(apigw("graph", "--json").stdout)
    versions = {
        each["inputs"]["name"]: each["inputs"]["functionVersion"]
        for each in graph["resources"]
        if each["type"] == "aws:lambda/alias:Alias"
    }
    assert (versions["live"], versions["live-canary"]) == ("7", "9")
    assert seen(apigw, "/orders", "--stage", "prod")["arn"] == "orders-api:live"


def test_a_stage_that_there_is_not(apigw: Run, shared: Path) -> None:
    outcome = apigw("call", "/items", "--stage", "test")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert "API 'orders-public' has no stage 'test'. It has: 'dev', 'prod'." in outcome.stderr


def test_all_stages_are_served(shared: Path) -> None:
    with serving(shared, "--json") as process:
        ready = json.loads(line_of(process.stdout))
        served = [(api["name"], [stage["name"] for stage in api["stages"]]) for api in ready["apis"]]
        assert served == [("orders-public", ["dev", "prod"]), ("orders-admin", ["dev", "prod"])]
        urls = [stage["url"] for stage in ready["apis"][0]["stages"]]
        assert urls == [f"{ready['url']}/dev", f"{ready['url']}/prod"]


def test_of_several_stacks_one_is_named(apigw: Run, shared: Path) -> None:
    (shared / "Pulumi.main.yaml").rename(shared / "Pulumi.eu.yaml")
    (shared / "Pulumi.us.yaml").write_text("config: {}\n")
    assert seen(apigw, "/items", "--stage", "prod", "--stack", "eu")["stage"] == "prod"
    for stack in ("us", "prod"):
        outcome = apigw("call", "/items", "--stage", "prod", "--stack", stack)
        assert outcome.exit_code == 1
        assert "orders:zone" in outcome.stderr
    graph = json.loads(apigw("graph", "--json", "--stack", "eu").stdout)
    assert graph["stack"] == "eu"


def test_what_is_no_config_is_told_by_the_program(apigw: Run, shared: Path) -> None:
    (shared / "api.yaml").write_text("topology: shared\n\tservice: orders\n")
    outcome = apigw("call", "/items", "--stack", "main")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert "api.yaml:2" in outcome.stderr
