"""What will be built: frozen dataclasses with every default, name and stage variable resolved."""

from __future__ import annotations

from .model import HttpApiPlan, ServicePlan, StagePlan
from .service import plan_service

__all__ = ["HttpApiPlan", "ServicePlan", "StagePlan", "plan_service"]
