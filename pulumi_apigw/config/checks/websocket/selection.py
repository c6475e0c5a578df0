"""Routes that the selection expression never gives.

https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws.websocket_limits import RESERVED_ROUTE_KEYS
from ....aws.websocket_mappings import fixed_key
from ....errors import Problem
from ..context import Context

__all__ = ["constant"]


def constant(context: Context) -> Iterator[Problem]:
    """An expression that reads nothing chooses one route: the API is to have no other for messages."""
    for path, api in context.websocket_apis():
        place = (*path, "route_selection_expression")
        key = None if context.refused(*place) else fixed_key(api.route_selection_expression)
        others = [each for each in api.routes if each not in (key, *RESERVED_ROUTE_KEYS)]
        if key is not None and others:
            text = api.route_selection_expression
            fact = f"{text!r} chooses the same route for every message, so that {others[0]!r} is never called"
            yield context.error(place, fact, "Name a key of the message, such as $request.body.action.")
