"""The route keys of HTTP and REST APIs: `GET /items/{id}`, `ANY /files/{path+}`, `$default`.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-method-settings.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

DEFAULT_ROUTE: Final = "$default"
METHODS: Final = ("ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")

# AWS does not document which characters it takes, so these are what RFC 3986 allows in a segment.
_LITERAL: Final = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*")
_VARIABLE: Final = re.compile(r"\{([A-Za-z0-9._-]+)(\+?)\}")
# What the import of a REST API takes:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis
_REST_LITERAL: Final = re.compile(r"[A-Za-z0-9._:,-]*")


@dataclass(frozen=True)
class Segment:
    """One part of a path between slashes: text or a variable, of which a greedy one takes the rest."""

    text: str
    variable: str | None = None
    greedy: bool = False

    @property
    def normalised(self) -> str:
        if self.variable is None:
            return self.text
        return "{+}" if self.greedy else "{}"


@dataclass(frozen=True)
class RouteKey:
    """A parsed route key; `str()` gives the key back. `$default` has the method ANY and no segments."""

    method: str
    path: str
    segments: tuple[Segment, ...] = ()

    def __str__(self) -> str:
        return self.path if self.is_default else f"{self.method} {self.path}"

    @property
    def is_default(self) -> bool:
        return self.path == DEFAULT_ROUTE

    @property
    def variables(self) -> tuple[str, ...]:
        return tuple(segment.variable for segment in self.segments if segment.variable is not None)

    @property
    def is_greedy(self) -> bool:
        return any(segment.greedy for segment in self.segments)

    @property
    def normalised(self) -> str:
        """The key without variable names (`GET /items/{}`): two routes that share it conflict."""
        if self.is_default:
            return DEFAULT_ROUTE
        return f"{self.method} /{'/'.join(segment.normalised for segment in self.segments)}"


def parse_route_key(text: str) -> RouteKey:
    """Parse a route key of an HTTP API.

    Raises ValueError with the fact and the fix: an unknown method, a path that does not start with `/` or
    that ends with it, a variable that is not a whole segment, a greedy variable that is not last, a name of a
    variable used twice, a character that a path cannot hold.
    """
    if text == DEFAULT_ROUTE:
        return RouteKey("ANY", DEFAULT_ROUTE)
    method, path = _split(text)
    _check_slashes(method, path)
    segments = tuple(_segment(part, path) for part in path[1:].split("/"))
    _check_greedy(segments, path)
    _check_names(segments, path)
    return RouteKey(method, path, segments)


def parse_rest_route_key(text: str) -> RouteKey:
    """Parse a route key of a REST API, which has no `$default` and fewer characters in its paths.

    Raises ValueError as `parse_route_key` does.
    """
    if text == DEFAULT_ROUTE:
        raise ValueError(
            "a REST API has no '$default' route. Write 'ANY /{proxy+}', and 'ANY /' for the root."
        )
    _, _, path = text.partition(" ")
    # First: what HTTP APIs take percent-encoded, these do not take at all.
    for part in path.removeprefix("/").split("/"):
        if not ({"{", "}"} & {*part} or _REST_LITERAL.fullmatch(part)):
            raise ValueError(
                f"segment {part!r} of path {path!r} has a character that no path of a REST API "
                "holds. Use letters, digits and ._-:, alone."
            )
    return parse_route_key(text)


def _split(text: str) -> tuple[str, str]:
    method, space, path = text.partition(" ")
    if not space:
        fix = f"'ANY {text}'" if text.startswith("/") else "'GET /items'"
        raise ValueError(f"route key {text!r} is not a method and a path. Did you mean {fix}?")
    if method not in METHODS:
        if method.upper() in METHODS:
            raise ValueError(f"method {method!r} is not in capitals. Did you mean '{method.upper()} {path}'?")
        fix = f"Did you mean 'ANY {path}'?" if method == "*" else f"Use one of {', '.join(METHODS)}."
        raise ValueError(f"method {method!r} is not one of API Gateway's. {fix}")
    if not path.startswith("/"):
        raise ValueError(
            f"path {path!r} does not start with '/'. Did you mean '{method} /{path.lstrip(' /')}'?"
        )
    return method, path


def _check_slashes(method: str, path: str) -> None:
    # HTTP APIs have no route with a slash at its end, and the documentation does not say so:
    # https://github.com/aws/serverless-application-model/issues/1949
    tidy = "/" + "/".join(part for part in path.split("/") if part)
    if path != tidy:
        fact = "has an empty segment" if "//" in path else "ends with '/', which no route does"
        raise ValueError(f"path {path!r} {fact}. Did you mean '{method} {tidy}'?")


def _segment(part: str, path: str) -> Segment:
    if variable := _VARIABLE.fullmatch(part):
        return Segment(part, variable[1], bool(variable[2]))
    if "{" in part or "}" in part:
        fix = "A variable is a whole segment, such as '{id}' or '{path+}'."
        if part.count("{") > part.count("}") and ":{" in part:  # YAML ends a key at ': '
            fix = "Put a space after the ':' that ends the key."
        raise ValueError(f"segment {part!r} of path {path!r} is not a variable as AWS writes it. {fix}")
    if not _LITERAL.fullmatch(part):
        raise ValueError(
            f"segment {part!r} of path {path!r} has a character that a path cannot hold. Percent-encode it."
        )
    return Segment(part)


def _check_greedy(segments: tuple[Segment, ...], path: str) -> None:
    for segment in segments[:-1]:
        if segment.greedy:
            raise ValueError(
                f"greedy variable {segment.text!r} is not at the end of path {path!r}. "
                "Put it last, or leave out its '+'."
            )


def _check_names(segments: tuple[Segment, ...], path: str) -> None:
    seen: set[str] = set()
    for segment in segments:
        if segment.variable in seen:
            raise ValueError(
                f"variable {segment.variable!r} is in path {path!r} twice. Name each differently."
            )
        if segment.variable is not None:
            seen.add(segment.variable)
