"""What the client gets: the gateway's own answers, and a function's payload read as HTTP APIs read it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = [
    "MalformedResponseError",
    "Rejection",
    "Response",
    "checked_status",
    "function_response",
    "message",
    "payload_body",
    "payload_headers",
]

_NOT_A_NAME = re.compile(r"[^A-Za-z0-9!#$%&'*+\-.^_`|~]")
_LINE_END = re.compile(r"[\r\n\0]")
_REASONS = {
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    413: "Request Entity Too Large",
    500: "Internal Server Error",
    501: "Not Implemented",
    503: "Service Unavailable",
}


@dataclass(frozen=True)
class Response:
    """Status, headers (names lower-cased, in order, repeated where sent twice) and body."""

    status: int
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""


class Rejection(Exception):  # noqa: N818  an answer on its way out, not an error of the gateway
    """The gateway answers by itself; `note` is the line for its log, with the fix."""

    def __init__(
        self, status: int, note: str = "", headers: Sequence[tuple[str, str]] = (), text: str = ""
    ) -> None:
        self.response = message(status, headers, text)
        self.note = note
        super().__init__(note)


class MalformedResponseError(Exception):
    """A payload that HTTP APIs do not take for a response; says what is wrong with it."""


def message(status: int, headers: Sequence[tuple[str, str]] = (), text: str = "") -> Response:
    """One of API Gateway's own answers, `{"message":"Not Found"}`; `text` replaces AWS's words."""
    body = f'{{"message":{json.dumps(text or _REASONS[status])}}}'.encode()
    return Response(status, [("content-type", "application/json"), *headers], body)


def function_response(payload: Any, payload_format: str) -> Response:
    """A function's payload as a response of format "1.0" or "2.0"; raises `MalformedResponseError`."""
    if isinstance(payload, Mapping) and "statusCode" in payload:
        return _structured(payload, payload_format)
    if payload_format == "1.0":
        raise MalformedResponseError("format 1.0 needs an object with `statusCode`")
    # Format 2.0 infers the rest. The body is the payload's JSON text, a string with its quotes: so AWS's own
    # test tool (aws/aws-lambda-dotnet, InvokeResponseExtensions) has observed it.
    return Response(200, [("content-type", "application/json")], _json(payload))


def _json(payload: Any) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


def _structured(payload: Mapping[str, Any], payload_format: str) -> Response:
    headers = list(payload_headers(payload, multiple=payload_format == "1.0"))
    if payload_format == "2.0":
        headers += [("set-cookie", str(cookie)) for cookie in payload.get("cookies") or ()]
    if not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", "text/plain; charset=utf-8"))
    body = payload_body(payload, decoded=bool(payload.get("isBase64Encoded")))
    return Response(checked_status(payload["statusCode"]), headers, body)


def checked_status(value: Any) -> int:
    """A `statusCode` as a status; raises `MalformedResponseError`."""
    try:
        status = int(value)
    except (TypeError, ValueError, OverflowError):
        raise MalformedResponseError(f"`statusCode` is {value!r}, not a number") from None
    if not 200 <= status <= 599:
        raise MalformedResponseError(f"`statusCode` is {status}, not between 200 and 599")
    return status


def payload_body(payload: Mapping[str, Any], *, decoded: bool) -> bytes:
    """The `body` of a payload, as text or `decoded` from Base64; raises `MalformedResponseError`."""
    body = payload.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise MalformedResponseError(f"`body` is of type {type(body).__name__}, not a string. Use json.dumps")
    if not decoded:
        return body.encode()
    try:
        return base64.b64decode(body)
    except ValueError as error:
        raise MalformedResponseError(f"`body` is not Base64: {error}") from None


def payload_headers(
    payload: Mapping[str, Any], *, multiple: bool = True, numbers: bool = True
) -> Iterable[tuple[str, str]]:
    """The headers of a payload; with `multiple` those of `multiValueHeaders`, which win over `headers`.

    With `numbers` their values may be numbers. Raises `MalformedResponseError`.
    """
    many = _object(payload, "multiValueHeaders") if multiple else {}
    single = _object(payload, "headers")
    for name, values in many.items():
        for value in values if isinstance(values, list) else [values]:
            yield name.lower(), _checked_header(name, value, numbers=numbers)
    taken = {name.lower() for name in many}
    for name, value in single.items():
        if name.lower() not in taken:
            yield name.lower(), _checked_header(name, value, numbers=numbers)


def _object(payload: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    value = payload.get(field) or {}
    if not isinstance(value, Mapping):
        raise MalformedResponseError(f"`{field}` is of type {type(value).__name__}, not an object")
    return value


def _checked_header(name: str, value: Any, *, numbers: bool = True) -> str:
    """A header's value as text, with `numbers` also where it is one; raises `MalformedResponseError`."""
    if isinstance(value, bool):
        value = "true" if value else "false"
    if _NOT_A_NAME.search(name) or not name or (isinstance(value, str) and _LINE_END.search(value)):
        raise MalformedResponseError(f"header {name!r} with value {value!r} cannot be sent over HTTP")
    if isinstance(value, str) or (numbers and isinstance(value, int | float)):
        return str(value)
    raise MalformedResponseError(f"header {name!r} is of type {type(value).__name__}, not a string")
