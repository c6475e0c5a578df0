"""Custom domain names: config → plan."""

from __future__ import annotations

from collections.abc import Mapping

from ...aws import domain_limits
from ...config import ServiceConfig
from ...config.api import CommonApiConfig
from ...config.domains import AnyDomainConfig, DomainConfig, ExistingDomainConfig
from ...config.domains.mappings import base_paths, domain_name, domains_of
from ...config.references import has_reference
from ..rest.policy import policy_document
from .model import DomainPlan, MappingPlan, OwnDomainPlan, RoutingRulePlan

__all__ = ["V1_MODES", "plan_domain", "plan_domains"]

V1_MODES = {
    "API_MAPPING_ONLY": "BASE_PATH_MAPPING_ONLY",
    "ROUTING_RULE_ONLY": "ROUTING_RULE_ONLY",
    "ROUTING_RULE_THEN_API_MAPPING": "ROUTING_RULE_THEN_BASE_PATH_MAPPING",
}
"""Routing modes as the older of AWS's APIs calls them."""
# The one policy that HTTP and WebSocket APIs take; all others are for the older API alone.
_V2_POLICY = "TLS_1_2"


def plan_domains(config: ServiceConfig, stage: str) -> tuple[DomainPlan, ...]:
    """Every custom domain name of one stage."""
    tags = {**config.tags, **config.stages[stage].tags}
    found = domains_of(config.stages[stage].domain)
    return tuple(plan_domain(each, config.apis, tags=tags, stage=stage) for each in found)


def plan_domain(
    domain: AnyDomainConfig,
    apis: Mapping[str, CommonApiConfig],
    *,
    tags: Mapping[str, str],
    stage: str | None = None,
) -> DomainPlan:
    """One domain, and what of it leads to `apis` (in a service: to the `stage` of them)."""
    return DomainPlan(
        name=domain_name(domain),
        endpoint=domain.endpoint,
        own=_own(domain) if isinstance(domain, DomainConfig) else None,
        domain_id=domain.id if isinstance(domain, ExistingDomainConfig) else None,
        mappings=tuple(
            MappingPlan(base_path=path, api=api, stage=stage) for path, api in base_paths(domain, apis)
        ),
        routing_rules=tuple(
            RoutingRulePlan(
                name=name,
                priority=rule.priority,
                base_path=rule.base_path,
                headers=dict(rule.headers),
                api=rule.api,
                strip_base_path=rule.strip_base_path,
                stage=stage,
            )
            for name, rule in domain.routing_rules.items()
        ),
        tags=dict(tags),
    )


def _own(domain: DomainConfig) -> OwnDomainPlan:
    # Private domains have a policy of AWS's own, and take no other.
    policy = None if domain.endpoint == "private" else domain.security_policy or _V2_POLICY
    newer = domain.endpoint == "regional" and policy == _V2_POLICY
    mode = domain.routing_mode or ("ROUTING_RULE_THEN_API_MAPPING" if domain.routing_rules else None)
    zone_id = domain.zone if domain.zone and _is_zone_id(domain.zone) else None
    return OwnDomainPlan(
        version="v2" if newer else "v1",
        certificate=domain.certificate,
        zone=None if zone_id else domain.zone,
        zone_id=zone_id,
        security_policy=policy,
        endpoint_access_mode=domain.endpoint_access_mode,
        ip_address_type=domain.ip_address_type,
        mutual_tls=domain.mutual_tls,
        ownership_certificate=domain.ownership_certificate,
        policy=policy_document(domain.policy, endpoint=domain.endpoint),
        vpc_endpoint_ids=domain.vpc_endpoint_ids,
        routing_mode=mode if newer or mode is None else V1_MODES[mode],
    )


def _is_zone_id(zone: str) -> bool:
    # The program knows a zone by its id; of a name nothing is open when the stage is known.
    return bool(domain_limits.ZONE_ID.fullmatch(zone)) or has_reference(zone)
