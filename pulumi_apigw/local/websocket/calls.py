"""One call of a route: a client that connects, a message, or the end of a connection."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from pulumi_apigw.local.websocket.connections import Connection, make_id
from pulumi_apigw.local.websocket.model import LocalWebSocketApi, WebSocketRoute
from pulumi_apigw.local.websocket.sockets import Closed

__all__ = ["WebSocketCall"]


@dataclass
class WebSocketCall:
    """A call on its way through the gateway; `note` writes to the log.

    A message has `body` and `message_id`, the end of a connection `ending`. `function` is what was called.
    """

    api: LocalWebSocketApi
    connection: Connection
    route: WebSocketRoute
    note: Callable[[str], None]
    body: str | None = None
    message_id: str | None = None
    ending: Closed | None = None
    id: str = field(default_factory=make_id)
    received_at: float = field(default_factory=time.time)
    function: str = ""

    @property
    def event_type(self) -> Literal["CONNECT", "MESSAGE", "DISCONNECT"]:
        """What happened."""
        if self.ending is not None:
            return "DISCONNECT"
        return "CONNECT" if self.message_id is None else "MESSAGE"

    @property
    def route_arn(self) -> str:
        """The ARN of the route in its stage, which permissions and policies name."""
        return f"{self.api.execution_arn}/{self.connection.stage.name}/{self.route.key}"
