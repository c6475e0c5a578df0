"""Models of a REST API: JSON Schema as the config has it → as API Gateway takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...schemas import to_api_gateway
from .model import ModelPlan

__all__ = ["plan_models"]


def plan_models(models: Mapping[str, Mapping[str, Any]]) -> tuple[ModelPlan, ...]:
    """Every model, with its references to others as the document needs them."""
    return tuple(
        ModelPlan(name=name, json_schema=to_api_gateway(schema, models)) for name, schema in models.items()
    )
