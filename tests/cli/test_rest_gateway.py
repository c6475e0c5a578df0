"""`apigw call`, `token` and `serve` with a REST API."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run
from .test_serve import line_of, serving, status
from .test_token import last_line

PROGRAM = """\
import json
import pulumi
import pulumi_aws as aws

function = aws.lambda_.Function(
    "api", name="items", role="arn:aws:iam::123456789012:role/lambda", runtime="python3.13",
    handler="app.handler", code=pulumi.FileArchive("./src"),
)


def document(uri):
    def operation(**more):
        integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": uri}
        return {"responses": {}, "x-amazon-apigateway-integration": integration, **more}

    mock = {"type": "mock", "requestTemplates": {"application/json": '{"statusCode": 204}'}}
    mock["responses"] = {"default": {"statusCode": "204"}}
    preflight = {"responses": {}, "x-amazon-apigateway-integration": mock}
    pool = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Example"
    people = {
        "type": "apiKey", "in": "header", "name": "Authorization",
        "x-amazon-apigateway-authorizer": {"type": "cognito_user_pools", "providerARNs": [pool]},
    }
    paths = {
        "/health": {"get": operation(), "options": preflight},
        "/items/{id}": {"x-amazon-apigateway-any-method": operation(security=[{"people": ["items/read"]}])},
        "/me": {"get": operation(security=[{"people": []}])},
        "/quotes": {"post": operation(security=[{"people": ["items/read"]}, {"key": []}])},
    }
    key = {"type": "apiKey", "in": "header", "name": "x-api-key"}
    schemes = {"people": people, "key": key}
    return json.dumps({"openapi": "3.0.1", "paths": paths, "components": {"securitySchemes": schemes}})


api = aws.apigateway.RestApi("public", name="shop", body=function.invoke_arn.apply(document))
release = aws.apigateway.Deployment("release", rest_api=api.id)
aws.apigateway.Stage("dev", rest_api=api.id, deployment=release.id, stage_name="dev")
aws.lambda_.Permission(
    "public", action="lambda:InvokeFunction", function=function.name, principal="apigateway.amazonaws.com",
    source_arn=api.execution_arn.apply(lambda arn: f"{arn}/*"),
)
plan = aws.apigateway.UsagePlan("basic", name="basic", api_stages=[{"api_id": api.id, "stage": "dev"}])
for name, value in (("partner", None), ("shop", "a-secret-of-20-characters")):
    key = aws.apigateway.ApiKey(name, name=name, value=value)
    aws.apigateway.UsagePlanKey(name, key_id=key.id, key_type="API_KEY", usage_plan_id=plan.id)
"""

HANDLER = """\
import json


def handler(event, context):
    context = event["requestContext"]
    claims = context.get("authorizer", {}).get("claims", {})
    seen = {"use": claims.get("token_use"), "scope": claims.get("scope")}
    seen["key"] = "apiKey" in context["identity"]
    return {"statusCode": 200, "body": json.dumps(seen)}
"""


@pytest.fixture(autouse=True)
def rest_project(project: Path) -> Path:
    """The project, with a REST API in place of its HTTP API."""
    (project / "__main__.py").write_text(PROGRAM)
    (project / "src" / "app.py").write_text(HANDLER)
    return project


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        ("GET /health", {"use": None, "scope": None, "key": False}),
        ("PUT /items/7?a=b", {"use": "access", "scope": "items/read", "key": False}),
        ("GET /me", {"use": "id", "scope": None, "key": False}),
        ("POST /quotes", {"use": "access", "scope": "items/read", "key": True}),
    ],
)
def test_call_brings_what_the_route_asks_for(apigw: Run, request_: str, body: dict[str, object]) -> None:
    answer = json.loads(apigw("call", request_, "--json").stdout)
    assert (answer["status"], answer["body"]) == (200, body)
    assert answer["route"] == request_.partition("?")[0].replace("PUT /items/7", "ANY /items/{id}")


@pytest.mark.parametrize(
    ("arguments", "status_", "message"),
    [
        (("--no-token",), 401, "Unauthorized"),
        (("--header", "x-api-key: guessed"), 403, "Forbidden"),
        (("--scope", "items/write"), 401, "Unauthorized"),
    ],
)
def test_call_shows_what_others_get(
    apigw: Run, arguments: tuple[str, ...], status_: int, message: str
) -> None:
    outcome = apigw("call", "POST /quotes", "--json", *arguments)
    answer = json.loads(outcome.stdout)
    assert (outcome.exit_code, answer["status"], answer["body"]) == (1, status_, {"message": message})


def test_call_of_no_route_is_answered_too(apigw: Run) -> None:
    answer = json.loads(apigw("call", "/nothing", "--json").stdout)
    assert (answer["status"], answer["route"]) == (403, None)


def test_token_mints_as_a_user_pool_does(apigw: Run) -> None:
    identity = json.loads(apigw("token", "--json", "--subject", "ada").stdout)
    assert identity["issuer"] == "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example"
    assert (identity["claims"]["token_use"], identity["claims"]["cognito:username"]) == ("id", "ada")
    access = json.loads(apigw("token", "--json", "--scope", "items/read").stdout)
    assert (access["claims"]["token_use"], access["claims"]["scope"]) == ("access", "items/read")
    assert last_line(apigw("token", "--authorizer", "judge")) == (
        "there is no JWT or Cognito authorizer named 'judge'. Known: people.\n"
    )


def test_serve_describes_a_rest_api(project: Path) -> None:
    with serving(project, "--json") as process:
        (api,) = json.loads(line_of(process.stdout))["apis"]
        assert (api["name"], api["protocol"]) == ("shop", "rest")
        (stage,) = api["stages"]
        assert (status(f"{stage['url']}/health"), status(f"{stage['url']}/me")) == (200, 401)


def test_serve_tells_what_routes_ask_for_and_shows_no_secret(project: Path) -> None:
    with serving(project) as process:
        lines = [line_of(process.stdout).split() for _ in range(8)]
    assert lines[0][:3] == ["shop,", "stage", "dev:"]
    assert " ".join(lines[0][4:]) == "(4 routes and their preflights)"
    guards = {line[1].rpartition("/dev")[2]: " ".join(line[2:]) for line in lines[2:6]}
    assert guards == {
        "/health": "none",
        "/items/{id}": "people: items/read",
        "/me": "people",
        "/quotes": "people: items/read + API key",
    }
    keys = {line[2]: " ".join(line[3:]) for line in lines[6:]}
    assert keys["shop:"] == "as the program gives it"
    assert len(keys["partner:"]) == 40
