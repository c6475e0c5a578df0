"""WebSocket APIs in the config: models of everything that `protocol: websocket` adds."""

from __future__ import annotations

from .api import WebSocketApiConfig
from .routes import WebSocketRouteConfig

__all__ = ["WebSocketApiConfig", "WebSocketRouteConfig"]
