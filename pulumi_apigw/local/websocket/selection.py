r"""Selection expressions: `$request.body.action`, `${request.body.kind}-v1`, `\$default`.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from pulumi_apigw.local.json_values import value_at

__all__ = ["body_value", "evaluate", "read_body"]

_VARIABLE = re.compile(r"\\\$|\$\{([^{}]+)\}|\$([A-Za-z0-9_][\w.\[\]'\"-]*)")

Read = Callable[[str], str | None]


def evaluate(expression: str, read: Read) -> str:
    """An expression with its variables replaced by what `read` gives for `request.body.x`, "" for none.

    A `$default` that stands for itself is left as it is.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if name is None:
            return "$"
        return match[0] if name == "default" else read(name) or ""

    return _VARIABLE.sub(value, expression)


def read_body(body: str | None) -> Read:
    """What gives the values of `request.body.*` for a message; a message that is no JSON has none."""

    def read(name: str) -> str | None:
        path = name.removeprefix("request.body")
        return body_value(body, path) if path != name and path[:1] in (".", "[") else None

    return read


def body_value(body: str | None, path: str) -> str | None:
    """The value at a path of a JSON text, as text; None where there is none, or no plain one."""
    found = value_at(body or "", path)
    if isinstance(found, str):
        return found
    return None if found is None or isinstance(found, list | Mapping) else json.dumps(found)
