"""Plans of WebSocket APIs as AsyncAPI 3.0 documents, for people and for generators of clients."""

from __future__ import annotations

__all__: list[str] = []
