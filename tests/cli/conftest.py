"""What the command line's tests share: a runner, a config, and a Pulumi project written by hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from pulumi_apigw.cli import main
from pulumi_apigw.local.keys import load_keys

from .promotion import Deployed, deployed_service

CONFIG = """\
service: orders
functions:
  api:
    runtime: python3.13
    handler: orders.api.handler
    source: src
    timeout_seconds: 2
    alias_variable: backend
apis:
  public:
    authorizers:
      customers: {type: jwt, issuer: "https://login.example.com/", audience: [shop]}
      staff: {type: lambda, function: api}
    defaults: {function: api, authorizer: customers, timeout_ms: 10000}
    routes:
      GET /items: {}
      POST /items: {scopes: [items.read, items.write], throttle: {rate_limit: 20, burst_limit: 40}}
      GET /health: {authorizer: none, timeout_ms: 2500}
      GET /go: {authorizer: staff, integration: {type: http, url: "https://example.com/x"}}
stage_variables:
  backend: {description: "Lambda alias the routes call"}
stages:
  dev: {variables: {backend: blue}}
  prod: {variables: {backend: prod}, throttle: {rate_limit: 500, burst_limit: 250}}
"""

PROGRAM = """\
import json
import pulumi
import pulumi_aws as aws

print("a program may print")
trust = json.dumps({"Version": "2012-10-17", "Statement": []})
role = aws.iam.Role("role", assume_role_policy=trust)
function = aws.lambda_.Function(
    "api", name="items", role=role.arn, runtime="python3.13", handler="app.handler",
    code=pulumi.FileArchive("./src"),
)
api = aws.apigatewayv2.Api("public", name="shop", protocol_type="HTTP")
customers = aws.apigatewayv2.Authorizer(
    "customers", name="customers", api_id=api.id, authorizer_type="JWT",
    identity_sources=["$request.header.Authorization"],
    jwt_configuration={"issuer": "https://login.example.com/", "audiences": ["shop"]},
)
integration = aws.apigatewayv2.Integration(
    "api", api_id=api.id, integration_type="AWS_PROXY", integration_uri=function.invoke_arn,
    payload_format_version="2.0",
)
target = integration.id.apply(lambda id: f"integrations/{id}")
aws.apigatewayv2.Route("health", api_id=api.id, route_key="GET /health", target=target)
aws.apigatewayv2.Route(
    "items", api_id=api.id, route_key="ANY /items/{id}", target=target,
    authorization_type="JWT", authorizer_id=customers.id, authorization_scopes=["items.read", "items.write"],
)
aws.apigatewayv2.Stage("dev", name="dev", api_id=api.id, auto_deploy=True)
aws.lambda_.Permission(
    "public", action="lambda:InvokeFunction", function=function.name, principal="apigateway.amazonaws.com",
    source_arn=api.execution_arn.apply(lambda arn: f"{arn}/*"),
)
"""

HANDLER = """\
import json


def handler(event, context):
    path = event["rawPath"]
    if path.endswith("/picture"):
        headers = {"content-type": "image/png"}
        return {"statusCode": 200, "headers": headers, "body": "iVBORw==", "isBase64Encoded": True}
    if path.endswith("/fail"):
        return {"statusCode": 409, "body": "sold out"}
    claims = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims", {})
    seen = {
        "method": event["requestContext"]["http"]["method"],
        "query": event.get("queryStringParameters"),
        "content_type": event["headers"].get("content-type"),
        "tag": event["headers"].get("x-tag"),
        "body": event.get("body"),
        "scope": claims.get("scope"),
    }
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(seen)}
"""


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    exit_code: int
    stdout: str
    stderr: str


Run = Callable[..., Outcome]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which commands run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def service(folder: Path) -> Path:
    """A folder with a service's config and its source."""
    (folder / "src").mkdir()
    (folder / "api.yaml").write_text(CONFIG)
    return folder


@pytest.fixture(scope="session")
def key_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one key set for all tests: to make one takes as long as a test."""
    folder = tmp_path_factory.mktemp("keys")
    load_keys(folder)
    return folder / ".apigw"


@pytest.fixture
def project(folder: Path, key_set: Path) -> Path:
    """A Pulumi project that uses pulumi_aws alone."""
    shutil.copytree(key_set, folder / ".apigw")
    (folder / "src").mkdir()
    (folder / "src" / "app.py").write_text(HANDLER)
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "__main__.py").write_text(PROGRAM)
    return folder


@pytest.fixture(scope="session")
def promotable(tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    """A service whose stages were deployed, made once; tests get copies."""
    return deployed_service(tmp_path_factory.mktemp("deployed"))


@pytest.fixture
def deployed(folder: Path, promotable: Deployed) -> Deployed:
    """A service in a repository, and the outputs of its stages dev and prod."""
    shutil.copytree(promotable.folder, folder, dirs_exist_ok=True)
    return Deployed(folder)


@pytest.fixture
def apigw(folder: Path) -> Run:
    """Runs a command in this process."""

    def run(*arguments: str) -> Outcome:
        # What is no user's mistake must stay a traceback, in tests too.
        result = CliRunner(catch_exceptions=False).invoke(
            main, list(arguments), prog_name="apigw", terminal_width=78
        )
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def apigw_process(folder: Path) -> Run:
    """Runs a command in a process of its own, in which `without` names modules that are not installed."""

    def run(*arguments: str, without: tuple[str, ...] = (), env: Mapping[str, str] | None = None) -> Outcome:
        missing = "".join(f"sys.modules[{module!r}] = None; " for module in without)
        program = f"import sys; {missing}from pulumi_apigw.cli import main; main(prog_name='apigw')"
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=folder,
            env={**os.environ, "COLUMNS": "80", **(env or {})},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    return run
