"""What the gateway serves of a WebSocket API, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from pulumi_apigw.local.model import Api, Authorizer, Integration, Route

__all__ = ["LocalWebSocketApi", "WebSocketIntegration", "WebSocketRoute", "WebSocketTransformation"]


@dataclass(frozen=True)
class WebSocketTransformation:
    """An integration response: what becomes of answers whose status or error matches `key`.

    `key` is `$default`, or a pattern such as `/5\\d\\d/`; `templates` are by what `template_selection` gives.
    """

    key: str
    templates: Mapping[str, str] = field(default_factory=dict)
    template_selection: str = ""


@dataclass(frozen=True)
class WebSocketIntegration(Integration):
    """An integration of a WebSocket API; templates are by what `template_selection` gives."""

    timeout_ms: int = 29_000
    request_templates: Mapping[str, str] = field(default_factory=dict)
    template_selection: str = ""
    passthrough: str = "WHEN_NO_MATCH"
    content_handling: str | None = None
    responses: tuple[WebSocketTransformation, ...] = ()


@dataclass(frozen=True)
class WebSocketRoute(Route):
    """A route of a WebSocket API.

    A `two_way` route has a route response, so its client gets what the integration gives. `models` has the
    name of a model for each value that `model_selection` can give.
    """

    integration: WebSocketIntegration | None = None
    two_way: bool = False
    model_selection: str = ""
    models: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LocalWebSocketApi(Api):
    """A WebSocket API; `models` are JSON schemas by name."""

    protocol: ClassVar[Literal["http", "rest", "websocket"]] = "websocket"

    routes: tuple[WebSocketRoute, ...] = ()
    authorizers: tuple[Authorizer, ...] = ()
    route_selection: str = "$request.body.action"
    key_selection: str = "$request.header.x-api-key"
    models: Mapping[str, Any] = field(default_factory=dict)

    def route(self, key: str) -> WebSocketRoute | None:
        """The route of a key, None where there is none."""
        return next((route for route in self.routes if route.key == key), None)
