"""What a route asks of a request, with the API's defaults applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Demands", "demands_of", "target_of"]

_OPEN = "none"
_JSON = "application/json"
_SCOPED = ("jwt", "cognito")


@dataclass(frozen=True)
class Demands:
    """What a request needs to reach a route's target.

    `authorizer` names one, None where anybody may call; `definition` is that authorizer's. `parameters` are
    those that must be there, `bodies` the models that a body is checked against, by content type.
    """

    authorizer: str | None
    definition: Mapping[str, Any]
    scopes: frozenset[str]
    api_key: bool
    parameters: frozenset[str]
    bodies: Mapping[str, str]


def demands_of(api: Mapping[str, Any], route: Mapping[str, Any]) -> Demands:
    """The demands of one route of an API."""
    defaults = api.get("defaults") or {}
    name = route.get("authorizer") or defaults.get("authorizer")
    name = None if name == _OPEN else name
    definition = api.get("authorizers", {}).get(name, {})
    scopes = _or_default("scopes", route, defaults) if definition.get("type") in _SCOPED else ()
    return Demands(
        authorizer=name,
        definition=definition,
        scopes=frozenset(scopes or ()),
        api_key=bool(_or_default("api_key", route, defaults)),
        parameters=_parameters(route) if _validates(api, route, "parameters") else frozenset(),
        bodies=_bodies(route.get("body")) if _validates(api, route, "body") else {},
    )


def target_of(api: Mapping[str, Any], route: Mapping[str, Any]) -> Any:
    """What a route calls: an integration, or a function by its name."""
    return route.get("integration") or route.get("function") or (api.get("defaults") or {}).get("function")


def _or_default(field: str, route: Mapping[str, Any], defaults: Mapping[str, Any]) -> Any:
    own = route.get(field)
    return defaults.get(field) if own is None else own


def _validates(api: Mapping[str, Any], route: Mapping[str, Any], part: str) -> bool:
    # A WebSocket API checks each message for which there is a model; an HTTP API checks nothing.
    default = "all" if api["protocol"] == "websocket" else "none"
    asked = _or_default("validation", route, api.get("defaults") or {}) or default
    return asked in ("all", part)


def _parameters(route: Mapping[str, Any]) -> frozenset[str]:
    # Names of headers are the same in capitals; a path variable is always there.
    return frozenset(
        name.lower() if name.startswith("header.") else name
        for name, each in route.get("parameters", {}).items()
        if each.get("required") and not name.startswith("path.")
    )


def _bodies(body: Any) -> Mapping[str, str]:
    if body is None:
        return {}
    return {_JSON: body} if isinstance(body, str) else body
