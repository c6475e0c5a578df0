"""Parameter mapping of REST APIs: which keys and values AWS accepts.

Each `check_*` gives what is wrong and its fix in one text ("fact. fix."), or None. References of our own
(`${ref.x}`, `${stage.x}`) are opaque here: whatever they become is text.

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping-sources.html
"""

from __future__ import annotations

import re
from typing import Final

from .log_fields import REST_LOG_VARIABLES

_TOKEN: Final = r"[A-Za-z0-9!#$%&'*+\-.^_`|~]+"
_NAME: Final = r"[^\s{}]+"
# Of parameters of a method: names that no mapping can read would be lost.
_OWN: Final = r"[A-Za-z0-9._$-]+"
_HEADER: Final = re.compile(_TOKEN)
_WHOLE_KEY: Final = re.compile(
    rf"(?:method\.response|integration\.response|gatewayresponse)\.header\.({_TOKEN})"
)
_CONTENT_TYPE: Final = re.compile(r"[\w.+*-]+/[\w.+*-]+(;\S+)?|\$default", re.ASCII)
_BODY: Final = r"body(?:[.\[]\S+)?"
_SHARED: Final = r"context\.[A-Za-z0-9._]+|stageVariables\.[A-Za-z0-9_]+"
_STATIC: Final = r"'[^']*'"
_METHOD: Final = (
    rf"method\.request\.(?:(?:multivalue)?header\.{_OWN}|(?:multivalue)?querystring\.{_OWN}|path\.{_OWN}"
)
_REQUEST: Final = re.compile(rf"{_METHOD}|{_BODY})|{_SHARED}|{_STATIC}")
_GATEWAY: Final = re.compile(rf"{_METHOD})|{_SHARED}|{_STATIC}")
_RESPONSE: Final = re.compile(
    rf"integration\.response\.(?:(?:multivalue)?header\.{_TOKEN}|{_BODY})|{_SHARED}|{_STATIC}"
)
_IDENTITY: Final = re.compile(rf"\$(?:request\.(?:header\.{_TOKEN}|querystring\.{_NAME})|{_SHARED})")
_HEADER_SOURCE: Final = re.compile(rf"\$request\.header\.{_TOKEN}")

_OWN_REFERENCE: Final = re.compile(r"\$\{(?:ref|stage)\.[^{}]*\}")
_HTTP_KEY: Final = re.compile(r"(?:append|overwrite|remove):(?:(header|querystring)\.(\S+)|path|statuscode)")
# As HTTP APIs and templates write what a mapping has without the dollar.
_DOLLAR: Final = re.compile(r"\$\{?(request|response|context|stageVariables|method|integration)\.([^{}]*)\}?")

_SOURCES: Final = {
    "request": "method.request.header.x, method.request.querystring.x, method.request.path.x, "
    "method.request.body.x, stageVariables.x, context.x",
    "gateway": "method.request.header.x, method.request.querystring.x, method.request.path.x, "
    "stageVariables.x, context.x",
    "response": "integration.response.header.x, integration.response.body.x, stageVariables.x, context.x",
}


CONTEXT: Final = frozenset(each.removeprefix("$context.") for each in REST_LOG_VARIABLES) | {
    "deploymentId",
    "identity.vpcId",
    "identity.vpceId",
    "isCanaryRequest",
}
"""Names of the context variables of REST APIs in mappings; besides, those whose last part is the user's own.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

OWN_CONTEXT: Final = ("authorizer.", "requestOverride.", "responseOverride.")
"""How context variables begin whose last part is the user's own."""

PARAMETER_NAME: Final = re.compile(rf"(?:query|header|path)\.{_OWN}")
"""A parameter of a method by its place and name, as a config has it: `query.limit`."""


