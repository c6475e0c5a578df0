"""What API Gateway answers by itself, in a handshake's response or in a frame."""

from __future__ import annotations

import json
from typing import Final

__all__ = ["Refusal", "not_served"]

# Clients were seen to get them; AWS itself shows the first:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
_MESSAGES: Final = {
    400: "Invalid request body",
    401: "Unauthorized",
    403: "Forbidden",
    415: "Unsupported Media Type",
    500: "Internal server error",
    502: "Internal server error",
    504: "Endpoint request timed out",
}


class Refusal(Exception):  # noqa: N818  an answer on its way out, not an error of the gateway
    """The gateway answers by itself: `note` is the line for the log, with the fix.

    `status` is the handshake's; a frame has none. `message` "" is AWS's text for the status.
    """

    def __init__(self, status: int, note: str, message: str = "") -> None:
        self.status = status
        self.note = note
        self.message = message or _MESSAGES[status]
        super().__init__(note)

    def text(self, connection_id: str, request_id: str) -> str:
        """The text that a client gets, with AWS's own spaces."""
        ids = f'"connectionId":"{connection_id}", "requestId":"{request_id}"'
        return f'{{"message": {json.dumps(self.message)}, {ids}}}'


def not_served(key: str, what: str) -> Refusal:
    """The answer (501) to a call of what no laptop has; `key` is the route's."""
    return Refusal(501, f"{key}: {what} is not served locally.", f"Not served locally: {what}.")
