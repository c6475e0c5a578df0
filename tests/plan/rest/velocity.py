"""What API Gateway evaluates VTL with, as far as templates here use it: `$input`, `$util`, `$context`.

Every template that tests evaluate gave the same with Velocity 1.7, Commons Lang 2.6 and Jayway's JsonPath.
`$util` is as strict as Java: what is no text is an error, where AWS would send the template's own text.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, unquote_plus

import airspeed

_STEP = re.compile(r"\.(\w+)|\[(?:'([^']*)'|(\d+))\]")


class _Boolean:
    """Java's, which is written in small letters."""

    def __init__(self, value: bool) -> None:
        self._value = value

    def __str__(self) -> str:
        return str(self._value).lower()

    def __bool__(self) -> bool:
        return self._value


def _java(value: Any) -> Any:
    if isinstance(value, bool):
        return _Boolean(value)
    if isinstance(value, dict):
        return {key: _java(each) for key, each in value.items()}
    return [_java(each) for each in value] if isinstance(value, list) else value


def _replace_all(text: str, pattern: str, replacement: str) -> str:
    # airspeed takes one of two backslashes in a literal for an escape; Velocity knows no escapes there.
    return re.sub(pattern.replace("\\", "\\\\"), replacement, text)


airspeed.__additional_methods__[str].update(
    matches=lambda self, pattern: bool(re.fullmatch(pattern, self)),
    replaceAll=_replace_all,
    substring=lambda self, start, end: self[start:end],
    toLowerCase=str.lower,
)
airspeed.__additional_methods__[dict].update(containsKey=lambda self, key: key in self)


@dataclass(frozen=True)
class Request:
    """A request, or the answer of a service, of which only the body is there."""

    body: str = ""
    header: Mapping[str, str] = field(default_factory=dict)
    querystring: Mapping[str, str] = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    stage_variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rendered:
    """What a template made, and the status that it set."""

    text: str
    status: int | None

    @property
    def json(self) -> Any:
        return json.loads(self.text)


def render(template: str, request: Request | str) -> Rendered:
    """Evaluate a template for a request, or for a service's answer."""
    request = Request(request) if isinstance(request, str) else request
    override: dict[str, Any] = {}
    text = airspeed.Template(template).merge(
        {
            "input": _Input(request),
            "util": _Util(),
            "context": {**request.context, "responseOverride": override},
            "stageVariables": request.stage_variables,
        }
    )
    return Rendered(text, override.get("status"))


class _Input:
    def __init__(self, request: Request) -> None:
        self._request = request
        self.body = request.body or "{}"

    def params(self) -> dict[str, dict[str, str]]:
        return {place: dict(getattr(self._request, place)) for place in ("header", "querystring", "path")}

    def path(self, path: str) -> Any:
        return _java(self._found(path))

    def json(self, path: str) -> str:
        found = self._found(path)
        return json.dumps("" if found is None else found, separators=(",", ":"))

    def _found(self, path: str) -> Any:
        assert path.startswith("$")
        value = json.loads(self.body)
        for name, quoted, place in _STEP.findall(path[1:]):
            try:
                value = value[int(place)] if place else value[name or quoted]
            except (KeyError, IndexError, TypeError):
                return None
        return value


class _Util:
    def escapeJavaScript(self, text: str) -> str:
        """As in Commons Lang 2: https://commons.apache.org/proper/commons-lang/javadocs/api-2.6/org/apache/commons/lang/StringEscapeUtils.html"""
        assert isinstance(text, str)
        escaped = json.dumps(text)[1:-1].replace("'", "\\'").replace("/", "\\/")
        return escaped

    def urlEncode(self, text: str) -> str:
        assert isinstance(text, str)
        return quote_plus(text, safe="*")

    def urlDecode(self, text: str) -> str:
        return unquote_plus(text)

    def base64Encode(self, text: str) -> str:
        assert isinstance(text, str)
        return base64.b64encode(text.encode()).decode()

    def parseJson(self, text: str) -> Any:
        return _java(json.loads(text))
