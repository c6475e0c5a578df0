"""Custom domain names: config → plan."""

from __future__ import annotations

from .domain import plan_domain, plan_domains
from .model import DomainPlan, MappingPlan, OwnDomainPlan, RoutingRulePlan

__all__ = [
    "DomainPlan",
    "MappingPlan",
    "OwnDomainPlan",
    "RoutingRulePlan",
    "plan_domain",
    "plan_domains",
]
