"""What every cross-check sees, and how it reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import Problem, Severity
from ...source import Path, SourceMap, format_path
from ..http import HttpApiConfig, HttpRouteConfig
from ..service import ServiceConfig

__all__ = ["Context"]


@dataclass(frozen=True)
class Context:
    """One stage's config under examination.

    `data` is the plain data it came from, with the values that models refused still in it: a name that is in it is not
    unknown. `partial` says that such values exist, so that nothing may be concluded from what is absent.
    """

    config: ServiceConfig
    data: Mapping[str, Any]
    stage: str
    variables: Mapping[str, str]
    sources: SourceMap
    partial: bool = False

    def error(self, path: Path, fact: str, fix: str) -> Problem:
        """A problem that stops a deployment."""
        return self._problem(path, fact, fix, "error")

    def advice(self, path: Path, fact: str, fix: str) -> Problem:
        """A problem that a user may live with."""
        return self._problem(path, fact, fix, "advice")

    def _problem(self, path: Path, fact: str, fix: str, severity: Severity) -> Problem:
        return Problem(format_path(path), f"{fact}. {fix}", self.sources.locate(path), severity)

    def written(self, *path: str) -> Mapping[str, Any]:
        """The mapping at `path` as it was written, empty where there is none."""
        data: Any = self.data
        for key in path:
            data = data.get(key) if isinstance(data, Mapping) else None
        return data if isinstance(data, Mapping) else {}

    def apis(self) -> Iterator[tuple[Path, str, HttpApiConfig]]:
        """Every API with its path and name."""
        for name, api in self.config.apis.items():
            yield ("apis", name), name, api

    def routes(self) -> Iterator[tuple[Path, HttpApiConfig, str, HttpRouteConfig]]:
        """Every route with its path, its API and its key."""
        for path, _, api in self.apis():
            for key, route in api.routes.items():
                yield (*path, "routes", key), api, key, route
