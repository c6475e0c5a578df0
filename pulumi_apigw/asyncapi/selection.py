"""The route's key as part of a message, where the selection expression says which part that is.

https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html#apigateway-websocket-api-route-selection-expressions
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from ..plan.websocket.model import WebSocketApiPlan

__all__ = ["no_key_schema", "route_key_schema"]

_ONE_VALUE: Final = re.compile(r"\$request\.body\.([\w.-]+)|\$\{request\.body\.([\w.-]+)\}")


def route_key_schema(plan: WebSocketApiPlan, key: str) -> dict[str, Any]:
    """The schema of messages that go to a route; empty where the expression is not one value of the body."""
    return _with_value(plan, {"const": key})


def no_key_schema(plan: WebSocketApiPlan, keys: Sequence[str]) -> dict[str, Any]:
    """The schema of messages that go to none of the routes; a message is to fit one route alone."""
    found = _with_value(plan, {"enum": list(keys)}) if keys else {}
    return {"not": found} if found else {}


def _with_value(plan: WebSocketApiPlan, value: dict[str, Any]) -> dict[str, Any]:
    expression = _ONE_VALUE.fullmatch(plan.settings.route_selection_expression)
    if expression is None:
        return {}
    schema = value
    for name in reversed((expression[1] or expression[2]).split(".")):
        schema = {"type": "object", "required": [name], "properties": {name: schema}}
    return schema
