"""Answers the clients of one WebSocket API: handshakes, messages, ends, and requests about connections."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final

from pulumi_apigw.aws.websocket_limits import CONNECT, DISCONNECT, FRAME_BYTES, MESSAGE_BYTES
from pulumi_apigw.errors import GatewayError
from pulumi_apigw.local.handler import Answer
from pulumi_apigw.local.integrations import FunctionCaller
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Response
from pulumi_apigw.local.routes import select_stage
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.connections import Connection, Connections
from pulumi_apigw.local.websocket.integrations.dispatch import WebSocketIntegrations
from pulumi_apigw.local.websocket.integrations.replies import Reply
from pulumi_apigw.local.websocket.lifetimes import Lifetimes
from pulumi_apigw.local.websocket.management import Management, connection_of, error_response
from pulumi_apigw.local.websocket.model import LocalWebSocketApi
from pulumi_apigw.local.websocket.refusals import Refusal
from pulumi_apigw.local.websocket.routing import Routing
from pulumi_apigw.local.websocket.sockets import Closed, Received, Socket

__all__ = ["WebSocketHandler"]

Line = Callable[[str], None]

_TOO_LARGE: Final = (
    f"MESSAGE: API Gateway takes frames of {FRAME_BYTES} bytes and messages of {MESSAGE_BYTES} at most, and "
    "ends the connection (1009). Send less, or in parts."
)


class WebSocketHandler:
    """One WebSocket API, compiled; `note` gets a line for each thing its developer should know."""

    def __init__(
        self,
        api: LocalWebSocketApi,
        functions: FunctionCaller,
        integrations: WebSocketIntegrations,
        note: Line,
        lifetimes: Lifetimes | None = None,
    ) -> None:
        self.api = api
        self._note = note
        self._lifetimes = lifetimes or Lifetimes()
        self._stages = {stage.name: stage for stage in api.stages if stage.deployed}
        self._connections = Connections()
        self._management = Management(api, self._connections, note)
        self._routing = Routing(api, functions, integrations)

    async def answer(self, request: Request) -> Answer:
        """The response to an HTTP request: the @connections API's, or a refusal."""
        selected = select_stage(self._stages, request.raw_path)
        found = connection_of(selected[1]) if selected else None
        if selected is None or found is None:
            return Answer(self._not_http(request))
        return Answer(await self._management.answer(request, selected[0].name, found))

    def refuse_size(self, request: Request) -> Answer:
        """413."""
        text = f"The data has more bytes than {MESSAGE_BYTES}."
        return Answer(error_response(413, "PayloadTooLargeException", text))

    def identify(self, request: Request) -> Sequence[tuple[str, str]]:
        """`x-amzn-requestid` and `x-amz-apigw-id`."""
        return [("x-amzn-requestid", request.uuid), ("x-amz-apigw-id", request.id)]

    async def converse(self, request: Request, socket: Socket, log: Line) -> None:
        """All that happens on one connection, from the handshake on; `log` gets a line for each of it."""
        started = time.perf_counter()
        connection = self._connection(request, socket)
        if connection is None:
            await socket.refuse(
                Response(403, [("content-type", "application/json")], b'{"message": "Forbidden"}')
            )
            log(f"CONNECT {request.raw_path} 403")
            return
        call = WebSocketCall(self.api, connection, self._routing.own(CONNECT), self._note)
        status = await self._connect(call)
        log(_line(call, str(status), started))
        if status != 101:
            return
        # Messages are answered as they come, several at once as AWS does; `$disconnect` waits for no answer.
        async with asyncio.TaskGroup() as answers:
            ending = await self._listen(connection, answers, log)
            self._connections.remove(connection)
            await self._part(connection, ending, log)

    def _connection(self, request: Request, socket: Socket) -> Connection | None:
        """A client of the stage that its path names, None where there is none."""
        selected = select_stage(self._stages, request.raw_path)
        if selected is None or selected[1] != "/":
            known = ", ".join(f"/{name}" for name in self._stages) or "none that is deployed"
            self._note(f"403 CONNECT {request.raw_path}: no stage has this path. Stages: {known}.")
            return None
        return Connection(selected[0], request, socket)

    def _not_http(self, request: Request) -> Response:
        stages = ", ".join(f"/{name}" for name in self._stages) or "none"
        self._note(
            f"403 {request.method} {request.raw_path}: API {self.api.name!r} is a WebSocket API. Connect to "
            f"a stage by ws:// ({stages}), or ask for its /@connections/ID."
        )
        return error_response(403, "ForbiddenException", "Forbidden")

    async def _connect(self, call: WebSocketCall) -> int:
        """Let a client in, or refuse it; the status of the handshake."""
        connection = call.connection
        try:
            reply = await self._routing.connect(call)
        except (Refusal, GatewayError) as error:
            refusal = self._refusal(call, error)
            body = refusal.text(connection.id, call.id).encode()
            await connection.socket.refuse(
                Response(refusal.status, [("content-type", "application/json")], body)
            )
            return refusal.status
        if not reply.accepts:
            body = (reply.body or "").encode() if call.route.two_way else b""
            await connection.socket.refuse(Response(reply.status, (), body))
            return reply.status
        # From here on it can be pushed to: the client may hear of it before it can ask.
        self._connections.add(connection)
        try:
            await connection.socket.accept(self._subprotocol(call, reply))
        except ConnectionError:
            await connection.close(Closed(1006))
        return 101

    def _subprotocol(self, call: WebSocketCall, reply: Reply) -> str | None:
        """The one of the client's subprotocols that `$connect` chooses.

        https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-connect-route-subprotocol.html
        """
        asked, chosen = call.connection.socket.subprotocols, reply.headers.get("sec-websocket-protocol")
        if chosen in asked:
            return chosen
        if asked:
            fact = "chooses none of them" if chosen is None else f"chooses {chosen!r}"
            self._note(
                f"$connect: the client asks for the subprotocols {', '.join(asked)}, the answer {fact}, so "
                "browsers end the connection. Return the header Sec-WebSocket-Protocol with one of them."
            )
        return None

    async def _listen(self, connection: Connection, answers: asyncio.TaskGroup, log: Line) -> Closed:
        """Have each message answered; how the connection ended."""
        while True:
            received = await self._next(connection)
            if isinstance(received, Closed):
                if received.code == 1009 and connection.ending is None:
                    self._note(_TOO_LARGE)
                return connection.ending or received
            connection.touch()
            if received.text is None:
                # https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-binary-media-types.html
                self._note("MESSAGE: API Gateway takes no binary frames, and ends the connection (1003).")
                await connection.close(Closed(1003))
                continue
            answers.create_task(self._answer(connection, received.text, log))

    async def _next(self, connection: Connection) -> Received | Closed:
        """What comes next; a connection that is idle, or old, is ended first."""
        while True:
            left = self._lifetimes.remaining(connection.connected_at, connection.last_active_at, time.time())
            if left <= 0 and connection.ending is None:
                self._note(
                    f"DISCONNECT {connection.id}: idle, or open, for as long as API Gateway lets it be."
                )
                self._connections.remove(connection)
                await connection.close(Closed(1001))
            try:
                async with asyncio.timeout(None if connection.ending else left):
                    return await connection.socket.receive()
            except TimeoutError:
                continue

    async def _answer(self, connection: Connection, text: str, log: Line) -> None:
        started = time.perf_counter()
        call = self._routing.message(connection, text, self._note)
        try:
            reply = await self._routing.answer(call)
            status, answer = reply.status, reply.body if call.route.two_way else None
        except (Refusal, GatewayError) as error:
            refusal = self._refusal(call, error)
            status, answer = refusal.status, refusal.text(connection.id, call.id)
        # First: who has the answer finds the line.
        log(_line(call, str(status), started))
        if answer:
            try:
                await connection.send(answer)
            except ConnectionError:
                self._note(f"MESSAGE {call.route.key}: the client left before it was answered.")

    async def _part(self, connection: Connection, ending: Closed, log: Line) -> None:
        """Tell `$disconnect`, whose answer nobody hears."""
        started = time.perf_counter()
        call = WebSocketCall(self.api, connection, self._routing.own(DISCONNECT), self._note, ending=ending)
        try:
            await self._routing.part(call)
        except (Refusal, GatewayError) as error:
            self._refusal(call, error)
        log(_line(call, str(ending.code), started))

    def _refusal(self, call: WebSocketCall, error: Refusal | GatewayError) -> Refusal:
        """What the client gets where a call fails; the log says why."""
        if isinstance(error, GatewayError):
            error = Refusal(500, f"{call.route.key}: {error}")
        self._note(f"{error.status} {error.note}")
        return error


def _line(call: WebSocketCall, status: str, started: float) -> str:
    """What the log says of a call: `MESSAGE /dev Qyi07eCbtjMCJKw= send 200 3 ms chat:dev`."""
    key = f" {call.route.key}" if call.event_type == "MESSAGE" else ""
    elapsed_ms = (time.perf_counter() - started) * 1000
    place = f"/{call.connection.stage.name} {call.connection.id}{key}"
    return f"{call.event_type} {place} {status} {elapsed_ms:.0f} ms {call.function}".rstrip()
