"""Parameter mapping: requests and responses changed on their way, as an integration asks.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from pulumi_apigw.local.calls import Call
from pulumi_apigw.local.json_values import value_at
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Rejection, Response

__all__ = ["evaluate", "map_request", "map_response"]

_EXPRESSION = re.compile(
    r"\$\{(?P<braced>(?:request|response|context|stageVariables)[^{}]*)\}"
    r"|\$(?P<bare>(?:request|response|context|stageVariables)\.[A-Za-z0-9._\[\]-]+)"
)
_LINE_ENDS = re.compile(r"[\r\n\0]+")

Pairs = list[tuple[str, str]]


def evaluate(text: str, call: Call, response: Response | None = None) -> str | None:
    """A mapping's value: text with its expressions replaced; None where one alone has no value."""
    whole = _EXPRESSION.fullmatch(text)
    if whole:
        return _value(whole["braced"] or whole["bare"], call, response)
    return _EXPRESSION.sub(lambda match: _value(match["braced"] or match["bare"], call, response) or "", text)


def map_request(call: Call, parameters: Mapping[str, str]) -> tuple[Request, str | None]:
    """The call's request with the parameters applied, and the path for the backend where one is given."""
    headers, query = list(call.request.headers), _query_pairs(call.request)
    path = None
    for key, text in parameters.items():
        action, _, target = key.partition(":")
        value = evaluate(text, call)
        if target == "path":
            path = value
        elif target.startswith("header."):
            headers = _apply_header(headers, action, target.removeprefix("header."), value)
        elif target.startswith("querystring."):
            query = _apply(query, action, target.removeprefix("querystring."), value)
    request = call.request
    if query != _query_pairs(request) or headers != list(request.headers):
        request = dataclasses.replace(request, headers=headers, query=urlencode(query))
    return request, path


def map_response(call: Call, parameters: Mapping[str, Mapping[str, str]], response: Response) -> Response:
    """The response with the parameters for its status applied; other statuses pass as they are.

    Raises `Rejection` (500) for a `statuscode` that HTTP does not have.
    """
    mappings = parameters.get(str(response.status))
    if not mappings:
        return response
    headers, status = list(response.headers), response.status
    for key, text in mappings.items():
        action, _, target = key.partition(":")
        value = evaluate(text, call, response)
        if target == "statuscode" and value:
            status = _status(value, call)
        elif target.startswith("header."):
            headers = _apply_header(headers, action, target.removeprefix("header."), value)
    return Response(status, headers, response.body)


def _status(value: str, call: Call) -> int:
    if not re.fullmatch("[2-5][0-9][0-9]", value):
        raise Rejection(500, f"{call.route.key}: overwrite:statuscode gave {value!r}. Map it to 200 to 599.")
    return int(value)


def _apply_header(pairs: Pairs, action: str, name: str, value: str | None) -> Pairs:
    # A line end in a value, from a body say, would begin another header.
    return _apply(pairs, action, name.lower(), value and _LINE_ENDS.sub(" ", value))


def _apply(pairs: Pairs, action: str, name: str, value: str | None) -> Pairs:
    kept = pairs if action == "append" else [pair for pair in pairs if pair[0] != name]
    return kept if action == "remove" or value is None else [*kept, (name, value)]


def _query_pairs(request: Request) -> Pairs:
    return [(name, value) for name, values in request.query_values.items() for value in values]


def _value(expression: str, call: Call, response: Response | None) -> str | None:
    source, _, name = expression.partition(".")
    if source == "stageVariables":
        return call.stage.variables.get(name)
    if source == "context":
        return call.context(name)
    if source == "response":
        return _response_value(name, response) if response else None
    return _request_value(name, call)


def _request_value(expression: str, call: Call) -> str | None:
    place, _, name = expression.partition(".")
    readers: dict[str, Callable[[], str | None]] = {
        "header": lambda: call.request.joined_headers.get(name.lower()),
        "querystring": lambda: call.request.joined_query.get(name),
        "path": lambda: call.parameters.get(name) if name else call.path,
        "body": lambda: _body_value(call.request.body, name),
    }
    reader = readers.get(place)
    return reader() if reader else None


def _response_value(expression: str, response: Response) -> str | None:
    place, _, name = expression.partition(".")
    if place == "body":
        return _body_value(response.body, name)
    values = [value for header, value in response.headers if header == name.lower()]
    return ",".join(values) if values else None


def _body_value(body: bytes, path: str) -> str | None:
    if not path:
        return body.decode(errors="replace")
    found = value_at(body, path)
    return found if found is None or isinstance(found, str) else json.dumps(found)
