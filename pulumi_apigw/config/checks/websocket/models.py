"""Models of WebSocket APIs: each is sent by itself, with all that it refers to."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ....aws.websocket_limits import MODEL_CHARACTERS
from ....errors import Problem
from ....schemas import problems, standalone
from ..context import Context

__all__ = ["sizes"]


def sizes(context: Context) -> Iterator[Problem]:
    """AWS takes schemas up to a length."""
    for path, api in context.websocket_apis():
        if any(True for schema in api.models.values() for _ in problems(schema, api.models)):
            continue
        for name in api.models:
            size = len(json.dumps(standalone(name, api.models), ensure_ascii=False, default=str))
            if size > MODEL_CHARACTERS:
                fact = f"the schema has {size} characters, with the models that it refers to"
                fix = f"AWS takes at most {MODEL_CHARACTERS}: split the message, or say less of it."
                yield context.error((*path, "models", name), fact, fix)
