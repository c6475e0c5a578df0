"""What will be built: frozen dataclasses with every default, name and stage variable resolved."""

from __future__ import annotations

from .model import AnyApiPlan, HttpApiPlan, RestApiPlan, ServicePlan, StagePlan, WebSocketApiPlan
from .service import plan_service
from .shared import plan_shared_service

__all__ = [
    "AnyApiPlan",
    "HttpApiPlan",
    "RestApiPlan",
    "ServicePlan",
    "StagePlan",
    "WebSocketApiPlan",
    "plan_service",
    "plan_shared_service",
]
