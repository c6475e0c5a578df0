"""Messages and operations: what clients send by each route, and what they are sent."""

from __future__ import annotations

import re
from typing import Any, Final

from ..openapi.clean.schemas import Schemas
from ..openapi.names import free_name
from ..plan.websocket.model import WebSocketApiPlan, WebSocketRoutePlan
from .selection import no_key_schema, route_key_schema

__all__ = ["CHANNEL", "Messages"]

CHANNEL: Final = "connection"
"""The one channel: with WebSockets it is the connection."""

_LIFECYCLE: Final = frozenset({"$connect", "$disconnect"})
_UNFIT: Final = re.compile(r"[^A-Za-z0-9._-]+")
_REFUSAL: Final = {
    "type": "object",
    "properties": {
        "message": {"type": "string"},
        "connectionId": {"type": "string"},
        "requestId": {"type": "string"},
    },
}


class Messages:
    """The messages and the operations of one API, in the document's form."""

    def __init__(self, plan: WebSocketApiPlan, schemas: Schemas) -> None:
        self._plan = plan
        self._schemas = schemas
        self.definitions: dict[str, Any] = {}
        """The value of the channel's `messages`."""
        self.operations: dict[str, Any] = {}
        """The value of `operations`."""
        for route in plan.routes:
            if route.key not in _LIFECYCLE:
                self._received(route)
        if plan.push:
            self._pushed()
        self._refused()

    def _received(self, route: WebSocketRoutePlan) -> None:
        """What clients send; and what the sender gets, where the route is a two-way one."""
        message = self._message(_name(route.key), {**self._described(route), "payload": self._payload(route)})
        operation = _operation("receive", message)
        if route.reply:
            about = f"What {route.key} answers to its sender; the config has no word for its form."
            reply = self._message(f"{message}Reply", {"description": about, "payload": {}})
            operation["reply"] = {"channel": _channel(), "messages": [_reference(reply)]}
        self._operation(route.operation_name or message, operation)

    def _described(self, route: WebSocketRoutePlan) -> dict[str, str]:
        if route.key == "$default":
            return {"description": "What no other route takes: another key, none, or no JSON."}
        if route_key_schema(self._plan, route.key):
            return {}
        expression = self._plan.settings.route_selection_expression
        return {"description": f"Sent so that {expression} is {route.key!r}."}

    def _payload(self, route: WebSocketRoutePlan) -> dict[str, Any]:
        if route.key == "$default":
            keys = [each.key for each in self._plan.routes if not each.key.startswith("$")]
            found = [no_key_schema(self._plan, keys)]
        else:
            found = [route_key_schema(self._plan, route.key)]
        if route.model is not None:
            found.append({"$ref": f"#/components/schemas/{route.model}"})
        given = [each for each in found if each]
        return {"allOf": given} if len(given) > 1 else (given or [{}])[0]

    def _pushed(self) -> None:
        functions = ", ".join(self._plan.push)
        about = f"What the API pushes ({functions}); the config has no word for its form."
        message = self._message("pushed", {"description": about, "payload": {}})
        self._operation("push", _operation("send", message))

    def _refused(self) -> None:
        name = self._schemas.add("Refusal", _REFUSAL)
        about = (
            "What API Gateway answers itself: no route, a message that does not fit, a failed integration."
        )
        payload = {"$ref": f"#/components/schemas/{name}"}
        message = self._message("refused", {"description": about, "payload": payload})
        self._operation("refuse", _operation("send", message))

    def _message(self, name: str, definition: dict[str, Any]) -> str:
        name = free_name(name, self.definitions)
        self.definitions[name] = {"name": name, **definition}
        return name

    def _operation(self, name: str, operation: dict[str, Any]) -> None:
        self.operations[free_name(_UNFIT.sub("_", name), self.operations)] = operation


def _name(key: str) -> str:
    return _UNFIT.sub("_", key.removeprefix("$"))


def _operation(action: str, message: str) -> dict[str, Any]:
    return {"action": action, "channel": _channel(), "messages": [_reference(message)]}


def _channel() -> dict[str, str]:
    return {"$ref": f"#/channels/{CHANNEL}"}


def _reference(message: str) -> dict[str, str]:
    return {"$ref": f"#/channels/{CHANNEL}/messages/{message}"}
