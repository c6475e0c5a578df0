"""Cross-checks of domains: combinations that AWS refuses, or takes without doing what was meant."""

from __future__ import annotations

from . import certificates, endpoints, mappings, mutual_tls, names, shadowed

__all__ = ["CHECKS"]

CHECKS = (
    names.references,
    names.twice,
    names.stages,
    names.apis,
    names.chosen,
    names.unfit,
    mappings.doubles,
    mappings.taken,
    mappings.levels,
    mappings.reserved,
    mappings.websockets,
    mappings.rules,
    mappings.rule_kinds,
    mappings.modes,
    mappings.quotas,
    shadowed.routes,
    certificates.zones,
    certificates.certificates,
    certificates.long_names,
    certificates.tls,
    certificates.access_modes,
    certificates.other_kinds,
    certificates.several_levels,
    mutual_tls.domains,
    mutual_tls.open_endpoints,
    mutual_tls.ownership,
    endpoints.private,
    endpoints.public,
    endpoints.existing,
    endpoints.addresses,
    endpoints.unreachable,
)
