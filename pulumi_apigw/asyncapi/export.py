"""A WebSocket API as an AsyncAPI document to give away: for documentation and generators of clients.

https://www.asyncapi.com/docs/reference/specification/v3.0.0
"""

from __future__ import annotations

import json
from typing import Any

from ..openapi.clean.schemas import Schemas
from ..openapi.head import stageless_name
from ..openapi.known_values import require_known
from ..plan.websocket.model import WebSocketApiPlan
from .connecting import Connecting
from .messages import CHANNEL, Messages
from .server import server

__all__ = ["document"]


def document(plan: WebSocketApiPlan, *, url: str | None) -> dict[str, Any]:
    """The AsyncAPI 3.0 document of one API in the stage of its plan; clients connect at `url` (`wss://…`).

    The API is its application: it receives what clients send, and sends what it replies and pushes.

    Raises ConfigError where a value that clients need is a `${ref.x}`, which only the program knows; in
    descriptions it stays as it is.
    """
    connecting = Connecting(plan)
    schemas = Schemas(plan.settings.models)
    messages = Messages(plan, schemas)
    found = {
        "asyncapi": "3.0.0",
        "info": _info(plan),
        "defaultContentType": "application/json",
        **_servers(plan, url, connecting),
        "channels": {CHANNEL: {"address": "/", "messages": messages.definitions, **connecting.bindings}},
        "operations": messages.operations,
        **_components(schemas, connecting),
    }
    require_known(found, fix="Write the value itself.")
    # Parts that are used twice are copied, so that no reader of YAML meets an alias.
    copied: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return copied


def _info(plan: WebSocketApiPlan) -> dict[str, str]:
    found = {"title": stageless_name(plan), "version": "1.0"}
    description = plan.settings.description
    return found if description is None else {**found, "description": description}


def _servers(plan: WebSocketApiPlan, url: str | None, connecting: Connecting) -> dict[str, Any]:
    found = server(plan, url)
    if found is None:
        return {}
    name = plan.stages[0].stage_name if plan.stages else "server"
    return {"servers": {name.replace("$", ""): {**found, **connecting.security}}}


def _components(schemas: Schemas, connecting: Connecting) -> dict[str, Any]:
    found = {"schemas": schemas.components, "securitySchemes": connecting.schemes}
    given = {name: dict(each) for name, each in found.items() if each}
    return {"components": given} if given else {}