def check_request_parameter(key: str, value: str) -> str | None:
    """What is wrong with one parameter of an integration's request: `integration.request.header.x`."""
    start, place, name = _split(key)
    if start != "integration.request" or place not in ("header", "querystring", "path") or not name:
        return f"key {key!r} is no parameter of an integration's request. {_meant(key)}"
    if place == "header" and not _HEADER.fullmatch(name):
        return f"key {key!r} has no valid header name. Use letters, digits and '-'."
    return _check_value(value, _REQUEST, "request")


def check_response_header(name: str, value: str) -> str | None:
    """What is wrong with one header of an integration's response, by its plain name."""
    return check_header_name(name) or _check_value(value, _RESPONSE, "response")


def check_gateway_header(name: str, value: str) -> str | None:
    """What is wrong with one header of a gateway response, by its plain name.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
    """
    return check_header_name(name) or _check_value(value, _GATEWAY, "gateway")


def check_header_name(name: str) -> str | None:
    """What is wrong with the name of a header."""
    if whole := _WHOLE_KEY.fullmatch(name):
        return f"{name!r} is AWS's key, and here the header's name stands alone. Write {whole[1]!r}."
    if _HEADER.fullmatch(name):
        return None
    return f"{name!r} is no name of a header. Use letters, digits and '-'."


def check_content_type(text: str) -> str | None:
    """What is wrong with a content type by which a model or a template is chosen; `$default` is any other."""
    if _CONTENT_TYPE.fullmatch(text):
        return None
    return f"{text!r} is no content type. Use one such as application/json."


def unknown_context(text: str) -> str | None:
    """The context variable that a mapping or an identity source reads, if REST APIs have none such."""
    found = re.fullmatch(r"\$?context\.([A-Za-z0-9._]+)", text)
    if found is None or found[1] in CONTEXT or found[1].startswith(OWN_CONTEXT):
        return None
    return found[1]


def check_identity_source(text: str) -> str | None:
    """What is wrong with one identity source of a Lambda authorizer that receives the whole request.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
    """
    if _IDENTITY.fullmatch(text):
        return None
    fix = "Use $request.header.X, $request.querystring.X, $context.X or $stageVariables.X."
    return f"identity source {text!r} is none that AWS can read. {fix}"


def check_token_source(text: str) -> str | None:
    """What is wrong with the one header that holds a token."""
    if _HEADER_SOURCE.fullmatch(text):
        return None
    return f"{text!r} is no header. Use $request.header.Authorization, or another header."


def _split(key: str) -> tuple[str, str, str]:
    parts = key.split(".", 3)
    return ".".join(parts[:2]), "".join(parts[2:3]), "".join(parts[3:])


def _meant(key: str) -> str:
    example = "integration.request.header.x"
    if as_http := _HTTP_KEY.fullmatch(key):
        if as_http[1]:
            example = f"integration.request.{as_http[1]}.{as_http[2]}"
        return f"HTTP APIs have that: a REST API writes '{example}: method.request.header.y'."
    return (
        "Use integration.request.header.<name>, integration.request.querystring.<name> or "
        "integration.request.path.<name>."
    )


def _check_value(value: str, known: re.Pattern[str], kind: str) -> str | None:
    if _OWN_REFERENCE.fullmatch(value) or known.fullmatch(_OWN_REFERENCE.sub("x", value)):
        return None
    sources = f"Use {_SOURCES[kind]}, or text in single quotes."
    if not value:
        return f"the value is empty. {sources}"
    if dollar := _DOLLAR.fullmatch(value):
        meant = f"{'method.' if dollar[1] == 'request' else ''}{dollar[1]}.{dollar[2]}"
        meant = f"integration.{meant}" if dollar[1] == "response" else meant
        if known.fullmatch(meant):
            return f"value {value!r} is written as templates and HTTP APIs have it. Write {meant}."
    if re.fullmatch(r"(?!method\.|integration\.|context\.|stageVariables\.)[^$'{}]+", value):
        return f"value {value!r} is no expression, and text stands in single quotes. Write \"'{value}'\"."
    return f"value {value!r} is no expression that AWS knows here. {sources}"
