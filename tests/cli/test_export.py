from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from openapi_spec_validator import validate

from .conftest import CONFIG, Run
from .shared import SHARED

TWO = CONFIG.replace(
    "stage_variables:",
    """\
  admin:
    protocol: rest
    routes: {GET /items: {authorizer: none, function: api}}
stage_variables:""",
)
CHAT = """\
  chat:
    protocol: websocket
    defaults: {function: api}
    routes:
      $connect: {authorizer: none}
      ping: {reply: true}
"""
BOTH = CONFIG.replace("stage_variables:", CHAT + "stage_variables:")
SECOND_CHAT = BOTH.replace("stage_variables:", CHAT.replace("chat", "support") + "stage_variables:")
DEFAULT = CONFIG.replace("      GET /items: {}", "      $default: {}")


def test_it_prints_yaml_that_is_valid_openapi(apigw: Run, service: Path) -> None:
    outcome = apigw("export", "openapi", "--stage", "prod")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    document = yaml.safe_load(outcome.stdout)
    validate(document)
    assert outcome.stdout.startswith("openapi: 3.1.0\ninfo:\n  title: orders-public\n")
    assert document["servers"][0]["url"].endswith(".amazonaws.com/prod")
    assert {path: list(item) for path, item in document["paths"].items()} == {
        "/items": ["get", "post"],
        "/health": ["get"],
        "/go": ["get"],
    }


def test_the_file_decides_the_format_unless_one_is_named(apigw: Run, service: Path) -> None:
    for name, arguments, read in (
        ("new/openapi.json", (), json.loads),
        ("openapi.yaml", (), yaml.safe_load),
        ("openapi.txt", ("--format", "json"), json.loads),
        ("openapi.txt", ("--json",), json.loads),
    ):
        outcome = apigw("export", "openapi", "--url", "http://localhost:8000/dev", "-o", name, *arguments)
        assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (0, "", "")
        written = (service / name).read_text()
        assert read(written)["servers"] == [{"url": "http://localhost:8000/dev"}]
        assert written.lstrip().startswith("{") == (read is json.loads)


def test_with_aws_it_has_the_extensions(apigw: Run, service: Path) -> None:
    outcome = apigw("export", "openapi", "--aws", "--format", "json")
    document = json.loads(outcome.stdout)
    assert (outcome.exit_code, outcome.stderr, document["openapi"]) == (0, "", "3.0.1")
    integration = document["paths"]["/items"]["get"]["x-amazon-apigateway-integration"]
    assert "${functions.api.arn}:${stageVariables.backend}" in integration["uri"]


def test_of_several_apis_one_is_named(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(TWO)
    outcome = apigw("export", "openapi")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == "service 'orders' has 2 APIs. Name one with --api: admin, public.\n"
    outcome = apigw("export", "openapi", "--api", "amdin")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == "--api amdin: there is no such API. Did you mean 'admin'?\n"
    outcome = apigw("export", "openapi", "--api", "admin")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert yaml.safe_load(outcome.stdout)["info"]["title"] == "orders-admin"


def test_a_websocket_api_is_written_as_asyncapi(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(BOTH)
    outcome = apigw("export", "asyncapi", "--stage", "prod")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    document = yaml.safe_load(outcome.stdout)
    assert outcome.stdout.startswith("asyncapi: 3.0.0\ninfo:\n  title: orders-chat\n")
    assert document["servers"]["prod"]["pathname"] == "/prod"
    assert list(document["operations"]) == ["ping", "refuse"]
    written = ("export", "asyncapi", "--url", "ws://localhost:3001/dev", "-o", "chat.json")
    assert apigw(*written).exit_code == 0
    servers = json.loads((service / "chat.json").read_text())["servers"]
    assert servers == {"dev": {"host": "localhost:3001", "pathname": "/dev", "protocol": "ws"}}


def test_of_a_service_with_both_each_form_takes_its_own_api(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(BOTH)
    assert "title: orders-public" in apigw("export", "openapi").stdout
    (service / "api.yaml").write_text(SECOND_CHAT)
    assert "title: orders-public" in apigw("export", "openapi").stdout
    assert apigw("export", "asyncapi").stderr == (
        "service 'orders' has 2 APIs. Name one with --api: chat, support.\n"
    )
    assert "title: orders-support" in apigw("export", "asyncapi", "--api", "support").stdout


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ("asyncapi",),
            "service 'orders' has no WebSocket API. Write it with: apigw export openapi",
        ),
        (
            ("asyncapi", "--api", "public"),
            "--api public: it is no WebSocket API. Write it with: apigw export openapi",
        ),
        (("asyncapi", "--api", "publik"), "--api publik: there is no such API. Did you mean 'public'?"),
    ],
)
def test_an_api_of_another_kind_is_refused_with_the_form_that_it_has(
    apigw: Run, service: Path, arguments: tuple[str, ...], error: str
) -> None:
    outcome = apigw("export", *arguments)
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (1, "", f"{error}\n")


