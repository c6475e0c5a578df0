"""Who is connected, and what can be said to whom."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from random import randbytes

from pulumi_apigw.local.authorizers.authorization import Authorization
from pulumi_apigw.local.model import ApiKey, LocalStage
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.websocket.sockets import Closed, Socket

__all__ = ["Connection", "Connections", "make_id"]


def make_id() -> str:
    """An id of a connection, a message or a request, in the shape of AWS's (`Qyi07eCbtjMCJKw=`)."""
    return urlsafe_b64encode(randbytes(11)).decode()


@dataclass(eq=False)
class Connection:
    """A client of a stage: `request` is its handshake; times are in seconds since 1970."""

    stage: LocalStage
    request: Request
    socket: Socket
    id: str = field(default_factory=make_id)
    connected_at: float = field(default_factory=time.time)
    last_active_at: float = field(default_factory=time.time)
    authorization: Authorization | None = None
    api_key: ApiKey | None = None
    ending: Closed | None = None

    async def send(self, text: str) -> None:
        """Say something to the client; raises `ConnectionError` once it has left."""
        await self.socket.send(text)
        self.touch()

    async def close(self, ending: Closed) -> None:
        """End the connection from this side; harmless where the client has left."""
        if self.ending is None:
            self.ending = ending
            await self.socket.close(ending.code)

    def touch(self) -> None:
        """Something was said, so the idle time begins anew."""
        self.last_active_at = time.time()


class Connections:
    """The connections of one API; each stage has its own."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], Connection] = {}

    def add(self, connection: Connection) -> None:
        """From now on it can be pushed to."""
        self._open[connection.stage.name, connection.id] = connection

    def remove(self, connection: Connection) -> None:
        """Who pushes to it from now on learns that it is gone; harmless when repeated."""
        self._open.pop((connection.stage.name, connection.id), None)

    def find(self, stage: str, connection_id: str) -> Connection | None:
        """The connection of an id, None where it is gone or never was."""
        return self._open.get((stage, connection_id))
