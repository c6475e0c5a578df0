"""What integrations of REST and WebSocket APIs have no use for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...errors import Problem
from ...source import Path
from ..rest import RestRouteConfig
from ..rest.integrations import MockIntegrationConfig
from ..websocket import WebSocketRouteConfig
from ..websocket.integrations import WebSocketMockConfig
from .context import Context

__all__ = ["mappings_without_effect", "mock_without_effect"]


def mappings_without_effect(
    context: Context,
    path: Path,
    route: RestRouteConfig | WebSocketRouteConfig,
    names: tuple[str, ...],
    passes: str | None,
) -> Iterator[Problem]:
    """Mappings (`names`) of a route whose integration `passes` everything through; None: it does not."""
    if passes is None or context.refused_within(*path, "integration"):
        return
    for name in names:
        if getattr(route, name):
            fix = "Remove it." if route.integration is None else "Remove it, or say 'proxy: false'."
            yield context.error((*path, name), f"it has no effect: {passes} everything through", fix)


def mock_without_effect(
    context: Context,
    path: Path,
    route: RestRouteConfig | WebSocketRouteConfig,
    instead: Mapping[str, str],
) -> Iterator[Problem]:
    """A mock's short words stand for templates: those of the route (`instead`) take their place."""
    mock = route.integration
    if not isinstance(mock, MockIntegrationConfig | WebSocketMockConfig):
        return
    for field, own in instead.items():
        if field in mock.model_fields_set and getattr(route, own):
            fact = f"it has no effect: the route writes its own '{own}'"
            yield context.error((*path, "integration", field), fact, "Keep one of the two.")
