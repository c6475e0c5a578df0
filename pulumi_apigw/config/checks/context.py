"""What every cross-check sees, and how it reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import Problem, Severity
from ...source import Path, SourceMap, format_path
from ..http import HttpApiConfig, HttpRouteConfig
from ..rest import RestApiConfig, RestRouteConfig
from ..service import ServiceConfig
from ..websocket import WebSocketApiConfig, WebSocketRouteConfig

__all__ = ["ApiConfig", "Context", "KeyedApi", "RouteConfig", "WebApi", "WebRoute"]

WebApi = HttpApiConfig | RestApiConfig
WebRoute = HttpRouteConfig | RestRouteConfig
KeyedApi = RestApiConfig | WebSocketApiConfig
"""APIs that have models, API keys and execution logs."""
ApiConfig = WebApi | WebSocketApiConfig
RouteConfig = WebRoute | WebSocketRouteConfig


@dataclass(frozen=True)
class Context:
    """One stage's config under examination.

    `data` is the plain data it came from, with the values that models refused still in it: a name that is
    there is not unknown. `removed` says where those values are: what is absent there says nothing.
    """

    config: ServiceConfig
    data: Mapping[str, Any]
    stage: str
    variables: Mapping[str, str]
    sources: SourceMap
    removed: frozenset[Path] = frozenset()

    @property
    def stack_stage(self) -> str | None:
        """The stage that AWS's names have in them: none where all stages share the stack."""
        return None if self.config.is_shared else self.stage

    def error(self, path: Path, fact: str, fix: str) -> Problem:
        """A problem that stops a deployment."""
        return self._problem(path, fact, fix, "error")

    def advice(self, path: Path, fact: str, fix: str) -> Problem:
        """A problem that a user may live with."""
        return self._problem(path, fact, fix, "advice")

    def _problem(self, path: Path, fact: str, fix: str, severity: Severity) -> Problem:
        return Problem(format_path(path), f"{fact}. {fix}", self.sources.locate(path), severity)

    def written(self, *path: str | int) -> Mapping[str, Any]:
        """The mapping at `path` as it was written, empty where there is none."""
        data: Any = self.data
        for key in path:
            data = data.get(str(key)) if isinstance(data, Mapping) else None
        return data if isinstance(data, Mapping) else {}

    def refused(self, *path: str | int) -> bool:
        """Whether the value at `path`, or one around it, was refused, so that the config holds a stand-in."""
        return any(path[:length] in self.removed for length in range(1, len(path) + 1))

    def refused_within(self, *path: str | int) -> bool:
        """Whether anything at, around or below `path` was refused."""
        return self.refused(*path) or any(each[: len(path)] == path for each in self.removed)

    def apis(self) -> Iterator[tuple[Path, str, ApiConfig]]:
        """Every API with its path and name."""
        for name, api in self.config.apis.items():
            yield ("apis", name), name, api

    def http_apis(self) -> Iterator[tuple[Path, HttpApiConfig]]:
        """Every HTTP API with its path."""
        return ((path, api) for path, _, api in self.apis() if isinstance(api, HttpApiConfig))

    def rest_apis(self) -> Iterator[tuple[Path, RestApiConfig]]:
        """Every REST API with its path."""
        return ((path, api) for path, _, api in self.apis() if isinstance(api, RestApiConfig))

    def web_apis(self) -> Iterator[tuple[Path, WebApi]]:
        """Every HTTP and REST API with its path."""
        return ((path, api) for path, _, api in self.apis() if isinstance(api, WebApi))

    def websocket_apis(self) -> Iterator[tuple[Path, WebSocketApiConfig]]:
        """Every WebSocket API with its path."""
        return ((path, api) for path, _, api in self.apis() if isinstance(api, WebSocketApiConfig))

    def keyed_apis(self) -> Iterator[tuple[Path, KeyedApi]]:
        """Every REST and WebSocket API with its path: those that have models, API keys and execution logs."""
        return ((path, api) for path, _, api in self.apis() if isinstance(api, KeyedApi))

    def routes(self) -> Iterator[tuple[Path, ApiConfig, str, RouteConfig]]:
        """Every route with its path, its API and its key."""
        yield from self.web_routes()
        yield from self.websocket_routes()

    def web_routes(self) -> Iterator[tuple[Path, WebApi, str, WebRoute]]:
        """Every route of HTTP and REST APIs with its path, its API and its key."""
        yield from self.http_routes()
        yield from self.rest_routes()

    def http_routes(self) -> Iterator[tuple[Path, HttpApiConfig, str, HttpRouteConfig]]:
        """Every route of HTTP APIs with its path, its API and its key."""
        for path, api in self.http_apis():
            for key, route in api.routes.items():
                yield (*path, "routes", key), api, key, route

    def rest_routes(self) -> Iterator[tuple[Path, RestApiConfig, str, RestRouteConfig]]:
        """Every route of REST APIs with its path, its API and its key."""
        for path, api in self.rest_apis():
            for key, route in api.routes.items():
                yield (*path, "routes", key), api, key, route

    def keyed_routes(self) -> Iterator[tuple[Path, KeyedApi, str, RestRouteConfig | WebSocketRouteConfig]]:
        """Every route of REST and WebSocket APIs with its path, its API and its key."""
        yield from self.rest_routes()
        yield from self.websocket_routes()

    def websocket_routes(self) -> Iterator[tuple[Path, WebSocketApiConfig, str, WebSocketRouteConfig]]:
        """Every route of WebSocket APIs with its path, its API and its key."""
        for path, api in self.websocket_apis():
            for key, route in api.routes.items():
                yield (*path, "routes", key), api, key, route
