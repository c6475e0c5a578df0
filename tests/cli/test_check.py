from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import CONFIG, Run

FIVE_MISTAKES = """\
service: orders
functions:
  api:
    runtime: python3.31
    handler: orders.api.handler
    source: .
    memory: 256
  jobs: {runtime: python3.13, handler: jobs.handler, source: jobs}
apis:
  public:
    authorizers:
      customers: {type: jwt, issuer: "https://login.example.com/", audience: [shop]}
    routes:
      GET /items: {function: api, authorizer: customer}
      GET /health:
        function: api
        authorizer: none
        timeout_ms: soon
stages:
  dev: {}
"""

FIVE_PROBLEMS = """\
api.yaml:4 functions.api.runtime: AWS Lambda has no runtime 'python3.31'. Did you mean 'python3.15'?
api.yaml:7 functions.api.memory: unknown key 'memory'. Did you mean 'memory_mb'?
api.yaml:8 functions.jobs.source: there is no folder 'jobs' in {folder}. Create it, or mend the path.
api.yaml:14 apis.public.routes["GET /items"].authorizer: no authorizer named 'customer'. \
Did you mean 'customers'?
api.yaml:18 apis.public.routes["GET /health"].timeout_ms: 'soon' is not a whole number. Give a whole number.
5 errors
"""


def test_five_mistakes_are_five_errors_with_their_lines(apigw: Run, folder: Path) -> None:
    (folder / "api.yaml").write_text(FIVE_MISTAKES)
    outcome = apigw("check")
    assert (outcome.exit_code, outcome.stderr) == (1, "")
    assert outcome.stdout == FIVE_PROBLEMS.format(folder=folder)


def test_a_config_without_problems_is_summed_up(apigw: Run, service: Path) -> None:
    outcome = apigw("check")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout == "api.yaml: 4 routes, 2 stages, no problems\n"


def test_json_has_every_problem_and_the_counts(apigw: Run, folder: Path) -> None:
    (folder / "api.yaml").write_text(FIVE_MISTAKES)
    outcome = apigw("check", "--format", "json")
    report = json.loads(outcome.stdout)
    assert (outcome.exit_code, outcome.stderr) == (1, "")
    assert (report["errors"], report["advice"], len(report["problems"])) == (5, 0, 5)
    assert report["problems"][1] == {
        "file": "api.yaml",
        "line": 7,
        "path": "functions.api.memory",
        "message": "unknown key 'memory'. Did you mean 'memory_mb'?",
        "severity": "error",
    }


def test_json_of_a_config_without_problems(apigw: Run, service: Path) -> None:
    outcome = apigw("check", "--format", "json")
    assert (outcome.exit_code, json.loads(outcome.stdout)) == (0, {"problems": [], "errors": 0, "advice": 0})
    assert apigw("check", "--json") == outcome


def test_advice_is_marked_and_fails_only_when_strict(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(CONFIG.replace("timeout_seconds: 2", "timeout_seconds: 3"))
    outcome = apigw("check")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout == (
        "advice: api.yaml:18 apis.public.routes[\"GET /health\"].timeout_ms: function 'api' may run 3 s "
        "while its caller waits 2500 ms. Callers get 503 while it goes on: lower its 'timeout_seconds', "
        "or raise 'timeout_ms'.\n"
        "no errors, 1 advice\n"
    )
    strict = apigw("check", "--strict")
    assert (strict.exit_code, strict.stdout) == (1, outcome.stdout)
    report = json.loads(apigw("check", "--format", "json").stdout)
    assert (report["errors"], report["advice"], report["problems"][0]["severity"]) == (0, 1, "advice")


def test_yaml_that_is_none_names_the_line(apigw: Run, folder: Path) -> None:
    (folder / "api.yaml").write_text("service: orders\napis:\n  public: [1, 2\nstages: {}\n")
    outcome = apigw("check")
    assert (outcome.exit_code, outcome.stderr) == (1, "")
    assert outcome.stdout == (
        "api.yaml:4: this is not YAML: expected ',' or ']', but got ':'. "
        "Check the indentation, quotes and brackets here.\n1 error\n"
    )


def test_yaml_that_is_none_is_json_too(apigw: Run, folder: Path) -> None:
    (folder / "api.yaml").write_text("service: [\n")
    outcome = apigw("check", "--format", "json")
    assert outcome.exit_code == 1
    assert json.loads(outcome.stdout)["errors"] == 1


def test_no_config_anywhere(apigw: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    outcome = apigw("check")
    assert (outcome.exit_code, outcome.stderr) == (1, "")
    assert outcome.stdout == (
        "api.yaml: there is no such file. Create it with 'apigw new', or mend the path; "
        "looked for /api.yaml.\n1 error\n"
    )


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ("[1]\n", "api.yaml:1: a list is not a mapping. Begin with 'service: NAME'."),
        (
            "service: 3\napis: {public: {routes: {GET /: {integration: {type: http, url: 'https://a.b'}, "
            "authorizer: none}}}}\nstages: {dev: {}}\n",
            "api.yaml:1 service: 3 is not text. Write it in quotes: '3'.",
        ),
        (
            "service: orders\napis: [public]\nstages: {dev: {}}\n",
            "api.yaml:2 apis: a list is not a mapping. Give a mapping.",
        ),
    ],
)
def test_wrong_types(apigw: Run, folder: Path, config: str, problem: str) -> None:
    (folder / "api.yaml").write_text(config)
    outcome = apigw("check")
    assert (outcome.exit_code, outcome.stdout) == (1, f"{problem}\n1 error\n")


