"""Which models of an API fit into AWS's quota of them.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..aws import rest_limits
from .references import reached

__all__ = ["fitting", "total_bytes"]


def total_bytes(schemas: Iterable[Any]) -> int:
    """The size of converted schemas together."""
    return sum(len(json.dumps(schema, default=str, ensure_ascii=False).encode()) for schema in schemas)


def fitting(schemas: Mapping[str, Any], checked: Iterable[str]) -> set[str]:
    """Names of the models that API Gateway gets: all, or, where they are too many, those of requests.

    It checks no answers, so that models of answers alone do nothing there. `checked` names the models of
    requests.
    """
    if total_bytes(schemas.values()) <= rest_limits.MODELS_BYTES:
        return set(schemas)
    return reached(checked, schemas)
