"""The server's end of a WebSocket: uvicorn's, with AWS's limit on frames.

Applications learn of whole messages alone, so frames are counted here.
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.websockets.wsproto_impl import FrameTooLargeError, WebsocketBuffer, WSProtocol
from wsproto.events import BytesMessage, TextMessage

from pulumi_apigw.aws.websocket_limits import FRAME_BYTES, MESSAGE_BYTES

__all__ = ["SERVER_SETTINGS", "WebSocketProtocol"]


class _Frames(WebsocketBuffer):
    """A message as it comes: one that is too large, or has a frame that is, ends the connection with 1009."""

    def __init__(self) -> None:
        super().__init__(MESSAGE_BYTES)
        self._frame_bytes = 0

    def extend(self, event: TextMessage | BytesMessage) -> None:
        super().extend(event)
        self._frame_bytes += len(event.data.encode() if isinstance(event, TextMessage) else event.data)
        if self._frame_bytes > FRAME_BYTES:
            raise FrameTooLargeError
        if event.frame_finished:
            self._frame_bytes = 0


class WebSocketProtocol(WSProtocol):
    """One connection."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.buffer = _Frames()


SERVER_SETTINGS: dict[str, Any] = {
    "ws": WebSocketProtocol,
    "ws_max_size": MESSAGE_BYTES,
    # API Gateway neither compresses nor asks whether clients are there: idle connections end.
    "ws_per_message_deflate": False,
    "ws_ping_interval": None,
}
"""What `uvicorn.Config` needs for WebSockets."""
