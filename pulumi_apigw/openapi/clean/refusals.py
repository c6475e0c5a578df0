"""Answers that API Gateway gives itself, for callers to expect.

https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from ...aws.gateway_responses import STATUSES
from ...plan.rest.model import GatewayResponsePlan
from ...plan.statuses import phrase
from .schemas import Schemas

__all__ = ["Refusals"]

# What routes are said to refuse, each by its own type.
_TYPES: Final = (
    "ACCESS_DENIED",
    "BAD_REQUEST_BODY",
    "BAD_REQUEST_PARAMETERS",
    "INVALID_API_KEY",
    "MISSING_AUTHENTICATION_TOKEN",
    "QUOTA_EXCEEDED",
    "THROTTLED",
    "UNAUTHORIZED",
)
_FALLBACK: Final = "DEFAULT_4XX"
_JSON: Final = "application/json"
_MESSAGE: Final = {
    "type": "object",
    "description": "What API Gateway says when it refuses a request itself.",
    "properties": {"message": {"type": "string"}},
}


class Refusals:
    """The refusals of one document: described once, and referred to by operations."""

    def __init__(self, schemas: Schemas, written: Iterable[GatewayResponsePlan] = ()) -> None:
        self._schemas = schemas
        self._written = {response.type: response for response in written}
        self._message: str | None = None
        self._found: dict[str, Any] = {}

    @property
    def components(self) -> dict[str, Any]:
        """The value of `components.responses`: what `answers` was asked for."""
        return self._found

    def answers(self, types: Iterable[str]) -> dict[str, Any]:
        """References to the answers of these types, by status."""
        statuses = {self._status(each) for each in types}
        return {status: self._answer(status) for status in sorted(statuses)}

    def _status(self, type_: str) -> str:
        written = self._response(type_)
        return str(written.status if written and written.status else STATUSES[type_])

    def _response(self, type_: str) -> GatewayResponsePlan | None:
        return self._written.get(type_) or self._written.get(_FALLBACK)

    def _answer(self, status: str) -> dict[str, str]:
        name = "".join(re.findall(r"\w+", phrase(status)))
        if name not in self._found:
            self._found[name] = {"description": phrase(status), "content": self._content(status)}
        return {"$ref": f"#/components/responses/{name}"}

    def _content(self, status: str) -> dict[str, Any]:
        """Bodies of a status: API Gateway's own, or whatever the templates of any of its types make."""
        responses = [self._response(each) for each in _TYPES if self._status(each) == status]
        kinds = {kind: None for response in responses if response for kind in response.templates}
        if kinds:
            return {kind: {"schema": {}} for kind in kinds}
        if self._message is None:
            self._message = self._schemas.add("GatewayMessage", _MESSAGE)
        return {_JSON: {"schema": {"$ref": f"#/components/schemas/{self._message}"}}}
