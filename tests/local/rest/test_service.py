"""A REST API of this package's components, served: what the config asks for is what clients meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from pulumi_apigw.graph import capture
from pulumi_apigw.local import Gateway, serve

SHOP, OFFICE, STRANGER = "https://shop.example.com", "https://office.example.com", "https://x.example.com"
POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_X"
CONFIG = f"""
service: orders
access_log_role: none
functions:
  api: {{runtime: python3.13, handler: orders.handler, source: src, alias_variable: backend}}
  gate: {{runtime: python3.13, handler: orders.gate, source: src}}
apis:
  public:
    protocol: rest
    access_log: none
    cors: {{allow_origins: ["{SHOP}", "{OFFICE}"], allow_methods: [GET, POST], allow_credentials: true}}
    binary_media_types: ["*/*"]
    authorizers:
      people: {{type: cognito, user_pool_arns: ["{POOL}"]}}
      gate: {{type: lambda, function: gate, event: token, validation_pattern: "key-.+"}}
    models:
      Item:
        type: object
        required: [name]
        properties: {{name: {{type: string}}, part: {{$ref: "#/models/Part"}}}}
      Part: {{type: object, properties: {{n: {{type: integer, minimum: 1}}}}}}
    gateway_responses:
      UNAUTHORIZED:
        status: 404
        templates: {{application/json: '{{"hint": $context.error.messageString}}'}}
    api_keys: {{partner: {{}}}}
    usage_plans: {{partners: {{api_keys: [partner]}}}}
    defaults: {{function: api, authorizer: people}}
    routes:
      GET /items: {{}}
      POST /items: {{authorizer: gate, body: Item, parameters: {{query.q: {{required: true}}}}}}
      GET /keyed: {{authorizer: none, api_key: true}}
      GET /health: {{authorizer: none, integration: {{type: mock, body: '{{"status": "ok"}}'}}}}
stage_variables: {{backend: {{}}}}
stages: {{dev: {{variables: {{backend: dev}}}}}}
"""
HANDLERS = """
import json
import os

def handler(event, context):
    origin = event["headers"].get("origin")
    allowed = origin in os.environ["CORS_ALLOW_ORIGINS"].split()
    headers = {"access-control-allow-origin": origin} if allowed else {}
    return {"statusCode": 200, "headers": headers, "body": json.dumps(event["resource"])}

def gate(event, context):
    statement = {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]}
    return {"principalId": "ann", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
"""
PROGRAM = 'import pulumi_apigw\n\npulumi_apigw.Service.from_file("api.yaml").export()\n'


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("service")
    (folder / "src").mkdir()
    files = {"api.yaml": CONFIG, "__main__.py": PROGRAM, "src/orders.py": HANDLERS}
    for name, text in files.items():
        (folder / name).write_text(text)
    graph = capture(folder, stack="dev")
    with serve(graph, project_dir=folder, workers=1, on_log=lambda line: None) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def client(gateway: Gateway) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=gateway.url("public"), trust_env=False, timeout=20) as client:
        yield client


def allowed(response: httpx.Response) -> str | None:
    found: str | None = response.headers.get("access-control-allow-origin")
    return found


@pytest.mark.parametrize(("origin", "expected"), [(SHOP, SHOP), (OFFICE, OFFICE), (STRANGER, None)])
@pytest.mark.parametrize("path", ["/items", "/keyed", "/health"])
def test_P9_P22_preflights_of_every_path(
    client: httpx.Client, path: str, origin: str, expected: str | None
) -> None:
    response = client.options(path, headers={"Origin": origin, "Access-Control-Request-Method": "GET"})
    assert (response.status_code, allowed(response)) == (204, expected)
    assert response.headers["access-control-allow-credentials"] == "true"


def test_P9_answers_and_refusals_can_be_read(client: httpx.Client, gateway: Gateway) -> None:
    headers = {"Origin": OFFICE}
    token = {"authorization": f"Bearer {gateway.token('public')}"}
    answers = {
        200: client.get("/items", headers={**headers, **token}),
        403: client.get("/keyed", headers=headers),
        404: client.get("/items", headers=headers),
    }
    assert {status: (each.status_code, allowed(each)) for status, each in answers.items()} == {
        status: (status, OFFICE) for status in answers
    }
    assert answers[404].json() == {"hint": "Unauthorized"}
    assert allowed(client.get("/items", headers={"Origin": STRANGER, **token})) is None


@pytest.mark.parametrize(
    ("query", "token", "body", "expected"),
    [
        ("?q=1", "key-1", {"name": "tea", "part": {"n": 1}}, 200),
        ("?q=1", "key-1", {"name": "tea", "part": {"n": 0}}, 400),
        ("?q=1", "key-1", {}, 400),
        ("", "key-1", {"name": "tea"}, 400),
        ("?q=1", "other", {"name": "tea"}, 404),
    ],
)
def test_P14_what_the_config_says_of_requests_is_checked(
    client: httpx.Client, query: str, token: str, body: Any, expected: int
) -> None:
    response = client.post(f"/items{query}", json=body, headers={"authorization": token})
    assert response.status_code == expected


def test_P21_a_key_of_the_plan_opens_its_route(client: httpx.Client, gateway: Gateway) -> None:
    key = gateway.api_key("public") or ""
    assert client.get("/keyed", headers={"x-api-key": key}).json() == "/keyed"
    assert client.get("/keyed", headers={"x-api-key": f"{key}x"}).status_code == 403
