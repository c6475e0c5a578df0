from __future__ import annotations

import json
import re
from pathlib import Path

from .conftest import Run

TABLES = """\
public: HTTP API orders-public-dev, stage dev
at https://{api_id}.execute-api.{region}.amazonaws.com/dev

ROUTE        TARGET                     AUTHORIZER                         RATE/BURST  TIMEOUT
GET /items   api → blue (backend)       customers                          1000/500    10 s
POST /items  api → blue (backend)       customers: items.read items.write  20/40       10 s
GET /health  api → blue (backend)       none                               1000/500    2.5 s
GET /go      GET https://example.com/x  staff                              1000/500    10 s

AUTHORIZER  ASKS
customers   JWT of https://login.example.com/ for shop
staff       function api → blue (backend), kept for 300 s

STAGE VARIABLE  VALUE
backend         blue

FUNCTION  NAME ON AWS     RUNTIME     HANDLER             MEMORY  TIMEOUT  ALIASES
api       orders-dev-api  python3.13  orders.api.handler  256 MB  2 s      blue

orders, stage dev: 1 API, 4 routes, 3 integrations, 1 function
"""


def test_tables_show_what_each_route_resolves_to(apigw: Run, service: Path) -> None:
    outcome = apigw("plan", "--stage", "dev")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout == TABLES


def test_json_of_another_stage(apigw: Run, service: Path) -> None:
    outcome = apigw("plan", "--stage", "prod", "--json")
    plan = json.loads(outcome.stdout)
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    (api,) = plan.pop("apis")
    assert plan == {
        "service": "orders",
        "topology": "stack-per-stage",
        "stages": [{"stage": "prod", "release": "latest", "gradual": None}],
        "functions": [
            {
                "name": "api",
                "exists": False,
                "function_name": "orders-prod-api",
                "runtime": "python3.13",
                "handler": "orders.api.handler",
                "memory_mb": 256,
                "timeout_seconds": 2,
                "aliases": ["prod"],
            }
        ],
        "domains": [],
        "access_log_role": None,
        "observability": [],
    }
    routes = api.pop("routes")
    assert api == {
        "name": "public",
        "api_name": "orders-public-prod",
        "protocol": "http",
        "stage": "prod",
        "stage_name": "prod",
        "url": "https://{api_id}.execute-api.{region}.amazonaws.com/prod",
        "variables": {"backend": "prod"},
        "throttle": {"rate_limit": 500, "burst_limit": 250},
        "authorizers": [
            {
                "name": "customers",
                "type": "jwt",
                "issuer": "https://login.example.com/",
                "user_pool_id": None,
                "audience": ["shop"],
            },
            {
                "name": "staff",
                "type": "lambda",
                "function": "api",
                "alias": "prod",
                "stage_variable": "backend",
                "ttl_seconds": 300,
            },
        ],
        "integrations": 3,
    }
    assert [route["route"] for route in routes] == ["GET /items", "POST /items", "GET /health", "GET /go"]
    assert routes[1] == {
        "route": "POST /items",
        "target": {
            "type": "function",
            "function": "api",
            "alias": "prod",
            "stage_variable": "backend",
            "payload_format": "2.0",
        },
        "authorization": "JWT",
        "authorizer": "customers",
        "scopes": ["items.read", "items.write"],
        "throttle": {"rate_limit": 20, "burst_limit": 40},
        "timeout_ms": 10000,
    }


SERVICES = """\
service: feed
functions:
  there: {arn: "arn:aws:lambda:eu-west-1:123456789012:function:there"}
  given: {provided: true}
apis:
  public:
    default_stage: true
    disable_execute_api_endpoint: true
    authorizers:
      callers: {type: iam}
      pool: {type: cognito, user_pool_id: eu-west-1_AbCdEf123, client_ids: [web, app]}
    vpc_links: {inside: {id: abc123}}
    routes:
      POST /send:
        authorizer: callers
        integration: {type: SQS-SendMessage, queue_arn: "arn:aws:sqs:eu-west-1:123456789012:q"}
      ANY /in: {authorizer: pool, integration: {type: private, vpc_link: inside, target_arn: "ARN"}}
      $default: {authorizer: none, function: there}
      GET /given: {authorizer: none, function: given}
stages: {dev: {}}
"""
LISTENER = (
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/50dc6c495c0c9188/f2f7dc8efc522ab2"
)
THERE = "arn:aws:lambda:eu-west-1:123456789012:function:there"
PRIVATE = f"ANY {LISTENER} through VPC link inside"
WIDTH = len(PRIVATE)

