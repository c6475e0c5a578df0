"""Who may connect: `$connect` alone is asked about, since a connection stays what it was.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws.websocket_limits import CONNECT, DISCONNECT
from ....errors import Problem
from ..context import Context
from ..names import OPEN

__all__ = ["api_keys", "authorizers", "messages", "open_connections"]


def open_connections(context: Context) -> Iterator[Problem]:
    """An API without `$connect`, or without an authorizer there, must say so: AWS lets everybody in."""
    for path, api in context.websocket_apis():
        place = (*path, "routes", CONNECT)
        if CONNECT not in api.routes:
            if api.routes and not context.refused_within(*path, "routes"):
                fix = (
                    f"Add {CONNECT!r} with an authorizer; if it is meant, write "
                    f"'{CONNECT}: {{authorizer: {OPEN}, integration: {{type: mock}}}}'."
                )
                yield context.error((*path, "routes"), f"anybody may connect: there is no {CONNECT!r}", fix)
        elif api.routes[CONNECT].authorizer is None and not context.refused(*place, "authorizer"):
            fix = f"Name an authorizer here; if it is meant, say 'authorizer: {OPEN}'."
            yield context.error(place, "anybody may connect", fix)


def authorizers(context: Context) -> Iterator[Problem]:
    """AWS takes an authorizer on `$connect` alone."""
    for path, _, key, route in context.websocket_routes():
        if key != CONNECT and route.authorizer is not None:
            fact = f"AWS asks nobody when {key!r} is called: who may connect may send every message"
            fix = f"Name it in {CONNECT!r}"
            if route.authorizer == OPEN:
                fix = "Remove it"
            elif key != DISCONNECT:
                fix += ", whose answer the function has in 'requestContext.authorizer' with every message"
            yield context.error((*path, "authorizer"), fact, f"{fix}.")


def api_keys(context: Context) -> Iterator[Problem]:
    """Messages have no headers, so that a key can come with `$connect` alone."""
    for path, _, key, route in context.websocket_routes():
        if key != CONNECT and route.api_key:
            fact = f"a key comes with the request that connects, and {key!r} is called later"
            yield context.error((*path, "api_key"), fact, f"Say it in {CONNECT!r}.")


def messages(context: Context) -> Iterator[Problem]:
    """Clients that connect or have gone send no message that a model could match."""
    for path, _, key, route in context.websocket_routes():
        if key in (CONNECT, DISCONNECT) and route.body is not None:
            fact = f"{key!r} comes without a message, so that there is nothing to check"
            yield context.error(
                (*path, "body"), fact, "Remove it, or name the model in the routes of messages."
            )
