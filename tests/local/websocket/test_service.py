"""What the components make of a WebSocket API's config, served."""

from __future__ import annotations

import json
from pathlib import Path

from websockets.sync.client import connect

from pulumi_apigw.graph import capture
from pulumi_apigw.local import serve

CONFIG = """
service: echo
access_log_role: none
functions:
  echo: {runtime: python3.13, handler: echo.handler, source: src, alias_variable: backend}
stage_variables: {backend: {promote: false}}
apis:
  live:
    protocol: websocket
    push: [echo]
    defaults: {function: echo}
    models: {Item: {type: object, required: [name]}}
    routes:
      $connect: {authorizer: none}
      $default: {reply: true}
      tea: {reply: true, body: Item}
      ping: {reply: true, integration: {type: mock, body: '{"pong": "$context.stage"}'}}
stages:
  dev: {access_log: none, variables: {backend: blue}}
"""
PROGRAM = 'from pulumi_apigw import Service\nService.from_file("api.yaml")\n'
HANDLER = """
import json, os

def handler(event, context):
    said = {"url": os.environ["CONNECTIONS_URL"], "arn": context.invoked_function_arn}
    return {"statusCode": 200, "body": json.dumps(said)}
"""


def test_a_service_is_served_as_it_is_configured(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    for name, text in (("api.yaml", CONFIG), ("__main__.py", PROGRAM), ("src/echo.py", HANDLER)):
        (tmp_path / name).write_text(text)
    log: list[str] = []
    with (
        serve(capture(tmp_path), project_dir=tmp_path, on_log=log.append, workers=1) as gateway,
        connect(gateway.url("live"), proxy=None) as client,
    ):

        def ask(text: str) -> dict[str, str]:
            client.send(text)
            answer: dict[str, str] = json.loads(client.recv(timeout=20))
            return answer

        said = ask("hello")
        assert said["url"] == gateway.connections_url("live")
        assert said["arn"].endswith(":blue")
        assert ask('{"action": "tea"}')["message"] == "Invalid request body"
        assert ask('{"action": "tea", "name": "x"}')["arn"] == said["arn"]
        assert ask('{"action": "ping"}') == {"pong": "dev"}
    assert log == ["400 tea: the message is invalid: $: 'name' is a required property (model 'Item')."]
