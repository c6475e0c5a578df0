"""One API's handler, with functions that are plain Python and a socket that is a queue."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pulumi_apigw.local.functions import Invocation
from pulumi_apigw.local.integrations import FunctionCaller, HttpProxy
from pulumi_apigw.local.model import LocalStage, Permission
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.websocket.handler import WebSocketHandler
from pulumi_apigw.local.websocket.integrations.dispatch import WebSocketIntegrations
from pulumi_apigw.local.websocket.lifetimes import Lifetimes
from pulumi_apigw.local.websocket.model import LocalWebSocketApi, WebSocketIntegration, WebSocketRoute
from pulumi_apigw.local.websocket.sockets import Socket

ARN = "arn:aws:execute-api:us-east-1:123456789012:abc123def4"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:chat"


class Pool:
    """One function, a plain one of Python."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self._function = function
        self.events: list[Mapping[str, Any]] = []

    async def invoke(self, function_arn: str, event: Mapping[str, Any]) -> Invocation:
        self.events.append(event)
        result = self._function(event)
        return Invocation(payload=await result if asyncio.iscoroutine(result) else result)


class Wire:
    """A client that says some things and then waits until it is sent away; `heard` is what it was told."""

    def __init__(self, *said: str, leaves: bool = True) -> None:
        self.heard: list[Any] = []
        self._queue: asyncio.Queue[Any] = asyncio.Queue()
        for message in (
            {"type": "websocket.connect"},
            *({"type": "websocket.receive", "text": s} for s in said),
        ):
            self._queue.put_nowait(message)
        if leaves:
            self._queue.put_nowait({"type": "websocket.disconnect", "code": 1001})

    async def send(self, message: Any) -> None:
        self.heard.append(message)
        if message["type"] == "websocket.close":
            self._queue.put_nowait({"type": "websocket.disconnect", "code": message["code"]})

    def socket(self, *subprotocols: str) -> Socket:
        return Socket({"subprotocols": subprotocols}, self._queue.get, self.send)

    def texts(self) -> list[str]:
        return [message["text"] for message in self.heard if message["type"] == "websocket.send"]


class Service:
    """An API of routes; `meet` is one connection through it."""

    def __init__(self, function: Callable[[Any], Any], *routes: WebSocketRoute, **lifetimes: float) -> None:
        self.pool = Pool(function)
        self.notes: list[str] = []
        self.lines: list[str] = []
        api = LocalWebSocketApi(
            "abc123def4", "chat", "us-east-1", "123456789012", ARN, stages=(LocalStage("dev"),), routes=routes
        )
        permission = Permission(
            "chat", "lambda:InvokeFunction", "apigateway.amazonaws.com", source_arn=f"{ARN}/*"
        )
        functions = FunctionCaller(self.pool, [permission])
        integrations = WebSocketIntegrations(functions, HttpProxy())
        self._handler = WebSocketHandler(
            api, functions, integrations, self.notes.append, Lifetimes(**lifetimes)
        )

    def meet(self, wire: Callable[[], Wire], *subprotocols: str) -> Wire:
        async def met() -> Wire:
            made = wire()
            await self._handler.converse(
                Request("GET", "/dev"), made.socket(*subprotocols), self.lines.append
            )
            return made

        return asyncio.run(met())


def route(key: str = "$default", timeout_ms: int = 29_000, **options: Any) -> WebSocketRoute:
    integration = WebSocketIntegration("AWS_PROXY", FUNCTION, timeout_ms=timeout_ms)
    return WebSocketRoute(key, integration, two_way=True, **options)


def fine(event: Any) -> Any:
    return {"statusCode": 200, "body": "fine"}


def test_an_api_without_connect_lets_everybody_in() -> None:
    service = Service(fine, route())
    wire = service.meet(lambda: Wire("hi"))
    assert wire.heard[0] == {"type": "websocket.accept", "subprotocol": None}
    assert wire.texts() == ["fine"]