def test_one_stage_alone(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(CONFIG.replace("variables: {backend: prod}, ", ""))
    assert apigw("check").exit_code == 1
    assert apigw("check", "--stage", "dev").stdout == "api.yaml: 4 routes, 1 stage, no problems\n"


def test_a_stage_that_is_not_there(apigw: Run, service: Path) -> None:
    outcome = apigw("check", "--stage", "prd")
    assert outcome.exit_code == 1
    assert outcome.stdout == (
        "api.yaml:22 stages: no stage named 'prd'. Did you mean 'prod'? "
        "A Pulumi stack deploys the stage of its own name.\n1 error\n"
    )


def test_the_config_of_a_folder_above_is_found_and_named(
    apigw: Run, service: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (service / "Pulumi.yaml").write_text("name: orders\nruntime: python\n")
    monkeypatch.chdir(service / "src")
    outcome = apigw("check")
    assert outcome.exit_code == 0
    assert outcome.stderr == f"Using {service}/api.yaml\n"
    assert outcome.stdout == f"{service}/api.yaml: 4 routes, 2 stages, no problems\n"


@pytest.mark.parametrize("command", ["check", "plan"])
@pytest.mark.parametrize("project", [True, False])
def test_a_config_above_the_project_is_not_taken(
    apigw: Run, service: Path, monkeypatch: pytest.MonkeyPatch, command: str, project: bool
) -> None:
    if project:
        (service / "src" / "Pulumi.yaml").write_text("name: other\nruntime: python\n")
    monkeypatch.chdir(service / "src")
    outcome = apigw(command)
    assert outcome.exit_code == 1
    assert "api.yaml: there is no such file." in outcome.stdout + outcome.stderr
    assert "Using" not in outcome.stderr


def test_another_file_can_be_named(apigw: Run, service: Path) -> None:
    (service / "api.yaml").rename(service / "shop.yaml")
    assert apigw("check", "--file", "shop.yaml").stdout == "shop.yaml: 4 routes, 2 stages, no problems\n"


def test_a_rest_api_that_cannot_be_imported(apigw: Run, folder: Path) -> None:
    route = f"{{authorizer: none, integration: {{type: mock, body: {'x' * 300_000}}}}}"
    routes = "".join(f"      GET /{number}: {route}\n" for number in range(25))
    start = "service: orders\napis:\n  public:\n    protocol: rest\n    routes:\n"
    (folder / "api.yaml").write_text(f"{start}{routes}stages: {{dev: {{}}, production: {{}}}}\n")
    outcome = apigw("check")
    assert (outcome.exit_code, outcome.stderr) == (1, "")
    assert outcome.stdout == (
        "api.yaml:3 apis.public: its OpenAPI body is 7.2 MB, and API Gateway imports 6 MB at most. "
        "Shorten its templates and schemas, leave out descriptions, or split the API.\n1 error\n"
    )


def test_an_environment_that_its_apis_make_too_large(apigw: Run, service: Path) -> None:
    given = f"alias_variable: backend\n    environment: {{NOTE: {'x' * 4080}}}"
    (service / "api.yaml").write_text(CONFIG.replace("alias_variable: backend", given))
    assert apigw("check").exit_code == 0
    cors = "protocol: rest\n    cors: {allow_origins: [https://shop.example.com]}"
    routes = "    routes:\n      GET /items: {function: api, authorizer: none}\nstage_variables"
    rest = CONFIG.replace("alias_variable: backend", given).replace("  public:\n", f"  public:\n    {cors}\n")
    before, after = rest.split("    authorizers:")[0], rest.split("stage_variables")[1]
    (service / "api.yaml").write_text(f"{before}{routes}{after}")
    assert apigw("check").stdout == (
        "api.yaml:9 functions.api.environment: with the variables of the APIs that it serves, the "
        "environment has about 4126 bytes. Lambda takes at most 4096: move values to SSM Parameter Store or "
        "Secrets Manager.\n1 error\n"
    )


def test_a_service_of_http_apis_does_not_wait_for_the_plan(apigw_process: Run, service: Path) -> None:
    outcome = apigw_process("check", without=("pulumi_apigw.plan", "pulumi_apigw.openapi"))
    assert (outcome.exit_code, outcome.stdout) == (0, "api.yaml: 4 routes, 2 stages, no problems\n")
