"""pydantic's errors → problems that name the value and the fix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..aws.protocols import API_KINDS
from ..errors import Problem
from ..source import Path, SourceMap, did_you_mean, format_path
from .base import shown
from .kinds import KINDS, no_reference, wrong_kind
from .references import has_reference
from .schema import Shape, config_shape

__all__ = ["Refused", "refused_values"]

# What an API has in place of a key of another kind, whichever that is.
_INSTEAD = {
    "client_ids": "Use 'user_pool_arns': tokens of every client of a pool are accepted.",
    "default_stage": "Remove it: a REST API has no $default stage.",
    "identity_source": "Use 'identity_sources', a list.",
    "identity_sources": "Use 'identity_source', one header.",
    "payload_format": "Remove it: functions of a REST API get format 1.0.",
    "response_parameters": "Use 'integration_responses', which integrations other than proxies have.",
    "tls_server_name": "Write https and the server's name in 'url'.",
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html
    "tracing": "X-Ray traces no others. Remove it, and say 'tracing: active' in the functions.",
    "user_pool_arns": "Use 'user_pool_id' and 'client_ids'.",
    "user_pool_id": "Use 'user_pool_arns'.",
    # https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html
    "web_acl_arn": "AWS WAF guards no others. Remove it, and put CloudFront with the web ACL before it, or "
    "say 'protocol: rest'.",
}
_INSTEAD_IN_KIND: Mapping[str, Mapping[str, str]] = {
    "http": {},
    "rest": {
        "api_key_selection_expression": "Use 'api_key_source'.",
        "replies": "Use 'integration_responses'.",
    },
    "websocket": {
        "api_key_source": "Use 'api_key_selection_expression'.",
        "authorizer": "Name it in '$connect': AWS asks nobody later.",
        "cors": "Remove it: pages of any origin can open a WebSocket. Let an authorizer look at Origin.",
        "default_stage": "Remove it: a WebSocket API has no $default stage.",
        "integration_responses": "Use 'replies'.",
        "openapi": "Write the routes in 'routes': OpenAPI has no words for messages.",
        "operations": "Write the routes in 'routes': OpenAPI has no words for messages.",
        "payload_format": "Remove it: events of WebSocket APIs have one format.",
        "response": "Remove it: the function returns an IAM policy.",
        "response_parameters": "Use 'replies', which integrations other than proxies have.",
        "scopes": "Remove it: the function of a 'lambda' authorizer decides who may connect.",
        "ttl_seconds": "Remove it: AWS asks once, when a client connects.",
        "validation": "Remove it: a route with 'body' checks its messages.",
        "vpc_links": "Remove it: WebSocket APIs call through none here. Call a function in the VPC.",
    },
}
_WRONG_TAG = ("union_tag_invalid", "union_tag_not_found")


class Refused:
    """A value that a model refused: its path in the data, and what to tell the user."""

    def __init__(self, error: ErrorDetails, data: Any) -> None:
        self._error = error
        self._is_shared = isinstance(data, Mapping) and data.get("topology") == "shared"
        self.kind = error["type"]
        self.path = _data_path(error, data)

    @property
    def place(self) -> Path:
        """The path of what is to be changed: for a value whose tag is wrong, the tag."""
        return (*self.path, self._tag) if self.kind in _WRONG_TAG else self.path

    @property
    def _tag(self) -> str:
        return str(self._error["ctx"]["discriminator"]).strip("'")

    @property
    def prune(self) -> Path:
        """The part of the data without which the rest can still be checked.

        A whole list where one entry of it is refused: the positions of the others must not change.
        """
        path = self.path[:-1] if self.kind == "missing" else self.path
        if path[:1] == ("apis",) and path[2:] == ("protocol",):
            return path[:2]  # of what kind the rest is meant to be is not known
        positions = [place for place, part in enumerate(path) if isinstance(part, int)]
        return path[: positions[0]] if positions else path

    def problem(self, sources: SourceMap) -> Problem:
        return Problem(format_path(self.place), self._message(), sources.locate(self.place))

    def _message(self) -> str:
        value = self._error["input"]
        name = str(self.path[-1]) if self.path else "config"
        if self.kind == "apigw":
            return str(self._error["msg"])
        if self.kind == "extra_forbidden":
            return self._other_kinds_key(name) or (
                f"unknown key {name!r}. {did_you_mean(name, self._parent().keys)}"
            )
        if self.kind == "missing":
            return f"{name!r} is missing. Add it: {self._parent().describe(name)}"
        if self.kind == "literal_error":
            return self._unknown_choice(value, self._error["ctx"]["expected"])
        if self.kind == "union_tag_invalid":
            return self._unknown_choice(value[self._tag], self._error["ctx"]["expected_tags"])
        if self.kind == "union_tag_not_found":
            return f"{self._tag!r} is missing. Add it: one of {', '.join(self._shape().tags)}."
        if self.kind in KINDS:
            is_route = self.path[2:3] == ("routes",) and len(self.path) == 4
            return wrong_kind(value, self.kind, is_route=is_route, is_shared=self._is_shared)
        return f"{shown(value)} is not accepted. {self._error['msg']}."

    def _unknown_choice(self, value: Any, expected: str) -> str:
        if expected == "True":
            return f"{shown(value)} is not accepted. Write true, or leave it out."
        choices = [choice.strip().strip("'") for choice in expected.replace(" or ", ", ").split(",")]
        if isinstance(value, str) and has_reference(value):
            fix = no_reference(f"one of {', '.join(choices)}", is_shared=self._is_shared)
            return f"{shown(value)} is not accepted. {fix}"
        return f"{shown(value)} is not accepted. {did_you_mean(str(value), choices)}"

    def _other_kinds_key(self, name: str) -> str | None:
        """The message for a key that the same part of an API of another kind has."""
        start, own, rest = self._error["loc"][:2], self._error["loc"][2:3], self._error["loc"][3:]
        kind = str(own[0]) if own and self.path[0] == "apis" else ""
        if kind not in API_KINDS:
            return None
        path = self.path[:-1]
        others = [
            other
            for other in API_KINDS
            if other != kind and name in config_shape().at(path, {"loc": (*start, other, *rest)}).keys
        ]
        if not others:
            return None
        instead = {**_INSTEAD, **_INSTEAD_IN_KIND[kind]}
        fix = instead.get(name, f"Remove it, or say 'protocol: {others[0]}'.")
        names = " and ".join(API_KINDS[other] for other in others)
        return f"only {names} APIs have {name!r} here. {fix}"

    def _parent(self) -> Shape:
        return config_shape().at(self.path[:-1], self._error)

    def _shape(self) -> Shape:
        return config_shape().at(self.path, self._error)


def refused_values(error: ValidationError, data: Any) -> list[Refused]:
    """Every value that `error` refuses, once each."""
    found: dict[tuple[Path, bool], Refused] = {}
    for details in error.errors(include_url=False):
        refused = Refused(details, data)
        found.setdefault((refused.path, refused.kind == "missing"), refused)
    return list(found.values())


def _data_path(error: ErrorDetails, data: Any) -> Path:
    """pydantic's location less the names of union members, which are no part of the data."""
    path: list[str | int] = []
    parts = [part for part in error["loc"] if part != "[key]"]
    for position, part in enumerate(parts):
        last = position == len(parts) - 1
        if _holds(data, part):
            data = data[part]
        elif not (last and error["type"] == "missing"):
            continue
        path.append(part)
    return tuple(path)


def _holds(data: Any, part: str | int) -> bool:
    if isinstance(data, Mapping):
        return part in data
    return isinstance(data, list | tuple) and isinstance(part, int) and part < len(data)