def test_no_answer_in_time_is_told() -> None:
    async def never(event: Any) -> Any:
        await asyncio.Event().wait()

    service = Service(never, route(timeout_ms=1))
    said = json.loads(service.meet(lambda: Wire("hi")).texts()[0])
    assert said["message"] == "Endpoint request timed out"
    assert service.notes == ["504 $default: function 'chat' gave no answer in 1 ms."]


def test_connect_that_takes_too_long_is_504() -> None:
    async def never(event: Any) -> Any:
        await asyncio.Event().wait()

    service = Service(never, route("$connect", timeout_ms=1))
    assert service.meet(Wire).heard[0]["status"] == 504


@pytest.mark.parametrize("payload", [None, "text", {"statusCode": "x"}, {"status": 200}, {"body": {"a": 1}}])
def test_what_is_no_response_refuses_the_client(payload: Any) -> None:
    service = Service(lambda event: payload, route("$connect"))
    assert service.meet(Wire).heard[0]["status"] == 502
    assert "gave no valid response" in service.notes[0]


def test_messages_are_answered_at_once() -> None:
    """The first waits for the second, as it can on AWS."""
    turn: list[asyncio.Event] = []

    async def waits(event: Any) -> Any:
        turn.append(asyncio.Event())
        if len(turn) == 1:
            await turn[0].wait()
        else:
            turn[0].set()
        return {"body": event["body"]}

    assert sorted(Service(waits, route()).meet(lambda: Wire("first", "second")).texts()) == [
        "first",
        "second",
    ]


def test_disconnect_waits_for_no_message_that_is_still_answered() -> None:
    gone = asyncio.Event()

    async def waits(event: Any) -> Any:
        if event["requestContext"]["eventType"] == "MESSAGE":
            await asyncio.wait_for(gone.wait(), 10)
        gone.set()
        return {"statusCode": 200}

    service = Service(waits, route(), route("$disconnect"))
    service.meet(lambda: Wire("hi"))
    assert [line.split()[0] for line in service.lines] == ["CONNECT", "DISCONNECT", "MESSAGE"]


@pytest.mark.parametrize("limit", ["idle_seconds", "life_seconds"])
def test_a_connection_ends_when_it_is_idle_or_old(limit: str) -> None:
    service = Service(fine, route(), route("$disconnect"), **{limit: 0.01})
    wire = service.meet(lambda: Wire(leaves=False))
    assert wire.heard[-1] == {"type": "websocket.close", "code": 1001}
    context = service.pool.events[-1]["requestContext"]
    assert (context["disconnectStatusCode"], context["disconnectReason"]) == (1001, "Going away")
    assert any("idle, or open, for as long as API Gateway lets it be." in note for note in service.notes)


def test_lifetimes_are_aws_own() -> None:
    lifetimes = Lifetimes()
    assert lifetimes.remaining(0, 0, 0) == 600
    assert lifetimes.remaining(0, 7000, 7100) == 100
    assert lifetimes.remaining(0, 100, 100) == 600


def test_a_subprotocol_that_is_not_chosen_is_noted() -> None:
    service = Service(fine, route("$connect"))
    assert service.meet(Wire, "v1").heard[0] == {"type": "websocket.accept", "subprotocol": None}
    assert service.notes == [
        "$connect: the client asks for the subprotocols v1, the answer chooses none of them, so browsers end "
        "the connection. Return the header Sec-WebSocket-Protocol with one of them."
    ]


def test_a_farewell_that_fails_is_noted_alone() -> None:
    service = Service(lambda event: None, route("$disconnect"))
    service.meet(Wire)
    assert service.notes[0].startswith("502 $disconnect: function 'chat' gave no valid response: ")
    assert service.lines[-1].startswith("DISCONNECT /dev ")


def test_a_route_without_an_integration_says_so() -> None:
    service = Service(fine, WebSocketRoute("$default"))
    assert json.loads(service.meet(lambda: Wire("hi")).texts()[0])["message"] == "Internal server error"
    assert service.notes == ["500 $default: the route has no integration. Give it a `target`."]
