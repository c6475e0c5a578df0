"""Models of a WebSocket API: JSON Schema as the config has it → as API Gateway takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...schemas import standalone
from .model import WebSocketModelPlan

__all__ = ["plan_models"]


def plan_models(models: Mapping[str, Mapping[str, Any]]) -> tuple[WebSocketModelPlan, ...]:
    """Every model, with those that it refers to inside it."""
    return tuple(WebSocketModelPlan(name=name, json_schema=standalone(name, models)) for name in models)
