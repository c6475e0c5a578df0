from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbCdEf123"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:orders"
CONFIG = f"""\
service: orders
functions:
  api: {{runtime: python3.13, handler: orders.api.handler, source: src, alias_variable: backend}}
apis:
  public:
    protocol: rest
    cors: {{allow_origins: ["https://shop.example.com"]}}
    authorizers:
      customers: {{type: cognito, user_pool_arns: ["{POOL}"]}}
      staff: {{type: lambda, function: api, ttl_seconds: 60}}
    api_keys: {{shop: {{}}}}
    usage_plans:
      basic:
        throttle: {{rate_limit: 5, burst_limit: 10}}
        quota: {{limit: 1000, period: MONTH}}
        api_keys: [shop]
    models: {{Order: {{type: object}}}}
    defaults: {{function: api, authorizer: customers, timeout_ms: 10000}}
    routes:
      GET /items: {{}}
      POST /items: {{scopes: [items.write], body: Order, throttle: {{rate_limit: 20, burst_limit: 40}}}}
      GET /reports: {{authorizer: staff, api_key: true, stream: true, timeout_ms: 2500}}
      GET /health: {{authorizer: none, integration: {{type: mock}}}}
      GET /shops/{{shop}}:
        authorizer: none
        parameters: {{query.page: {{required: true}}, path.shop: {{cache_key: true}}}}
        integration: {{type: http, url: "https://example.com/{{shop}}"}}
      GET /inside:
        authorizer: none
        integration: {{type: private, vpc_link: inside, url: "http://inside.example.com"}}
      POST /orders: {{authorizer: none, integration: {{type: SQS-SendMessage, queue_arn: "{QUEUE}"}}}}
    vpc_links: {{inside: {{id: abc123}}}}
    cache: {{size_gb: "0.5"}}
stage_variables:
  backend: {{}}
stages:
  dev:
    variables: {{backend: blue}}
    canary: {{percent_traffic: 10, variables: {{backend: green}}}}
"""
CALL = "api → blue (backend)"
ROUTES = [
    ("ROUTE", "TARGET", "AUTHORIZER", "API KEY", "VALIDATES", "RATE/BURST", "TIMEOUT"),
    ("GET /items", CALL, "customers", "no", "none", "1000/500", "10 s"),
    ("POST /items", CALL, "customers: items.write", "no", "body", "20/40", "10 s"),
    ("GET /reports", f"{CALL}, streamed", "staff", "yes", "none", "1000/500", "2.5 s"),
    ("GET /health", "mock 200", "none", "no", "none", "1000/500", "10 s"),
    ("GET /shops/{shop}", "GET https://example.com/{shop}", "none", "no", "parameters", "1000/500", "10 s"),
    (
        "GET /inside",
        "GET http://inside.example.com through VPC link inside",
        "none",
        "no",
        "none",
        "1000/500",
        "10 s",
    ),
    ("POST /orders", f"SQS-SendMessage {QUEUE}", "none", "no", "none", "1000/500", "10 s"),
]
WIDTHS = [max(map(len, column)) for column in zip(*ROUTES, strict=True)]
TABLE = "\n".join("  ".join(map(str.ljust, row, WIDTHS)).rstrip() for row in ROUTES)
TABLES = f"""\
public: REST API orders-public-dev, stage dev
at https://{{api_id}}.execute-api.{{region}}.amazonaws.com/dev

{TABLE}

preflights: OPTIONS of 6 paths is answered for web pages
cache: 0.5 GB
canary: 10 % of the requests with backend=green

USAGE PLAN  RATE/BURST  QUOTA         API KEYS
basic       5/10        1000 a month  shop

AUTHORIZER  ASKS
customers   user pool {POOL}, kept for 300 s
staff       function {CALL}, kept for 60 s

STAGE VARIABLE  VALUE
backend         blue

FUNCTION  NAME ON AWS     RUNTIME     HANDLER             MEMORY  TIMEOUT  ALIASES
api       orders-dev-api  python3.13  orders.api.handler  256 MB  10 s     blue, green

logs: by the account's role for API Gateway, which must be there (access_log_role: adopt): without it AWS
refuses the stage. One stack of the account and region makes it, with 'access_log_role: create'

orders, stage dev: 1 API, 7 routes, 7 integrations, 1 function
"""


