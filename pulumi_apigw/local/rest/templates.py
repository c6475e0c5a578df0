"""Mapping templates of a call: what `$input`, `$context`, `$stageVariables` and `$util` are.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from pulumi_apigw.local.json_values import value_at
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.context import request_context
from pulumi_apigw.local.rest.mapping import header_value
from pulumi_apigw.local.rest.refusals import not_served
from pulumi_apigw.local.rest.vtl import Members, UnsupportedTemplateError, render

__all__ = ["UTIL", "Rendered", "input_members", "rendered"]


@dataclass(frozen=True)
class Rendered:
    """A template's text, and the status and headers that it gives the answer."""

    text: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def rendered(template: str, call: RestCall, body: str) -> Rendered:
    """A template with a call's values; raises `Refusal` (501) for what is not known here.

    `body` is what `$input` holds: the request's, or an integration's answer.
    """
    overrides: dict[str, Any] = {"header": {}}
    context = {**request_context(call), "requestOverride": {}, "responseOverride": overrides}
    roots = {
        "context": context,
        "input": input_members(body, {"params": _parameters(call)}),
        "stageVariables": dict(call.stage.variables),
        "util": UTIL,
    }
    try:
        text = render(template, roots)
    except UnsupportedTemplateError as error:
        raise not_served(call.route.key, f"a mapping template with {error}") from None
    headers = {name: header_value(str(value)) for name, value in overrides["header"].items()}
    return Rendered(text, _status(overrides.get("status")), headers)


def _status(value: Any) -> int | None:
    """A status that a template gives, None for what is none, which AWS ignores."""
    return int(str(value)) if re.fullmatch("[2-5][0-9][0-9]", str(value)) else None


class _AnyCase(dict[str, str]):
    """Headers by their names in any case of letters: this server has them all in lower case."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(str(key).lower(), default)

    def __contains__(self, key: object) -> bool:
        return super().__contains__(str(key).lower())


def _parameters(call: RestCall) -> Callable[..., Any]:
    """`$input.params`: all parameters by their place, those of a place, or one by its name."""
    parameters: Mapping[str, Mapping[str, str]] = {
        "path": dict(call.parameters),
        "querystring": {name: values[-1] for name, values in call.request.query_values.items()},
        "header": _AnyCase((name, values[-1]) for name, values in call.request.header_values.items()),
    }

    def params(name: str | None = None) -> Any:
        if name is None:
            return parameters
        if name in parameters:
            return parameters[name]
        return next((each.get(name) for each in parameters.values() if name in each), "")

    return params


def input_members(body: str, methods: Mapping[str, Callable[..., Any]] | None = None) -> Members:
    """What `$input` has of a body, and further methods."""
    return Members(
        methods={
            "path": lambda path: _json_path(body, path),
            "json": lambda path: json.dumps(_json_path(body, path), ensure_ascii=False),
            **(methods or {}),
        },
        properties={"body": body},
    )


def _json_path(body: str, path: str) -> Any:
    """The value at a JSONPath of names and positions; None where there is none."""
    if re.search(r"[*?@]|\.\.", path):
        raise UnsupportedTemplateError(f"the JSONPath {path!r}")
    return value_at(body, path.removeprefix("$"))


def _escaped(value: Any) -> str:
    """Text as it may stand in a JavaScript string, and so in JSON but for its escaped single quotes."""
    return json.dumps("" if value is None else str(value), ensure_ascii=False)[1:-1].replace("'", "\\'")


UTIL = Members(
    methods={
        "base64Decode": lambda text: b64decode(text).decode(errors="replace"),
        "base64Encode": lambda text: b64encode(str(text).encode()).decode(),
        "escapeJavaScript": _escaped,
        "parseJson": json.loads,
        "urlDecode": unquote_plus,
        "urlEncode": lambda text: quote_plus(str(text)),
    }
)