SERVICE_TABLES = f"""\
public: HTTP API feed-public-dev, stage $default
at a custom domain alone: the execute-api endpoint is disabled

{"ROUTE":10}  {"TARGET":{WIDTH}}  AUTHORIZER  RATE/BURST  TIMEOUT
POST /send  {"SQS-SendMessage arn:aws:sqs:eu-west-1:123456789012:q":{WIDTH}}  IAM         1000/500    30 s
ANY /in     {PRIVATE}  pool        1000/500    30 s
$default    {"there":{WIDTH}}  none        1000/500    30 s
GET /given  {"given":{WIDTH}}  none        1000/500    30 s

AUTHORIZER  ASKS
pool        JWT of eu-west-1_AbCdEf123 for web, app

FUNCTION  {"NAME ON AWS":{len(THERE)}}  RUNTIME  HANDLER  MEMORY  TIMEOUT  ALIASES
there     {THERE}
given     the program passes it

feed, stage dev: 1 API, 4 routes, 4 integrations, 2 functions
"""


def test_targets_that_are_no_functions_of_the_service(apigw: Run, folder: Path) -> None:
    (folder / "api.yaml").write_text(SERVICES.replace("ARN", LISTENER))
    outcome = apigw("plan")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout == SERVICE_TABLES


def test_errors_of_the_config_are_told_on_stderr(apigw: Run, service: Path) -> None:
    config = (service / "api.yaml").read_text()
    (service / "api.yaml").write_text(config.replace("GET /items: {}", "GET /items: {scope: [a]}"))
    outcome = apigw("plan")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == (
        "api.yaml:16 apis.public.routes[\"GET /items\"].scope: unknown key 'scope'. Did you mean 'scopes'?\n"
    )


def test_a_stage_that_is_not_there(apigw: Run, service: Path) -> None:
    outcome = apigw("plan", "--stage", "test")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == (
        "api.yaml:22 stages: no stage named 'test'. Known: dev, prod. "
        "A Pulumi stack deploys the stage of its own name.\n"
    )


def test_neither_pulumi_nor_the_gateway_is_needed(apigw_process: Run, service: Path) -> None:
    outcome = apigw_process("plan", without=("pulumi", "pulumi_aws", "uvicorn", "jwt"))
    assert (outcome.exit_code, outcome.stdout) == (0, TABLES)


def test_alarms_and_dashboard(apigw: Run, service: Path) -> None:
    file = service / "api.yaml"
    alarms = "{latency_p99_ms: 750, function_duration_percent: none}"
    file.write_text(f"{file.read_text()}\nobservability: {{topic: '${{ref.topic}}', alarms: {alarms}}}\n")
    outcome = apigw("plan", "--stage", "dev", "--json")
    (observability,) = json.loads(outcome.stdout)["observability"]
    told = {key: observability[key] for key in ("stage", "topic", "dashboard")}
    assert told == {"stage": "dev", "topic": "${ref.topic}", "dashboard": "orders-dev"}
    latency = {
        "name": "public.latency",
        "alarm_name": "orders-dev-public.latency",
        "description": "In 5 minutes, 1 of 100 requests took longer than 750 ms.",
    }
    assert latency in observability["alarms"]
    text = apigw("plan", "--stage", "dev").stdout
    assert re.search(rf"public\.latency +{latency['description']}", text)
    assert "functions.api.duration" not in text
    assert "Dashboard orders-dev\n" in text