def test_tables_show_what_each_route_of_a_rest_api_resolves_to(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(CONFIG)
    outcome = apigw("plan")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout == TABLES


def test_limits_of_a_route_for_any_method_are_those_of_the_verbs_it_answers(
    apigw: Run, service: Path
) -> None:
    limited = "ANY /items: {throttle: {rate_limit: 3, burst_limit: 4}}\n      GET /items: {"
    (service / "api.yaml").write_text(CONFIG.replace("GET /items: {", limited))
    rows = [line.split() for line in apigw("plan").stdout.splitlines() if "/items" in line]
    assert [(row[0], row[-3]) for row in rows] == [("ANY", "3/4"), ("GET", "1000/500"), ("POST", "20/40")]


def test_json_of_a_rest_api(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(CONFIG)
    outcome = apigw("plan", "--json")
    (api,) = json.loads(outcome.stdout)["apis"]
    routes = {each["route"]: each for each in api.pop("routes")}
    assert api == {
        "name": "public",
        "api_name": "orders-public-dev",
        "protocol": "rest",
        "stage": "dev",
        "endpoint": "regional",
        "stage_name": "dev",
        "url": "https://{api_id}.execute-api.{region}.amazonaws.com/dev",
        "variables": {"backend": "blue"},
        "throttle": {"rate_limit": 1000, "burst_limit": 500},
        "cache_size_gb": "0.5",
        "canary": {"percent_traffic": 10, "variables": {"backend": "green"}},
        "authorizers": [
            {"name": "customers", "type": "cognito", "user_pool_arns": [POOL], "ttl_seconds": 300},
            {
                "name": "staff",
                "type": "lambda",
                "function": "api",
                "alias": "blue",
                "stage_variable": "backend",
                "event": "request",
                "ttl_seconds": 60,
            },
        ],
        "usage_plans": [
            {
                "name": "basic",
                "aws_name": "orders-dev-public-basic",
                "throttle": {"rate_limit": 5, "burst_limit": 10},
                "quota": {"limit": 1000, "period": "MONTH", "offset": 0},
                "routes": {},
                "api_keys": ["shop"],
            }
        ],
        "preflights": ["/items", "/reports", "/health", "/shops/{shop}", "/inside", "/orders"],
        "integrations": 7,
    }
    assert routes["POST /items"] == {
        "route": "POST /items",
        "target": {
            "type": "function",
            "function": "api",
            "alias": "blue",
            "stage_variable": "backend",
            "stream": False,
        },
        "authorization": "COGNITO_USER_POOLS",
        "authorizer": "customers",
        "scopes": ["items.write"],
        "api_key": False,
        "validation": "body",
        "throttle": {"rate_limit": 20, "burst_limit": 40},
        "timeout_ms": 10000,
    }
    assert {key: each["target"] for key, each in routes.items() if each["target"]["type"] != "function"} == {
        "GET /health": {"type": "mock", "statuses": ["200"]},
        "GET /shops/{shop}": {
            "type": "http",
            "method": "GET",
            "url": "https://example.com/{shop}",
            "proxy": True,
            "stream": False,
        },
        "GET /inside": {
            "type": "private",
            "vpc_link": "inside",
            "target_arn": None,
            "method": "GET",
            "url": "http://inside.example.com",
            "proxy": True,
            "stream": False,
        },
        "POST /orders": {
            "type": "service",
            "subtype": "SQS-SendMessage",
            "service": "sqs",
            "call": "path/<account>/<name>",
            "actions": ["sqs:SendMessage"],
            "resources": [QUEUE],
        },
    }


def test_a_small_rest_api_shows_no_empty_tables(apigw: Run, folder: Path) -> None:
    (folder / "api.yaml").write_text(
        "service: orders\naccess_log_role: none\n"
        "apis: {public: {protocol: rest, disable_execute_api_endpoint: true, routes: "
        "{GET /: {authorizer: none, integration: {type: mock, status: 204}}}}}\n"
        "stages: {dev: {}}\n"
    )
    outcome = apigw("plan")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout == (
        "public: REST API orders-public-dev, stage dev\n"
        "at a custom domain alone: the execute-api endpoint is disabled\n"
        "\n"
        "ROUTE  TARGET    AUTHORIZER  API KEY  VALIDATES  RATE/BURST  TIMEOUT\n"
        "GET /  mock 204  none        no       none       1000/500    29 s\n"
        "\n"
        "orders, stage dev: 1 API, 1 route, 1 integration, 0 functions\n"
    )


ADOPT = "which must be there (access_log_role: adopt): without it AWS"
CREATE = "which this stack makes (access_log_role: create)"
STREAM = "{firehose_arn: arn:aws:firehose:eu-west-1:123456789012:deliverystream/amazon-apigateway-logs}"


@pytest.mark.parametrize(
    ("role", "api", "told", "word"),
    [
        ("adopt", "", ADOPT, "adopt"),
        ("create", "", CREATE, "create"),
        ("adopt", "access_log: none", None, None),
        ("adopt", f"access_log: {STREAM}", None, None),
        ("create", "access_log: none", CREATE, "create"),
        ("adopt", "access_log: none, execution_log: {level: ERROR}", ADOPT, "adopt"),
        ("none", "", None, None),
    ],
)
def test_P10_a_plan_says_whether_the_account_must_have_a_role(
    apigw: Run, folder: Path, role: str, api: str, told: str | None, word: str | None
) -> None:
    (folder / "api.yaml").write_text(
        f"service: orders\naccess_log_role: {role}\n"
        "apis: {public: {protocol: rest, routes: {GET /: {authorizer: none, integration: {type: mock}}}, "
        f"{api}}}}}\nstages: {{dev: {{}}}}\n"
    )
    text, data = apigw("plan").stdout, json.loads(apigw("plan", "--json").stdout)
    assert (f"logs: by the account's role for API Gateway, {told}" in text) == (told is not None)
    assert ("logs:" in text) == (told is not None)
    assert data["access_log_role"] == word
