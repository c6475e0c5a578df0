"""One WebSocket as the server gives it: ASGI's messages as calls and small values.

https://asgi.readthedocs.io/en/latest/specs/www.html#websocket
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pulumi_apigw.local.responses import Response

__all__ = ["Closed", "Received", "Socket", "handshake_headers"]

Message = MutableMapping[str, Any]


@dataclass(frozen=True)
class Closed:
    """The end of a connection, as `$disconnect` learns of it."""

    code: int
    reason: str = ""


@dataclass(frozen=True)
class Received:
    """A message; `text` None is a binary one."""

    text: str | None


class Socket:
    """A handshake that waits for its answer, then a connection."""

    def __init__(
        self,
        scope: Mapping[str, Any],
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        self.subprotocols: Sequence[str] = tuple(scope.get("subprotocols", ()))
        self._receive = receive
        self._send = send

    async def accept(self, subprotocol: str | None = None) -> None:
        """Complete the handshake; raises `ConnectionError` where the client did not wait for it."""
        await self._say({"type": "websocket.accept", "subprotocol": subprotocol})

    async def refuse(self, response: Response) -> None:
        """Answer the handshake with an HTTP response; harmless where the client did not wait for it."""
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
        headers.append((b"content-length", str(len(response.body)).encode()))
        with suppress(ConnectionError):
            await self._say(
                {"type": "websocket.http.response.start", "status": response.status, "headers": headers}
            )
            await self._say({"type": "websocket.http.response.body", "body": response.body})

    async def receive(self) -> Received | Closed:
        """The next message, or the end. Cancelling it loses none."""
        message = await self._receive()
        while message["type"] == "websocket.connect":
            message = await self._receive()
        if message["type"] == "websocket.disconnect":
            return Closed(int(message.get("code") or 1005), str(message.get("reason") or ""))
        return Received(message.get("text"))

    async def send(self, text: str) -> None:
        """Say something; raises `ConnectionError` once the client has left."""
        await self._say({"type": "websocket.send", "text": text})

    async def close(self, code: int) -> None:
        """End the connection; harmless where the client has left."""
        with suppress(ConnectionError):
            await self._say({"type": "websocket.close", "code": code})

    async def _say(self, message: Message) -> None:
        try:
            await self._send(message)
        except (OSError, RuntimeError) as error:
            # The server has two names for saying something after the end.
            raise ConnectionError(str(error)) from None


def handshake_headers(scope: Mapping[str, Any]) -> list[tuple[bytes, bytes]]:
    """The headers of a handshake, with the subprotocols that the server keeps beside them."""
    headers = list(scope["headers"])
    if scope.get("subprotocols"):
        headers.append((b"sec-websocket-protocol", ", ".join(scope["subprotocols"]).encode("latin-1")))
    return headers
