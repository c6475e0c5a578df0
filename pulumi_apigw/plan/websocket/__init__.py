"""WebSocket APIs: config → plan."""

from __future__ import annotations

__all__: list[str] = []
