"""Requests that a REST API answers by itself, by the types of its gateway responses.

https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

from __future__ import annotations

from typing import Final

__all__ = ["Refusal", "not_served"]

_MESSAGES: Final = {
    "API_CONFIGURATION_ERROR": "Internal server error",
    "AUTHORIZER_CONFIGURATION_ERROR": "Internal server error",
    "BAD_REQUEST_BODY": "Invalid request body",
    "DEFAULT_5XX": "Internal server error",
    "INTEGRATION_FAILURE": "Internal server error",
    "INTEGRATION_TIMEOUT": "Endpoint request timed out",
    "INVALID_API_KEY": "Forbidden",
    "MISSING_AUTHENTICATION_TOKEN": "Missing Authentication Token",
    "THROTTLED": "Too Many Requests",
    "UNAUTHORIZED": "Unauthorized",
    "UNSUPPORTED_MEDIA_TYPE": "Unsupported Media Type",
}


class Refusal(Exception):  # noqa: N818  an answer on its way out, not an error of the gateway
    """The gateway answers by itself.

    `type` is that of a gateway response, `note` the line for the log, with the fix; `message` None is AWS's
    text for the type, `status` None the type's status, and `details` says what is wrong with a body.
    """

    def __init__(
        self,
        type: str,
        note: str = "",
        *,
        message: str | None = None,
        status: int | None = None,
        details: str = "",
    ) -> None:
        self.type = type
        self.note = note
        self.message = _MESSAGES.get(type) if message is None else message
        self.status = status
        self.details = details
        super().__init__(note)


def not_served(key: str, what: str) -> Refusal:
    """The answer (501) to a call of what no laptop has, with the headers of any other failure.

    `key` is the route's.
    """
    return Refusal(
        "DEFAULT_5XX",
        f"{key}: {what} is not served locally.",
        message=f"Not served locally: {what}.",
        status=501,
    )
