"""Mappings and selection expressions of WebSocket APIs: what AWS accepts.

Each `check_*` gives what is wrong and its fix in one text ("fact. fix."), or None. References of our own
(`${ref.x}`, `${stage.x}`) are opaque here: whatever they become is text.

https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
"""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "aws_identity_source",
    "check_identity_source",
    "check_reply_expression",
    "check_reply_key",
    "check_request_expression",
    "check_request_parameter",
    "check_route_expression",
    "connect_parameters",
]

_NAME: Final = r"[A-Za-z0-9._$-]+"
_SHARED: Final = r"context\.[A-Za-z0-9._]+|stageVariables\.[A-Za-z0-9_]+"
_PARAMETER: Final = rf"route\.request\.(?:multivalue)?(?:querystring|header)\.{_NAME}"
_VALUE: Final = re.compile(rf"{_PARAMETER}|route\.request\.body(?:[.\[]\S+)?|{_SHARED}|'[^']*'")
_CONNECT_ONLY: Final = re.compile(_PARAMETER)
_KEY: Final = re.compile(rf"integration\.request\.(?:header|querystring|path)\.{_NAME}")
_IDENTITY: Final = re.compile(rf"\$(?:request\.(?:header|querystring)\.{_NAME}|{_SHARED})")
_AWS_IDENTITY: Final = re.compile(rf"(?:route|method)\.(request\.(?:header|querystring)\.{_NAME})")

_OWN_REFERENCE: Final = re.compile(r"\$\{(?:ref|stage)\.[^{}]*\}")
# A variable in braces or bare; a dollar after a backslash is one of the text.
_VARIABLE: Final = re.compile(r"(?<!\\)\$(?:\{([^{}]*)\}|([A-Za-z][\w.\[\]'-]*)|(.?))")
_MESSAGE: Final = r"request\.body[.\[][^\s{}]+"
_ANSWER: Final = r"integration\.response\.(?:statuscode|(?:multivalue)?header\.[A-Za-z0-9-]+)"
_DOLLAR: Final = re.compile(r"\$\{?(request|context|stageVariables)\.([^{}]*)\}?")

_SOURCES: Final = (
    "Use route.request.body.x, context.x, stageVariables.x, or text in single quotes; on $connect also "
    "route.request.header.x and route.request.querystring.x."
)


def check_request_parameter(key: str, value: str) -> str | None:
    """What is wrong with one parameter of an integration's request: `integration.request.header.x`."""
    if not _KEY.fullmatch(key):
        fix = "Use integration.request.header.<name>, .querystring.<name> or .path.<name>."
        return f"key {key!r} is no parameter of an integration's request. {fix}"
    if _OWN_REFERENCE.fullmatch(value) or _VALUE.fullmatch(_OWN_REFERENCE.sub("x", value)):
        return None
    if not value:
        return f"the value is empty. {_SOURCES}"
    if dollar := _DOLLAR.fullmatch(value):
        meant = f"{'route.' if dollar[1] == 'request' else ''}{dollar[1]}.{dollar[2]}"
        if _VALUE.fullmatch(meant):
            return f"value {value!r} is written as selection expressions have it. Write {meant}."
    if value.startswith("method.") and _VALUE.fullmatch(meant := f"route.{value.removeprefix('method.')}"):
        return f"value {value!r} is one of REST APIs. Write {meant}."
    if re.fullmatch(r"(?!route\.|method\.|integration\.|context\.|stageVariables\.)[^$'{}]+", value):
        return f"value {value!r} is no expression, and text stands in single quotes. Write \"'{value}'\"."
    return f"value {value!r} is no expression that AWS knows here. {_SOURCES}"


def connect_parameters(value: str) -> list[str]:
    """Headers and query string parameters that a mapping reads: only `$connect` has them."""
    return _CONNECT_ONLY.findall(value)


def check_identity_source(text: str) -> str | None:
    """What is wrong with one identity source of an authorizer, as the config has it: `$request.header.x`.

    https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html
    """
    if _IDENTITY.fullmatch(text):
        return None
    if as_aws := _AWS_IDENTITY.fullmatch(text):
        return f"identity source {text!r} is written as AWS has it. Write ${as_aws[1]}."
    fix = "Use $request.header.X, $request.querystring.X, $context.X or $stageVariables.X."
    return f"identity source {text!r} is none that AWS can read. {fix}"


def aws_identity_source(text: str) -> str:
    """An identity source as AWS writes it: `route.request.header.x`, `context.x`."""
    plain = text.removeprefix("$")
    return f"route.{plain}" if plain.startswith("request.") else plain


def check_route_expression(text: str) -> str | None:
    """What is wrong with the expression that chooses the route: it reads the message."""
    if not _variables(text):
        fix = "Name a key of the message, such as $request.body.action."
        return f"{text!r} would choose the same route for every message. {fix}"
    return _check_expression(text, _MESSAGE, "Use $request.body.x.")


def check_request_expression(text: str) -> str | None:
    """What is wrong with the expression that chooses a template of the request.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-transformations.html
    """
    return _check_expression(text, _MESSAGE, "Use ${request.body.x}, or a fixed key.")


def check_reply_expression(text: str) -> str | None:
    """What is wrong with the expression that chooses a template of an answer."""
    accepted = (
        "Use ${request.body.x}, ${integration.response.statuscode}, ${integration.response.header.x} "
        "or a fixed key."
    )
    return _check_expression(text, f"{_MESSAGE}|{_ANSWER}", accepted)


def check_reply_key(key: str) -> str | None:
    r"""What is wrong with the key of an answer: `$default`, or a pattern of its status such as `4\d{2}`."""
    if key == "$default":
        return None
    if key == "default":
        return f"{key!r} is no pattern of a status. Write '$default'."
    try:
        re.compile(key)
    except re.error as error:
        fix = "Write '$default', or a pattern such as '4\\d{2}'."
        return f"{key!r} is no regular expression ({error}). {fix}"
    if key.startswith("/"):
        return f"{key!r} has slashes, which AWS wants and the plan adds. Write {key.strip('/')!r}."
    return None


def _variables(text: str) -> list[str]:
    """What stands after each dollar that is not escaped."""
    found = _VARIABLE.finditer(_OWN_REFERENCE.sub("x", text))
    return [match[1] if match[1] is not None else match[2] or match[3] for match in found]


def _check_expression(text: str, accepted: str, fix: str) -> str | None:
    for variable in _variables(text):
        if variable == "default":
            return f"{text!r} reads a variable 'default'. Write '\\$default' for the key '$default'."
        if not re.fullmatch(accepted, variable):
            return f"{text!r} reads {variable!r}, which AWS knows nothing of here. {fix}"
    return None
