"""Route selection, compiled into a tree so that the number of routes costs nothing; `Router` is HTTP APIs'.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import unquote

from pulumi_apigw.aws.route_keys import METHODS
from pulumi_apigw.local.model import LocalRoute, LocalStage, Route

__all__ = ["RouteMatch", "RouteTree", "Router", "select_stage"]

# All that route keys can name; to others, and CONNECT cannot be answered like them, no route leads.
_METHODS = frozenset(METHODS) - {"ANY"}


RouteT = TypeVar("RouteT", bound=Route)


@dataclass(frozen=True)
class RouteMatch(Generic[RouteT]):
    """The route that answers a request and the values of its path variables."""

    route: RouteT
    parameters: Mapping[str, str]


@dataclass
class _Node(Generic[RouteT]):
    literals: dict[str, _Node[RouteT]] = field(default_factory=dict)
    variable: _Node[RouteT] | None = None
    routes: dict[str, RouteT] = field(default_factory=dict)
    greedy: dict[str, RouteT] = field(default_factory=dict)


class RouteTree(Generic[RouteT]):
    """The routes of an API as a tree of their paths' segments.

    A literal segment wins over a variable, from left to right, and for the same path the method wins over
    `ANY`. Where no route of a path has the request's method, the search goes on.
    """

    def __init__(self) -> None:
        self._root: _Node[RouteT] = _Node()

    def add(self, route: RouteT, segments: Iterable[str]) -> None:
        """Add a route whose path has these segments, variables in their braces."""
        node = self._root
        for segment in segments:
            if segment.endswith("+}"):
                node.greedy[route.method] = route
                return
            if segment.startswith("{"):
                node.variable = node.variable or _Node()
                node = node.variable
            else:
                node = node.literals.setdefault(segment, _Node())
        node.routes[route.method] = route

    def find(
        self, method: str, segments: Sequence[str], *, full: bool = True, greedy: bool = True
    ) -> RouteMatch[RouteT] | None:
        """The route for a method and a path: one of the whole path, or one with a greedy variable."""
        if method not in _METHODS:
            return None
        values: list[str] = []
        route = _find(self._root, segments, 0, method, values, full, greedy)
        return RouteMatch(route, _parameters(route, values)) if route is not None else None


def select_stage(stages: Mapping[str, LocalStage], raw_path: str) -> tuple[LocalStage, str] | None:
    """The stage that a path's first segment names, and the path left; else the `$default` stage or None."""
    head, slash, tail = raw_path[1:].partition("/")
    if head in stages and head != "$default":
        return stages[head], slash + tail or "/"
    default = stages.get("$default")
    return (default, raw_path) if default else None


class Router:
    """Selects the route of a request among those of an HTTP API; those without an integration are not.

    In order: a full match of path and method, then a greedy variable, then `$default`. A trailing slash makes
    another path.
    """

    def __init__(self, routes: Iterable[LocalRoute]) -> None:
        self._tree: RouteTree[LocalRoute] = RouteTree()
        self._default: LocalRoute | None = None
        for route in routes:
            if route.integration is not None:
                self._add(route)

    def match(self, method: str, raw_path: str) -> RouteMatch[LocalRoute] | None:
        """The route for a method and a path as it was sent (percent-encoded, without the stage)."""
        if method not in _METHODS:
            return None
        segments = [unquote(segment) for segment in raw_path[1:].split("/")]
        found = self._tree.find(method, segments, greedy=False) or self._tree.find(
            method, segments, full=False
        )
        return found or (RouteMatch(self._default, {}) if self._default else None)

    def _add(self, route: LocalRoute) -> None:
        if route.is_default:
            self._default = route
        else:
            self._tree.add(route, route.path[1:].split("/"))


def _by_method(routes: Mapping[str, RouteT], method: str) -> RouteT | None:
    return routes.get(method) or routes.get("ANY")


def _find(
    node: _Node[RouteT],
    segments: Sequence[str],
    at: int,
    method: str,
    values: list[str],
    full: bool,
    greedy: bool,
) -> RouteT | None:
    # A greedy variable needs the slash before it but may be empty: /pets/{proxy+} takes /pets/ and not /pets,
    # as AWS's own test tool has it (aws/aws-lambda-dotnet, ApiGatewayRouteConfigService).
    if at == len(segments):
        return _by_method(node.routes, method) if full else None
    segment = segments[at]
    literal = node.literals.get(segment)
    if literal and (route := _find(literal, segments, at + 1, method, values, full, greedy)):
        return route
    if node.variable and segment:
        values.append(segment)
        if route := _find(node.variable, segments, at + 1, method, values, full, greedy):
            return route
        values.pop()
    rest = _by_method(node.greedy, method) if greedy else None
    if rest:
        values.append("/".join(segments[at:]))
    return rest


def _parameters(route: Route, values: list[str]) -> Mapping[str, str]:
    names = [part.strip("{}").rstrip("+") for part in route.path.split("/") if part.startswith("{")]
    return dict(zip(names, values, strict=True))
