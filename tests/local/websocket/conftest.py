"""What the tests of WebSocket APIs share: the gateway of the program beside them, and parts made by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from pulumi_apigw.graph import capture
from pulumi_apigw.local import Gateway, serve
from pulumi_apigw.local.model import LocalStage
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.connections import Connection
from pulumi_apigw.local.websocket.model import LocalWebSocketApi, WebSocketRoute
from pulumi_apigw.local.websocket.sockets import Socket

PROGRAM = Path(__file__).parent / "program"


class Log:
    """The lines of a gateway's log, which come from another thread."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def text(self) -> str:
        return "\n".join(self.lines)


@pytest.fixture(scope="session")
def log() -> Log:
    return Log()


@pytest.fixture(scope="session")
def gateway(log: Log, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with pytest.MonkeyPatch.context() as patch:
        # No credentials of this computer: functions that push get stand-ins.
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.delenv("AWS_ACCESS_KEY_ID", raising=False)
        write = log.lines.append
        with serve(capture(PROGRAM), project_dir="/", on_log=write, on_access=write, workers=2) as gateway:
            yield gateway


@pytest.fixture
def client(gateway: Gateway) -> Iterator[ClientConnection]:
    with connect(gateway.url("chat", "dev"), proxy=None) as client:
        yield client


def ask(client: ClientConnection, action: str, **message: Any) -> Any:
    """What a client is answered to a message of an action, read as JSON where it is."""
    client.send(json.dumps({"action": action, **message}))
    text = client.recv(timeout=20)
    assert isinstance(text, str)
    return json.loads(text) if text.startswith("{") else text


def id_of(client: ClientConnection) -> str:
    """The id of a client's own connection."""
    return str(ask(client, "hello")["event"]["requestContext"]["connectionId"])


@pytest.fixture
def make_call() -> Callable[..., WebSocketCall]:
    """A message of the route `send` in stage dev, with any of its parts replaced."""

    async def nowhere(*_: Any) -> Any:
        raise AssertionError("nobody is connected")

    def make(body: str | None = "{}", request: Request | None = None, **changes: Any) -> WebSocketCall:
        api = LocalWebSocketApi(
            "abc123def4",
            "chat",
            "us-east-1",
            "123456789012",
            "arn:aws:execute-api:us-east-1:123456789012:abc",
        )
        connection = Connection(
            changes.pop("stage", LocalStage("dev", {"backend": "blue"})),
            request or Request("GET", "/dev"),
            Socket({}, nowhere, nowhere),
        )
        values: dict[str, Any] = {"route": WebSocketRoute("send"), "message_id": "message", "body": body}
        return WebSocketCall(api, connection, note=lambda line: None, **{**values, **changes})

    return make
