"""Parameter mapping of HTTP APIs: which keys and values AWS accepts.

Each `check_*` gives what is wrong and its fix in one text ("fact. fix."), or None. References of our own
(`${ref.x}`, `${stage.x}`) are opaque here: whatever they become is text.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from . import limits

REMOVE_VALUE: Final = "''"
"""What AWS wants as the value of a `remove:` key: two apostrophes.

Checks take '' (nothing) for it too, since that is what `''` means in YAML: the plan writes this in its place.
"""

RESPONSE_STATUS: Final = range(200, 600)
"""Status codes that response parameters can be given for."""

# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html#http-api-mapping-reserved-headers
RESERVED_HEADERS: Final = frozenset(
    {
        "authorization",
        "connection",
        "content-encoding",
        "content-length",
        "content-location",
        "forwarded",
        "keep-alive",
        "origin",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailers",
        "transfer-encoding",
        "upgrade",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-proto",
        "via",
    }
)
RESERVED_HEADER_PREFIXES: Final = ("access-control-", "apigw-", "x-amz-", "x-amzn-")

_ACTIONS: Final = ("append", "overwrite", "remove")
_TOKEN: Final = r"[A-Za-z0-9!#$%&'*+\-.^_`|~]+"
_NAME: Final = r"[^\s{}]+"
_HEADER: Final = re.compile(_TOKEN)
_BODY: Final = r"body(?:[.\[]\S+)?"
_SHARED: Final = r"context\.[A-Za-z0-9._]+|stageVariables\.[A-Za-z0-9_]+"
_PLAIN_REQUEST: Final = rf"header\.{_TOKEN}|querystring\.{_NAME}|path(?:\.[A-Za-z0-9._-]+)?"
_REQUEST: Final = re.compile(rf"request\.(?:{_PLAIN_REQUEST}|{_BODY})|{_SHARED}")
_RESPONSE: Final = re.compile(rf"response\.(?:header\.{_TOKEN}|{_BODY})|{_SHARED}")
_IDENTITY: Final = re.compile(rf"request\.(?:header\.{_TOKEN}|querystring\.{_NAME})|{_SHARED}")
_JWT_IDENTITY: Final = re.compile(rf"request\.(?:header\.{_TOKEN}|querystring\.{_NAME})")

_OWN_REFERENCE: Final = re.compile(r"\$\{(?:ref|stage)\.[^{}]*\}")
_EMBEDDED: Final = re.compile(r"\$\{([^{}]*)\}")
# A dollar at the start is always read as an expression, elsewhere only before a word that AWS knows.
_BARE: Final = re.compile(r"^\$(?!\{)|\$(?=(?:request|response|context|stageVariables)\.)")
# In braces or bare; without braces an expression of the body ends where another one begins.
_PIECE: Final = re.compile(
    rf"\$\{{([^{{}}]*)\}}|\$(request\.(?:{_PLAIN_REQUEST}|body(?:[.\[][^\s$]+)?)|{_SHARED})"
)

_REQUEST_FIX: Final = (
    "Use $request.header.x, $request.querystring.x, $request.path, $request.path.x, $request.body.x, "
    "$context.x, $stageVariables.x, or plain text."
)
_RESPONSE_FIX: Final = (
    "Use $response.header.x, $response.body.x, $context.x, $stageVariables.x, or plain text."
)
_IDENTITY_FIX: Final = "Use $request.header.X, $request.querystring.X, $context.X or $stageVariables.X."


@dataclass(frozen=True)
class Piece:
    """A part of a value: an expression of AWS without its `$` and braces, one of our references, or text."""

    text: str
    is_expression: bool = False
    is_reference: bool = False


def split_value(value: str) -> Iterator[Piece]:
    """The parts of a value that `check_service_parameter` accepts, in order."""
    end = 0
    for match in _PIECE.finditer(value):
        if match.start() > end:
            yield Piece(value[end : match.start()])
        reference = bool(_OWN_REFERENCE.fullmatch(match[0]))
        text = match[0] if reference else match[1] or match[2]
        yield Piece(text, is_expression=not reference, is_reference=reference)
        end = match.end()
    if end < len(value):
        yield Piece(value[end:])


def check_request_parameter(key: str, value: str) -> str | None:
    """What is wrong with one request parameter of an HTTP proxy integration, such as `append:header.x`."""
    action, _, target = key.partition(":")
    place, _, name = target.partition(".")
    if target == "path":
        if action != "overwrite":
            return f"key {key!r} cannot change the path. Use 'overwrite:path'."
    elif action not in _ACTIONS or place not in ("header", "querystring") or not name:
        return (
            f"key {key!r} is no request parameter. Use append, overwrite or remove with header.<name> or "
            "querystring.<name> (such as 'append:header.x'), or 'overwrite:path'."
        )
    return _check_target(key, place, name) or _check_action(action, value, _REQUEST, _REQUEST_FIX)


def check_response_parameter(key: str, value: str) -> str | None:
    """What is wrong with one response parameter, such as `overwrite:statuscode`."""
    action, _, target = key.partition(":")
    place, _, name = target.partition(".")
    if target == "statuscode":
        return _check_status_code(key, action, value)
    if action not in _ACTIONS or place != "header" or not name:
        return (
            f"key {key!r} is no response parameter. Use append, overwrite or remove with header.<name> "
            "(such as 'append:header.x'), or 'overwrite:statuscode'."
        )
    return _check_target(key, place, name) or _check_action(action, value, _RESPONSE, _RESPONSE_FIX)


def check_response_status(status: str) -> str | None:
    """What is wrong with a status code that response parameters are given for: 200 to 599."""
    if status.isascii() and status.isdigit() and int(status) in RESPONSE_STATUS:
        return None
    return f"status code {status!r} cannot have response parameters. Use one from 200 to 599."


def check_service_parameter(value: str) -> str | None:
    """What is wrong with the value of a parameter of a first-class integration (an AWS service action)."""
    return _check_value(value, _REQUEST, _REQUEST_FIX)


def check_identity_source(text: str) -> str | None:
    """What is wrong with one identity source of a Lambda authorizer.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
    """
    if text.startswith("$") and _IDENTITY.fullmatch(text[1:]):
        return None
    return f"identity source {text!r} is none that AWS can read. {_IDENTITY_FIX}"


def check_jwt_identity_source(text: str) -> str | None:
    """What is wrong with the one identity source of a JWT authorizer: a header or a query string parameter.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    """
    if text.startswith("$") and _JWT_IDENTITY.fullmatch(text[1:]):
        return None
    return (
        f"identity source {text!r} cannot hold a token. "
        "Use $request.header.Authorization, another header, or $request.querystring.x."
    )


def is_reserved_header(name: str) -> bool:
    """Whether API Gateway keeps this header for itself, so that no mapping can change it; case is ignored."""
    return name.lower() in RESERVED_HEADERS or name.lower().startswith(RESERVED_HEADER_PREFIXES)


def _check_target(key: str, place: str, name: str) -> str | None:
    if place == "header":
        if is_reserved_header(name):
            return f"key {key!r} changes the header {name!r}, which AWS reserves. Use another header."
        if not _HEADER.fullmatch(name):
            return f"key {key!r} has no valid header name. Use letters, digits and '-'."
    return None


def _check_action(action: str, value: str, known: re.Pattern[str], fix: str) -> str | None:
    if action == "remove":
        if value in ("", REMOVE_VALUE):
            return None
        return f"value {value!r} is given to a key that removes. Leave it empty: ''."
    return _check_value(value, known, fix)


def _check_status_code(key: str, action: str, value: str) -> str | None:
    if action != "overwrite":
        return f"key {key!r} cannot change the status code. Use 'overwrite:statuscode'."
    if "$" in value:
        return _check_value(value, _RESPONSE, _RESPONSE_FIX)
    if value.isascii() and value.isdigit() and int(value) in RESPONSE_STATUS:
        return None
    return f"value {value!r} is not a status code. Use one from 200 to 599."


def _check_value(value: str, known: re.Pattern[str], fix: str) -> str | None:
    if not value:
        return "value '' is empty. Give text, or an expression such as $context.requestId."
    text = _OWN_REFERENCE.sub("x", value)
    if text == value and len(value) > limits.MAPPING_VALUE_LENGTH:
        return f"value has {len(value)} characters. AWS takes at most {limits.MAPPING_VALUE_LENGTH}."
    for embedded in _EMBEDDED.findall(text):
        found = known.fullmatch(embedded)
        if found is None or not _is_plain_path(found[0]):
            return f"value {value!r} holds '${{{embedded}}}', which is not an expression of AWS. {fix}"
    return _check_bare(value, _EMBEDDED.sub("x", text), known, fix)


def _check_bare(value: str, text: str, known: re.Pattern[str], fix: str) -> str | None:
    # An expression without braces may have text around it ("/$request.path.proxy"), but not a second one:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
    starts = [bare.end() for bare in _BARE.finditer(text)]
    if len(starts) > 1:
        return f"value {value!r} has several expressions. Put each in braces, such as ${{context.requestId}}."
    for start in starts:
        found = known.match(text, start)
        if found is None or text[found.end() :][:1].isalnum() or not _is_plain_path(found[0]):
            return f"value {value!r} holds an expression that is not one of AWS. {fix}"
    return None


def _is_plain_path(expression: str) -> bool:
    # AWS's JSON paths have no recursive descent and no filters.
    return ".." not in expression and "?(" not in expression
