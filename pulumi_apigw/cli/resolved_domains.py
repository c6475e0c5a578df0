"""The custom domain names of a plan as plain data."""

from __future__ import annotations

from pulumi_apigw.plan import ServicePlan, WebSocketApiPlan
from pulumi_apigw.plan.domains import DomainPlan, RoutingRulePlan

from .resolved_parts import Data

__all__ = ["resolved_domain"]


def resolved_domain(domain: DomainPlan, plan: ServicePlan) -> Data:
    """A domain, how it is made where this stack does that, and which requests lead to which API."""
    own = domain.own
    made = own and {
        "certificate": own.certificate,
        "zone": own.zone or own.zone_id,
        "security_policy": own.security_policy,
        "endpoint_access_mode": own.endpoint_access_mode,
        "ip_address_type": own.ip_address_type,
        "truststore_uri": own.mutual_tls.truststore_uri if own.mutual_tls else None,
        "vpc_endpoint_ids": list(own.vpc_endpoint_ids),
        "routing_mode": own.routing_mode,
    }
    mappings = [
        {
            "base_path": each.base_path,
            "api": each.api,
            "stage": each.stage,
            "url": _url(domain, each.base_path, plan, each.api),
        }
        for each in domain.mappings
    ]
    return {
        "name": domain.name,
        "endpoint": domain.endpoint,
        "made": made,
        "mappings": mappings,
        "routing_rules": [_rule(each) for each in domain.routing_rules],
    }


def _url(domain: DomainPlan, base_path: str, plan: ServicePlan, api: str) -> str:
    scheme = "wss" if isinstance(plan.apis[api], WebSocketApiPlan) else "https"
    return f"{scheme}://{domain.name}/{base_path}".rstrip("/")


def _rule(rule: RoutingRulePlan) -> Data:
    return {
        "name": rule.name,
        "priority": rule.priority,
        "base_path": rule.base_path,
        "headers": dict(rule.headers),
        "api": rule.api,
        "stage": rule.stage,
        "strip_base_path": rule.strip_base_path,
    }
