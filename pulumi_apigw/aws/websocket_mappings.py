"""Mappings and selection expressions of WebSocket APIs: what AWS accepts.

Each `check_*` gives what is wrong and its fix in one text ("fact. fix."), or None. References of our own
(`${ref.x}`, `${stage.x}`) are opaque here: whatever they become is text.

https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
"""

from __future__ import annotations

import re
from typing import Final

from .log_fields import WEBSOCKET_LOG_VARIABLES

__all__ = [
    "CONTEXT",
    "aws_identity_source",
    "check_identity_source",
    "check_reply_expression",
    "check_reply_key",
    "check_request_expression",
    "check_request_parameter",
    "check_route_expression",
    "connect_parameters",
    "fixed_key",
    "matches_a_status",
    "reads_body",
    "unknown_context",
]

CONTEXT: Final = frozenset(each.removeprefix("$context.") for each in WEBSOCKET_LOG_VARIABLES)
"""Names of the context variables of WebSocket APIs, in mappings as in logs; besides, each with `authorizer.`.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
"""

_NAME: Final = r"[A-Za-z0-9._$-]+"
_SHARED: Final = r"context\.[A-Za-z0-9._]+|stageVariables\.[A-Za-z0-9_]+"
_PARAMETER: Final = rf"route\.request\.(?:multivalue)?(?:querystring|header)\.{_NAME}"
_VALUE: Final = re.compile(rf"{_PARAMETER}|route\.request\.body(?:[.\[]\S+)?|{_SHARED}|'[^']*'")
_CONNECT_ONLY: Final = re.compile(_PARAMETER)
_KEY: Final = re.compile(rf"integration\.request\.(?:header|querystring|path)\.{_NAME}")
_IDENTITY: Final = re.compile(rf"\$(?:request\.(?:header|querystring)\.{_NAME}|{_SHARED})")
_AWS_IDENTITY: Final = re.compile(
    rf"(?:route|method)\.(request\.(?:header|querystring)\.{_NAME})|({_SHARED})"
)

_OWN_REFERENCE: Final = re.compile(r"\$\{(?:ref|stage)\.[^{}]*\}")
# A variable in braces or bare; a dollar after a backslash is one of the text.
_VARIABLE: Final = re.compile(r"(?<!\\)\$(?:\{([^{}]*)\}|([A-Za-z][\w.\[\]'\"-]*)|(.?))")
_MESSAGE: Final = r"request\.body[.\[][^\s{}]+"
_ANSWER: Final = r"integration\.response\.(?:statuscode|(?:multivalue)?header\.[A-Za-z0-9-]+)"
_PLAIN: Final = re.compile(r"\{?(?:route\.|method\.)?((?:request|integration)\.[\w.]+)\}?")
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
        return f"identity source {text!r} is written as AWS has it. Write ${as_aws[1] or as_aws[2]}."
    fix = "Use $request.header.X, $request.querystring.X, $context.X or $stageVariables.X."
    return f"identity source {text!r} is none that AWS can read. {fix}"


def aws_identity_source(text: str) -> str:
    """An identity source as AWS writes it: `route.request.header.x`, `context.x`."""
    plain = text.removeprefix("$")
    return f"route.{plain}" if plain.startswith("request.") else plain


def check_route_expression(text: str) -> str | None:
    """What is wrong with the expression that chooses the route: it reads the message, or is a fixed key.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
    """
    if not _variables(text) and _OWN_REFERENCE.search(text):
        return f"{text!r} names no key of a message. Write it out, such as $request.body.action."
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
    fix = "Write '$default', or a pattern such as '4\\d{2}'."
    if key == "default":
        return f"{key!r} is no pattern of a status. Write '$default'."
    if not key or key.startswith("$"):
        return f"'{key}' matches no answer. {fix}"
    try:
        re.compile(key)
    except re.error as error:
        return f"'{key}' is no regular expression ({error}). {fix}"
    if key.startswith("/"):
        return f"'{key}' has slashes, which AWS wants and the plan adds. Write '{key.strip('/')}'."
    return None


def matches_a_status(key: str) -> bool:
    """Whether there is a status that a reply with this key is for."""
    return key == "$default" or any(re.search(key, str(status)) for status in range(100, 600))


def reads_body(text: str) -> bool:
    """Whether a mapping or an expression reads the message."""
    return bool(re.search(r"(?<![\w.])(?:route\.)?request\.body\b", text))


def unknown_context(text: str) -> list[str]:
    """The context variables of a mapping or an identity source that are none of `CONTEXT`."""
    found = re.findall(r"(?<![\w.'])context\.([A-Za-z0-9._]+)", text)
    return [each for each in found if each not in CONTEXT and not each.startswith("authorizer.")]


def fixed_key(text: str) -> str | None:
    """The one key that an expression without variables gives, None where it has some."""
    return None if _variables(text) or _OWN_REFERENCE.search(text) else text.replace("\\$", "$")


def _variables(text: str) -> list[str]:
    """What stands after each dollar that is not escaped."""
    found = _VARIABLE.finditer(_OWN_REFERENCE.sub("x", text))
    return [match[1] if match[1] is not None else match[2] or match[3] for match in found]


def _check_expression(text: str, accepted: str, fix: str) -> str | None:
    if plain := _PLAIN.fullmatch(text):
        return f"{text!r} reads nothing, since it has no '$'. Write ${{{plain[1]}}}."
    for variable in _variables(text):
        if variable == "default":
            return f"{text!r} reads a variable 'default'. Write '\\$default' for the key '$default'."
        if not re.fullmatch(accepted, variable):
            return f"{text!r} reads {variable!r}, which AWS knows nothing of here. {fix}"
    return None
