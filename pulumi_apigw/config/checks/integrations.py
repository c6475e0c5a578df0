"""What integrations of REST and WebSocket APIs have no use for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...aws.networks import is_private_network
from ...errors import Problem
from ...source import Path
from ..rest import RestRouteConfig
from ..rest.integrations import MockIntegrationConfig
from ..websocket import WebSocketRouteConfig
from ..websocket.integrations import WebSocketMockConfig
from .context import Context

__all__ = [
    "URL_VARIABLE",
    "WITH_URL_VARIABLES",
    "mappings_without_effect",
    "mock_without_effect",
    "mock_without_status",
    "private_hosts",
]

URL_VARIABLE = re.compile(r"(?<!\$)\{([\w.-]+)\+?\}")
WITH_URL_VARIABLES = ("url", "object_key")
"""Fields of integrations in which `{name}` takes a variable of the path."""

_HOST = re.compile(r"https?://(?:[^@/]*@)?(\[[^\]]*\]|[^/:?#]+)")
_LINK = "Use 'type: private' with a VPC link."
_INSTEAD = {"websocket": "Call a function in the VPC."}
_PRIVATE = (".internal", ".local", ".localhost", ".lan")


def private_hosts(context: Context) -> Iterator[Problem]:
    """Hosts that only a network of one's own knows: HTTP integrations go over the internet.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
    """
    for path, api, _, route in context.routes():
        integration = route.integration
        if integration is None or integration.type != "http":
            continue
        host = _HOST.match(integration.url)
        if host and is_private(host[1]):
            fact = f"{host[1]!r} is not on the internet, by which API Gateway calls it"
            yield context.advice((*path, "integration", "url"), fact, _INSTEAD.get(api.protocol, _LINK))


def is_private(host: str) -> bool:
    """Whether a host's name or address means nothing on the internet; unknown where a reference is in it."""
    if "$" in host or "{" in host:
        return False
    try:
        return is_private_network(host.strip("[]"))
    except ValueError:
        return "." not in host or host.lower().endswith(_PRIVATE)


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


def mock_without_status(
    context: Context, path: Path, route: RestRouteConfig | WebSocketRouteConfig
) -> Iterator[Problem]:
    """A mock's template is no request but says how to answer, which takes a status.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
    """
    if not isinstance(route.integration, MockIntegrationConfig | WebSocketMockConfig):
        return
    for name, template in route.request_templates.items():
        # What a reference becomes may say it.
        if "statusCode" not in template and "${ref." not in template and "${stage." not in template:
            fact = "a mock answers 500 to what gives it no status"
            fix = 'Write it into the template: {"statusCode": 200}.'
            yield context.error((*path, "request_templates", name), fact, fix)