def test_openapi_has_no_word_for_a_websocket_api(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(BOTH)
    outcome = apigw("export", "openapi", "--api", "chat")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == ("--api chat: it is no HTTP or REST API. Write it with: apigw export asyncapi\n")


def test_what_openapi_has_no_word_for_is_told(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(DEFAULT)
    outcome = apigw("export", "openapi")
    assert outcome.exit_code == 0
    assert outcome.stderr == "$default is left out: OpenAPI has no word for all that no other route takes.\n"
    outcome = apigw("export", "openapi", "--aws")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert "isDefaultRoute: true" in outcome.stdout


def test_a_url_is_whole(apigw: Run, service: Path) -> None:
    outcome = apigw("export", "openapi", "--url", "localhost:8000")
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert "'localhost:8000' is no URL such as 'https://api.example.com/v1'." in outcome.stderr
    outcome = apigw("export", "asyncapi", "--url", "https://chat.example.com")
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert "'https://chat.example.com' is no URL such as 'wss://chat.example.com/v1'." in outcome.stderr


def test_errors_of_the_config_are_told_on_stderr(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(CONFIG.replace("GET /items: {}", "GET /items: {scope: [a]}"))
    outcome = apigw("export", "openapi")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == (
        "api.yaml:16 apis.public.routes[\"GET /items\"].scope: unknown key 'scope'. Did you mean 'scopes'?\n"
    )


def test_a_file_that_cannot_be_written_is_told(apigw: Run, service: Path) -> None:
    outcome = apigw("export", "openapi", "--output", "src")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == "src: cannot be written: Is a directory. Name another with --output.\n"


def test_neither_pulumi_nor_the_gateway_is_needed(apigw_process: Run, service: Path) -> None:
    outcome = apigw_process("export", "openapi", without=("pulumi", "pulumi_aws", "uvicorn", "jwt"))
    assert (outcome.exit_code, outcome.stderr) == (0, "")


def test_a_stage_of_a_shared_api(apigw: Run, service: Path) -> None:
    chat = CHAT.replace("ping: {reply: true}", "ping: {}")
    (service / "api.yaml").write_text(SHARED.replace("stage_variables:", f"{chat}stage_variables:"))
    for stage in ("dev", "prod"):
        outcome = apigw("export", "openapi", "--stage", stage, "--api", "public")
        assert (outcome.exit_code, outcome.stderr) == (0, "")
        document = yaml.safe_load(outcome.stdout)
        assert document["info"]["title"] == "orders-public"
        assert document["servers"][0]["url"].endswith(f".amazonaws.com/{stage}")
        server = yaml.safe_load(apigw("export", "asyncapi", "--stage", stage).stdout)["servers"]
        assert [each["pathname"] for each in server.values()] == [f"/{stage}"]


def test_what_a_shared_api_is_sent_is_the_same_for_all_stages(apigw: Run, service: Path) -> None:
    """The cache of one stage gives the methods of all their keys."""
    cors = "protocol: rest\n    cors: {allow_origins: [https://a.example.com, https://b.example.com]}"
    (service / "api.yaml").write_text(SHARED.replace("protocol: rest", cors))
    found = [
        json.loads(apigw("export", "openapi", "--aws", "--json", "--api", "admin", "--stage", stage).stdout)[
            "paths"
        ]
        for stage in ("dev", "prod")
    ]
    assert found[0] == found[1]
    assert "method.request.header.Origin" in json.dumps(found[0])
