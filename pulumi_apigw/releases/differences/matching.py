"""Which route answers a request before and after: what tells a removal from a change.

`GET /a` that is gone while `ANY /{proxy+}` stays is still answered; `ANY /a` that became `GET /a` is not, for
the other methods; `/items/{id}` and `/items/{item_id}` are one path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...aws.route_keys import METHODS, RouteKey, Segment, parse_route_key

__all__ = ["Pair", "identity", "pairs"]

Segments = tuple[Segment, ...]

_METHODS = tuple(method for method in METHODS if method != "ANY")
_GREEDY = "/{proxy+}"
# Without these routes clients connect and go all the same: AWS calls nothing and asks nobody.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
_EVENTS = ("$connect", "$disconnect")


@dataclass(frozen=True)
class Pair:
    """Requests that `old` answered and `new` answers, by their keys; None where no route does.

    `methods` are those of the requests, none in a WebSocket API.
    """

    old: str | None
    new: str | None
    methods: tuple[str, ...] = ()


def identity(key: str, protocol: str) -> str:
    """A key without the names of its path variables."""
    return key if protocol == "websocket" else parse_route_key(key).normalised


def pairs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Pair]:
    """Pairs of routes of two APIs of one protocol, each once."""
    if new["protocol"] == "websocket":
        yield from _messages(old["routes"], new["routes"])
        return
    one, other = _Table(old["routes"], new["protocol"]), _Table(new["routes"], new["protocol"])
    found: dict[tuple[str | None, str | None], set[str]] = {}
    for path in {**one.paths, **other.paths}.values():
        before, after = one.answers(path), other.answers(path)
        for method in _METHODS:
            keys = before.get(method), after.get(method)
            # What answers preflights in place of a route is API Gateway itself.
            is_preflight = method == "OPTIONS" and new.get("cors") and keys[1] is None
            if keys != (None, None) and not is_preflight:
                found.setdefault(keys, set()).add(method)
    for (first, second), methods in found.items():
        yield Pair(first, second, tuple(method for method in _METHODS if method in methods))


def _messages(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Pair]:
    for key in dict.fromkeys((*old, *new)):
        yield Pair(_answering(key, old), _answering(key, new))


def _answering(key: str, routes: Mapping[str, Any]) -> str | None:
    if key in routes or key in _EVENTS:
        return key
    return "$default" if "$default" in routes else None


class _Table:
    """The routes of an API by path, the ones that API Gateway would choose first going first."""

    def __init__(self, keys: Iterable[str], protocol: str) -> None:
        self._protocol = protocol
        self.paths: dict[Segments, Segments] = {}
        self._routes: dict[Segments, dict[str, str]] = {}
        self._default: str | None = None
        for text in keys:
            key = parse_route_key(text)
            if key.is_default:
                self._default = text
                for path in ("/", _GREEDY):
                    self._add_path(parse_route_key(f"ANY {path}"))
            else:
                self._routes.setdefault(self._add_path(key), {})[key.method] = text
        # By the first segment, None for a variable: an API may have hundreds of paths.
        self._beginning: dict[Segments | None, list[Segments]] = {}
        for each in self._routes:
            self._beginning.setdefault(_beginning(each), []).append(each)

    def answers(self, path: Segments) -> dict[str, str]:
        """The key of the route that answers each method of requests that look like `path`."""
        found: dict[str, str] = {}
        near = [*self._beginning.get(path[:1], ()), *self._beginning.get(None, ())]
        for each in sorted(near, key=self._rank):
            if _covers(each, path):
                routes = self._routes[each]
                for method in _METHODS:
                    key = routes.get(method) or routes.get("ANY")
                    if key is not None:
                        found.setdefault(method, key)
        if self._default is not None:
            found = dict.fromkeys(_METHODS, self._default) | found
        return found

    def _add_path(self, key: RouteKey) -> Segments:
        # A slash alone is no segment of a REST API's path, and none that its `{proxy+}` takes.
        is_root = self._protocol == "rest" and key.path == "/"
        path = () if is_root else tuple(map(_nameless, key.segments))
        self.paths[path] = path
        return path

    def _rank(self, path: Segments) -> tuple[bool, list[int]]:
        """Full matches go first in HTTP APIs; literal before variable before greedy, from left to right.

        https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
        """
        kinds = [2 if each.greedy else int(each.variable is not None) for each in path]
        return self._protocol == "http" and 2 in kinds, kinds


def _nameless(segment: Segment) -> Segment:
    return segment if segment.variable is None else Segment(segment.normalised, "", segment.greedy)


def _beginning(path: Segments) -> Segments | None:
    return None if path and path[0].variable is not None else path[:1]


def _covers(wide: Segments, narrow: Segments) -> bool:
    """Whether a route of the path `wide` takes all requests that look like `narrow`."""
    for at, each in enumerate(wide):
        if each.greedy:
            return at < len(narrow)
        if at == len(narrow) or narrow[at].greedy:
            return False
        if each.variable is None and each != narrow[at]:
            return False
        if each.variable is not None and narrow[at].text == "":
            return False
    return len(wide) == len(narrow)
