"""A client that a public generator makes of an export calls the service on the local gateway."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import pulumi_apigw
from pulumi_apigw.config import load_config
from pulumi_apigw.graph import capture
from pulumi_apigw.local import Gateway, mint_token, serve
from pulumi_apigw.openapi.export import document
from pulumi_apigw.plan import WebSocketApiPlan, plan_service

HANDLER = """
import json

ITEMS = [{"name": "tea", "size": 2}]

def handler(event, context):
    method = event.get("httpMethod") or event["requestContext"]["http"]["method"]
    if method == "POST":
        return {"statusCode": 201, "body": event["body"]}
    query = event.get("queryStringParameters") or {}
    if "pathParameters" in event and event["pathParameters"]:
        return {"statusCode": 200, "body": json.dumps({"name": event["pathParameters"]["name"]})}
    return {"statusCode": 200, "body": json.dumps(ITEMS * int(query.get("times", 1)))}
"""
POOL = "eu-west-1_AbCdEf123"
HTTP = {
    "authorizers": {"customers": {"type": "cognito", "user_pool_id": POOL, "client_ids": ["web"]}},
    "routes": {
        "GET /items": {"operation_name": "listItems"},
        "GET /items/{name}": {},
        "POST /items": {"scopes": ["items.write", "admin"]},
    },
}
REST = {
    "protocol": "rest",
    "authorizers": {
        "customers": {
            "type": "cognito",
            "user_pool_arns": [f"arn:aws:cognito-idp:eu-west-1:123456789012:userpool/{POOL}"],
        }
    },
    "models": {
        "Item": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"type": ["string", "null"]}, "size": {"$ref": "#/$defs/size"}},
            "$defs": {"size": {"type": "integer", "exclusiveMinimum": 0}},
        },
        "Items": {"type": "array", "items": {"$ref": "#/models/Item"}},
    },
    "routes": {
        "GET /items": {
            "operation_name": "listItems",
            "parameters": {"query.times": {"required": True, "json_schema": {"type": "integer"}}},
            "responses": {"200": {"body": "Items"}},
        },
        "GET /items/{name}": {"responses": {"200": {"body": "Item"}}},
        "POST /items": {
            "body": "Item",
            "scopes": ["items.write", "admin"],
            "responses": {"201": {"body": "Item"}},
        },
    },
}


def write_service(folder: Path, api: dict[str, Any]) -> Path:
    (folder / "src").mkdir()
    (folder / "src" / "app.py").write_text(HANDLER)
    api = {**api, "defaults": {"function": "api", "authorizer": "customers"}}
    function = {"runtime": "python3.11", "handler": "app.handler", "source": "src"}
    config = {
        "service": "orders",
        "functions": {"api": function},
        "apis": {"public": api},
        "stages": {"dev": {}},
    }
    file = folder / "api.yaml"
    file.write_text(json.dumps(config))
    return file


def generate_client(file: Path, gateway: Gateway, name: str) -> Path:
    """The package that openapi-python-client makes of the export, with every warning an error."""
    config = load_config(file, "dev")
    plan = plan_service(config.stage("dev"), "dev", config.folder).apis["public"]
    assert not isinstance(plan, WebSocketApiPlan)
    exported = file.parent / "openapi.json"
    exported.write_text(json.dumps(document(plan, url=gateway.url("public", "dev"), aws=False)))
    # Its hooks format what it writes, and warn where no ruff is in the path.
    settings = file.parent / "settings.json"
    settings.write_text('{"post_hooks": []}')
    folder = file.parent / name
    command = ["generate", "--path", exported, "--config", settings, "--output-path", folder]
    options = ["--meta", "none", "--fail-on-warning"]
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", *map(str, command), *options],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


class GeneratedClient:
    """The functions of a generated client, by their module's name."""

    def __init__(self, package: str, gateway: Gateway, folder: Path) -> None:
        self._package = package
        self._base_url = gateway.url("public", "dev")
        self._folder = folder

    def call(self, operation: str, *arguments: Any, scopes: list[str] | None = None, **named: Any) -> Any:
        """The status of an answer, and what the client read in it."""
        function = self.module(f"api.default.{operation}").sync_detailed
        with self._client(scopes) as client:
            answer = function(*arguments, client=client, **named)
        return int(answer.status_code), answer.parsed, answer.content

    def module(self, name: str) -> ModuleType:
        return importlib.import_module(f"{self._package}.{name}")

    def _client(self, scopes: list[str] | None) -> Any:
        token = mint_token(
            self._folder,
            issuer=f"https://cognito-idp.eu-west-1.amazonaws.com/{POOL}",
            claims={"client_id": "web", "token_use": "access" if scopes else "id"},
            audience="web",
            scopes=scopes or [],
        )
        return self.module("client").AuthenticatedClient(base_url=self._base_url, token=token)


def generated(folder: Path, api: dict[str, Any], name: str) -> Iterator[GeneratedClient]:
    file = write_service(folder, api)
    graph = capture(lambda: pulumi_apigw.Service.from_file(file), stack="dev")
    with serve(graph, project_dir=folder, workers=1, on_log=lambda line: None) as gateway:
        package = generate_client(file, gateway, name)
        sys.path.insert(0, str(package.parent))
        try:
            yield GeneratedClient(name, gateway, folder)
        finally:
            sys.path.remove(str(package.parent))


@pytest.fixture(scope="module")
def http_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GeneratedClient]:
    yield from generated(tmp_path_factory.mktemp("http"), HTTP, "http_orders")


@pytest.fixture(scope="module")
def rest_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GeneratedClient]:
    yield from generated(tmp_path_factory.mktemp("rest"), REST, "rest_orders")


def test_a_client_of_an_http_api_calls_it(http_client: GeneratedClient) -> None:
    status, _, content = http_client.call("list_items")
    assert (status, json.loads(content)) == (200, [{"name": "tea", "size": 2}])
    status, _, content = http_client.call("get_items_by_name", "tea")
    assert (status, json.loads(content)) == (200, {"name": "tea"})
    status, _, content = http_client.call("post_items", body={"name": "milk"}, scopes=["admin"])
    assert (status, json.loads(content)) == (201, {"name": "milk"})
    status, refusal, _ = http_client.call("post_items", body={"name": "milk"}, scopes=["items.read"])
    assert (status, refusal.message) == (403, "Forbidden")


def test_a_client_of_a_rest_api_calls_it_and_reads_its_models(rest_client: GeneratedClient) -> None:
    status, items, _ = rest_client.call("list_items", times=2)
    assert (status, [(item.name, item.size) for item in items]) == (200, [("tea", 2), ("tea", 2)])
    status, item, _ = rest_client.call("get_items_by_name", "tea")
    assert (status, item.name) == (200, "tea")
    milk = rest_client.module("models.item").Item(name="milk", size=1)
    status, item, _ = rest_client.call("post_items", body=milk, scopes=["admin"])
    assert (status, item.name, item.size) == (201, "milk", 1)
    none = rest_client.module("models.item").Item(name="milk", size=0)
    status, refusal, _ = rest_client.call("post_items", body=none, scopes=["admin"])
    assert (status, refusal.message) == (400, "Invalid request body")
