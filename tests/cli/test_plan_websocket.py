from __future__ import annotations

import json
from pathlib import Path

from .conftest import Run

QUEUE = "arn:aws:sqs:eu-west-1:123456789012:archive"
CONFIG = f"""\
service: chat
functions:
  rooms: {{runtime: python3.13, handler: chat.rooms.handler, source: src, alias_variable: backend}}
apis:
  live:
    protocol: websocket
    authorizers:
      tickets: {{type: lambda, function: rooms, identity_sources: [$request.querystring.ticket]}}
    api_keys: {{shop: {{}}}}
    usage_plans:
      basic:
        throttle: {{rate_limit: 5, burst_limit: 10}}
        quota: {{limit: 1000, period: DAY}}
        api_keys: [shop]
    models: {{Message: {{type: object}}}}
    defaults: {{function: rooms}}
    routes:
      $connect: {{authorizer: tickets, api_key: true}}
      $default: {{integration: {{type: mock, body: "{{}}"}}, reply: true}}
      send: {{body: Message, reply: true, throttle: {{rate_limit: 20, burst_limit: 40}}, timeout_ms: 12000}}
      archive: {{integration: {{type: SQS-SendMessage, queue_arn: "{QUEUE}"}}}}
      forward: {{integration: {{type: http, url: "https://example.com/messages"}}}}
    push: [rooms]
    connections: dynamodb
stage_variables: {{backend: {{}}}}
stages:
  dev: {{variables: {{backend: blue}}}}
"""


ROUTES = [
    ("ROUTE", "TARGET", "AUTHORIZER", "API KEY", "MODEL", "REPLY", "RATE/BURST", "TIMEOUT"),
    ("$connect", "rooms → blue (backend)", "tickets", "yes", "", "no", "1000/500", "29 s"),
    ("$default", "mock", "none", "no", "", "yes", "1000/500", "29 s"),
    ("send", "rooms → blue (backend)", "none", "no", "Message", "yes", "20/40", "12 s"),
    (
        "archive",
        "SQS-SendMessage arn:aws:sqs:eu-west-1:123456789012:archive",
        "none",
        "no",
        "",
        "no",
        "1000/500",
        "29 s",
    ),
    ("forward", "POST https://example.com/messages", "none", "no", "", "no", "1000/500", "29 s"),
]
WIDTHS = [max(map(len, column)) for column in zip(*ROUTES, strict=True)]
TABLE = "\n".join("  ".join(map(str.ljust, row, WIDTHS)).rstrip() for row in ROUTES)
TABLES = f"""\
live: WebSocket API chat-live-dev, stage dev
at wss://{{api_id}}.execute-api.{{region}}.amazonaws.com/dev

{TABLE}

push: rooms
connections: table chat-dev-live-connections for rooms

USAGE PLAN  RATE/BURST  QUOTA       API KEYS
basic       5/10        1000 a day  shop

AUTHORIZER  ASKS
tickets     function rooms → blue (backend), each time

STAGE VARIABLE  VALUE
backend         blue

FUNCTION  NAME ON AWS     RUNTIME     HANDLER             MEMORY  TIMEOUT  ALIASES
rooms     chat-dev-rooms  python3.13  chat.rooms.handler  256 MB  10 s     blue

logs: by the account's role for API Gateway, which must be there (access_log_role: adopt): without it AWS
refuses the stage. One stack of the account and region makes it, with 'access_log_role: create'

chat, stage dev: 1 API, 5 routes, 5 integrations, 1 function
"""


def test_what_is_asked_of_messages_and_who_may_push(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(CONFIG)
    outcome = apigw("plan")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout == TABLES


def test_json_of_a_websocket_api(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(CONFIG)
    (api,) = json.loads(apigw("plan", "--json").stdout)["apis"]
    assert (api["protocol"], api["integrations"], api["push"]) == ("websocket", 5, ["rooms"])
    assert api["connections_url"] == "https://{api_id}.execute-api.{region}.amazonaws.com/dev"
    assert api["connections"] == {"table_name": "chat-dev-live-connections", "functions": ["rooms"]}
    send = next(route for route in api["routes"] if route["route"] == "send")
    assert send == {
        "route": "send",
        "target": {"type": "function", "function": "rooms", "alias": "blue", "stage_variable": "backend"},
        "authorization": "NONE",
        "authorizer": None,
        "scopes": [],
        "api_key": False,
        "reply": True,
        "model": "Message",
        "throttle": {"rate_limit": 20, "burst_limit": 40},
        "timeout_ms": 12000,
    }


def test_json_of_an_api_whose_own_endpoint_is_disabled(apigw: Run, service: Path) -> None:
    domain = "domain: {name: chat.example.com, base_path: v1}"
    config = CONFIG.replace("{variables: {backend: blue}}", f"{{{domain}, variables: {{backend: blue}}}}")
    (service / "api.yaml").write_text(
        config.replace("    push:", "    disable_execute_api_endpoint: true\n    push:")
    )
    (api,) = json.loads(apigw("plan", "--json").stdout)["apis"]
    assert (api["url"], api["connections_url"]) == (None, "https://chat.example.com/v1")
