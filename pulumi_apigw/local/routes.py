"""Route selection as HTTP APIs do it, compiled into a tree so that the number of routes costs nothing.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from pulumi_apigw.aws.route_keys import METHODS
from pulumi_apigw.local.model import LocalRoute, LocalStage

__all__ = ["RouteMatch", "Router", "select_stage"]

# All that route keys can name; to others, and CONNECT cannot be answered like them, no route leads.
_METHODS = frozenset(METHODS) - {"ANY"}


@dataclass(frozen=True)
class RouteMatch:
    """The route that answers a request and the decoded values of its path variables."""

    route: LocalRoute
    parameters: Mapping[str, str]


@dataclass
class _Node:
    literals: dict[str, _Node] = field(default_factory=dict)
    variable: _Node | None = None
    routes: dict[str, LocalRoute] = field(default_factory=dict)
    greedy: dict[str, LocalRoute] = field(default_factory=dict)


def select_stage(stages: Mapping[str, LocalStage], raw_path: str) -> tuple[LocalStage, str] | None:
    """The stage that a path's first segment names, and the path left; else the `$default` stage or None."""
    head, slash, tail = raw_path[1:].partition("/")
    if head in stages and head != "$default":
        return stages[head], slash + tail or "/"
    default = stages.get("$default")
    return (default, raw_path) if default else None


class Router:
    """Selects the route of a request among those of an API; routes without an integration are not selected.

    In order: a full match of path and method, then a greedy variable, then `$default`. Among full matches a
    literal segment wins over a variable from left to right, and for the same path the method wins over `ANY`.
    A trailing slash makes another path.
    """

    def __init__(self, routes: Iterable[LocalRoute]) -> None:
        self._root = _Node()
        self._default: LocalRoute | None = None
        for route in routes:
            if route.integration is not None:
                self._add(route)

    def match(self, method: str, raw_path: str) -> RouteMatch | None:
        """The route for a method and a path as it was sent (percent-encoded, without the stage)."""
        if method not in _METHODS:
            return None
        segments = [unquote(segment) for segment in raw_path[1:].split("/")]
        values: list[str] = []
        route = _full(self._root, segments, 0, method, values) or _greedy(
            self._root, segments, 0, method, values
        )
        if route is not None:
            return RouteMatch(route, _parameters(route, values))
        return RouteMatch(self._default, {}) if self._default else None

    def _add(self, route: LocalRoute) -> None:
        if route.is_default:
            self._default = route
            return
        node = self._root
        for segment in route.path[1:].split("/"):
            if segment.endswith("+}"):
                node.greedy[route.method] = route
                return
            if segment.startswith("{"):
                node.variable = node.variable or _Node()
                node = node.variable
            else:
                node = node.literals.setdefault(segment, _Node())
        node.routes[route.method] = route


def _by_method(routes: Mapping[str, LocalRoute], method: str) -> LocalRoute | None:
    return routes.get(method) or routes.get("ANY")


def _full(node: _Node, segments: list[str], at: int, method: str, values: list[str]) -> LocalRoute | None:
    if at == len(segments):
        return _by_method(node.routes, method)
    segment = segments[at]
    literal = node.literals.get(segment)
    if literal and (route := _full(literal, segments, at + 1, method, values)):
        return route
    if node.variable and segment:
        values.append(segment)
        if route := _full(node.variable, segments, at + 1, method, values):
            return route
        values.pop()
    return None


def _greedy(node: _Node, segments: list[str], at: int, method: str, values: list[str]) -> LocalRoute | None:
    # A greedy variable needs the slash before it but may be empty: /pets/{proxy+} takes /pets/ and not /pets,
    # as AWS's own test tool has it (aws/aws-lambda-dotnet, ApiGatewayRouteConfigService).
    if at == len(segments):
        return None
    segment = segments[at]
    literal = node.literals.get(segment)
    if literal and (route := _greedy(literal, segments, at + 1, method, values)):
        return route
    if node.variable and segment:
        values.append(segment)
        if route := _greedy(node.variable, segments, at + 1, method, values):
            return route
        values.pop()
    route = _by_method(node.greedy, method)
    if route:
        values.append("/".join(segments[at:]))
    return route


def _parameters(route: LocalRoute, values: list[str]) -> Mapping[str, str]:
    names = [part.strip("{}").rstrip("+") for part in route.path.split("/") if part.startswith("{")]
    return dict(zip(names, values, strict=True))
