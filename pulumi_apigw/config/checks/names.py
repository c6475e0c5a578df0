"""Names: those that stand for something elsewhere in the config, and those that AWS sees of APIs."""

from __future__ import annotations

from collections.abc import Iterator

from ...aws import limits
from ...errors import Problem
from ...source import Path, did_you_mean, format_path
from ..base import shown
from ..names import api_name
from ..websocket import WebSocketApiConfig
from .context import Context, WebApi
from .references import is_told

__all__ = ["OPEN", "apis", "authorizers", "functions", "unknown", "vpc_links"]

OPEN = "none"
"""What a route says in place of an authorizer's name when anybody may call it."""


def functions(context: Context) -> Iterator[Problem]:
    """Functions that routes, defaults and authorizers name must be in `functions`."""
    for path, name in _function_names(context):
        yield from unknown(context, path, name, "function", ("functions",))


def authorizers(context: Context) -> Iterator[Problem]:
    """Authorizers that routes and defaults name must be in the API's `authorizers`."""
    for path, _, api in context.apis():
        section = (*path, "authorizers")
        if OPEN in context.written(*section):
            fix = "Choose another name."
            yield context.error((*section, OPEN), f"{OPEN!r} means that a route has no authorizer", fix)
        if not isinstance(api, WebSocketApiConfig):
            yield from _default_authorizer(context, (*path, "defaults", "authorizer"), api, section)
        for key, route in api.routes.items():
            if route.authorizer and route.authorizer != OPEN:
                place = (*path, "routes", key, "authorizer")
                yield from unknown(context, place, route.authorizer, "authorizer", section)


def _default_authorizer(context: Context, place: Path, api: WebApi, section: Path) -> Iterator[Problem]:
    if api.defaults.authorizer == OPEN:
        yield context.error(
            place,
            "a default cannot open every route",
            f"Name an authorizer, and give 'authorizer: {OPEN}' to each route that anybody may call.",
        )
    elif api.defaults.authorizer:
        yield from unknown(context, place, api.defaults.authorizer, "authorizer", section)


def vpc_links(context: Context) -> Iterator[Problem]:
    """VPC links that private integrations name must be in the API's `vpc_links`."""
    for path, _, _, route in context.web_routes():
        if route.integration and route.integration.type == "private":
            place = (*path, "integration", "vpc_link")
            yield from unknown(
                context, place, route.integration.vpc_link, "VPC link", (*path[:2], "vpc_links")
            )


def apis(context: Context) -> Iterator[Problem]:
    """AWS's name of an API is made of the service's, the API's and the stage's."""
    for path, name, _ in context.apis():
        full = api_name(context.config.service, context.stack_stage, name)
        if len(full) > limits.API_NAME_LENGTH and not context.refused("service"):
            yield context.error(
                path,
                f"AWS's name for it, {shown(full)}, has {len(full)} characters",
                f"At most {limits.API_NAME_LENGTH} fit: shorten the service's, the API's or the stage's.",
            )


def _function_names(context: Context) -> Iterator[tuple[Path, str]]:
    for path, _, api in context.apis():
        if api.defaults.function:
            yield (*path, "defaults", "function"), api.defaults.function
        for name, authorizer in api.authorizers.items():
            if authorizer.type == "lambda":
                yield (*path, "authorizers", name, "function"), authorizer.function
        for key, route in api.routes.items():
            if route.function:
                yield (*path, "routes", key, "function"), route.function


def unknown(context: Context, path: Path, name: str, kind: str, section: Path) -> Iterator[Problem]:
    """The problem with the name at `path` of a thing of one kind, where `section` has none of that name."""
    known = context.written(*section)
    if name in known or context.refused(*section) or is_told(name):
        return
    fix = did_you_mean(name, known) if known else f"Add it to '{format_path(section)}'."
    yield context.error(path, f"no {kind} named {shown(name)}", fix)
