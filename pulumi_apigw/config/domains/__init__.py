"""Custom domain names: certificates, DNS records, base paths and routing rules of a stage's APIs."""

from __future__ import annotations

from .domain import (
    AnyDomainConfig,
    AnyDomainsConfig,
    DomainConfig,
    Endpoint,
    ExistingDomainConfig,
    MutualTlsConfig,
)
from .routing import RoutingMode, RoutingRuleConfig

__all__ = [
    "AnyDomainConfig",
    "AnyDomainsConfig",
    "DomainConfig",
    "Endpoint",
    "ExistingDomainConfig",
    "MutualTlsConfig",
    "RoutingMode",
    "RoutingRuleConfig",
]
