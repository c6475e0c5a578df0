"""Mapping expressions of HTTP APIs (`$request.body.id`, `order-${context.requestId}`) in REST APIs' VTL.

A caller's value never leaves the place that it is meant for: each goes through the escaping of that place,
and is not read as VTL again. What the config writes as text has no `$` and `#` left when it gets into VTL.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable
from urllib.parse import quote

from ...aws.mappings import Piece, split_value
from ...aws.route_keys import RouteKey

__all__ = ["RequestTemplate", "escaped_json"]

# What can stand in a VTL literal between apostrophes, also inside one between quotation marks.
_PLAIN = re.compile(r"[A-Za-z0-9$*.,:@_\[\]-]*")


def escaped_json(reference: str) -> str:
    """`reference` for use between the quotation marks of a JSON text.

    escapeJavaScript also escapes apostrophes, which JSON does not know: AWS's own advice takes that back. The
    braces keep text that follows, such as `.json`, from becoming a part of the reference.
    """
    return f"""${{util.escapeJavaScript({reference}).replaceAll("\\\\'", "'")}}"""


class RequestTemplate:
    """The VTL of one request: values are looked up first, each once, and then put where they belong.

    Methods take a value of the config and give VTL that writes it in its place. What a request lacks is an
    empty text. The value of a `${ref.x}` must have no apostrophe, which no literal of VTL can hold.
    """

    def __init__(self, key: RouteKey) -> None:
        self._key = key
        self._variables: dict[str, str] = {}
        self._lookups: list[str] = []

    def text(self, value: str) -> str:
        """A JSON text, with its quotation marks."""
        return f'"{"".join(map(self._in_json, self._pieces(value)))}"'

    def value(self, value: str) -> str:
        """A JSON value: what an expression of the body points to, what is written as JSON, else a text."""
        pieces = self._pieces(value)
        if len(pieces) == 1 and pieces[0].is_expression and (path := _json_path(pieces[0].text)):
            return f"$input.json({_literal(path)})"
        if not any(piece.is_expression or piece.is_reference for piece in pieces):
            try:
                return _inert_json(json.loads(value))
            except ValueError:
                pass
        return self.text(value)

    def form(self, value: str) -> str:
        """A value of an `application/x-www-form-urlencoded` body."""
        return "".join(map(self._in_form, self._pieces(value)))

    def encoded(self, value: str) -> str:
        """A JSON text in base64, with its quotation marks."""
        if not any(piece.is_expression or piece.is_reference for piece in self._pieces(value)):
            return f'"{base64.b64encode(value.encode()).decode()}"'
        return f'"$util.base64Encode({self.variable(value)})"'

    def variable(self, value: str) -> str:
        """A reference to the value as text, for use in directives; it is never null."""
        pieces = self._pieces(value)
        if len(pieces) == 1:
            return f"${self._variable(pieces[0])}"
        joined = "".join(f"${{{self._variable(piece)}}}" for piece in pieces)
        name = self._named(value, lambda name: f'#set(${name} = "{joined}")')
        return f"${name}"

    def write(self, sent: str) -> str:
        """The whole template. A comment takes the end of its line away, which is no part of what is sent."""
        return "".join(f"{lookup}##\n" for lookup in self._lookups) + sent

    def _pieces(self, value: str) -> list[Piece]:
        return [part for piece in split_value(value) for part in self._spelt_out(piece)]

    def _spelt_out(self, piece: Piece) -> Iterable[Piece]:
        """The request's path without the stage has no name in REST APIs: it is made of the route's."""
        if not piece.is_expression or piece.text != "request.path":
            yield piece
            return
        for segment in self._key.segments:
            yield Piece("/")
            if segment.variable is None:
                yield Piece(segment.text)
            else:
                yield Piece(f"request.path.{segment.variable}", is_expression=True)

    def _in_json(self, piece: Piece) -> str:
        if piece.is_expression or piece.is_reference:
            return escaped_json(f"${self._variable(piece)}")
        return _inert_json(piece.text)[1:-1]

    def _in_form(self, piece: Piece) -> str:
        if piece.is_expression or piece.is_reference:
            return f"${{util.urlEncode(${self._variable(piece)})}}"
        return quote(piece.text, safe="")

    def _variable(self, piece: Piece) -> str:
        """The name of the variable that holds the piece as a text, which is never null."""
        return self._named(piece.text, lambda name: _lookup(name, piece))

    def _named(self, value: str, lookup: Callable[[str], str]) -> str:
        if value not in self._variables:
            self._variables[value] = name = f"v{len(self._variables)}"
            self._lookups.append(lookup(name))
        return self._variables[value]


def _lookup(name: str, piece: Piece) -> str:
    if piece.is_reference:
        return f"#set(${name} = '{piece.text}')"
    if not piece.is_expression:
        return f"#set(${name} = {_literal(piece.text)})"
    if piece.text == "request.body":
        return f'#set(${name} = "$!input.body")'
    if path := _json_path(piece.text):
        return _body_lookup(name, _literal(path))
    source, _, key = piece.text.removeprefix("request.").partition(".")
    if source == "header":
        return _header_lookup(name, key)
    if source == "querystring":
        return f'#set(${name} = "$!input.params().querystring.get({_literal(key)})")'
    if source == "path":
        return _path_lookup(name, key)
    return f'#set(${name} = "$!{piece.text}")'


def _body_lookup(name: str, path: str) -> str:
    """A text as it is, nothing for null and for what is missing, and the JSON of any other value."""
    return (
        f'#set(${name} = "$!input.json({path})")'
        f"""#if(${name}.startsWith('"'))#set(${name} = "$!input.path({path})")"""
        f"""#elseif(${name} == "null")#set(${name} = "")#end"""
    )


def _path_lookup(name: str, variable: str) -> str:
    """REST APIs leave variables of the path percent-encoded; urlDecode would make spaces of `+`, as in forms.

    https://github.com/serverless/serverless/issues/5037
    """
    return (
        f'#set(${name} = "$!input.params().path.get({_literal(variable)})")'
        f'#set(${name} = $util.urlDecode(${name}.replace("+", "%2B")))'
    )


def _header_lookup(name: str, header: str) -> str:
    """Names of headers come as the caller writes them; `$input.params('x')` would also take ?x= for one."""
    return (
        f'#set(${name} = "")#foreach($header in $input.params().header.keySet())'
        f"#if($header.toLowerCase() == {_literal(header.lower())})"
        f'#set(${name} = "$!input.params().header.get($header)")#end#end'
    )


def _json_path(expression: str) -> str | None:
    """The JSONPath of `request.body.a[0]`; of the whole body `$`."""
    if expression == "request.body" or expression.startswith(("request.body.", "request.body[")):
        return "$" + expression.removeprefix("request.body")
    return None


def _literal(text: str) -> str:
    """VTL for a text: it has no escapes in literals, so that what is not plain is decoded."""
    return f"'{text}'" if _PLAIN.fullmatch(text) else f"$util.urlDecode('{quote(text, safe='')}')"


def _inert_json(value: object) -> str:
    """JSON in which VTL finds nothing to do, and no backslash that would escape a reference after it."""
    inert = json.dumps(value).replace("\\\\", "\\u005c")
    return inert.replace("$", "\\u0024").replace("#", "\\u0023")
