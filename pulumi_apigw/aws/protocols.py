"""The kinds of API, in AWS's words.

https://docs.aws.amazon.com/apigateway/latest/developerguide/welcome.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["API_KINDS"]

API_KINDS: Final[Mapping[str, str]] = {"http": "HTTP", "rest": "REST", "websocket": "WebSocket"}
"""What each kind of API is called, by the `protocol` of its config."""
