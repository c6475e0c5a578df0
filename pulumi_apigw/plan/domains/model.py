"""Custom domain names as plain data: what is made of each, and which requests lead where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ...config.domains import Endpoint, MutualTlsConfig
from ..api_parts import Tags

__all__ = ["DomainPlan", "MappingPlan", "OwnDomainPlan", "RoutingRulePlan"]


@dataclass(frozen=True, kw_only=True)
class MappingPlan:
    """A base path (the empty text is the root) and the API whose stage answers below it.

    `stage` is its name in the config, None where a domain alone is given the stages that it leads to.
    """

    base_path: str
    api: str
    stage: str | None = None


@dataclass(frozen=True, kw_only=True)
class RoutingRulePlan:
    """A rule that is looked at before base paths are: all of its conditions must hold."""

    name: str
    priority: int
    base_path: str | None
    headers: Mapping[str, str]
    api: str
    strip_base_path: bool
    stage: str | None = None


@dataclass(frozen=True, kw_only=True)
class OwnDomainPlan:
    """How a domain is made. `version` is AWS's API that makes it: `v1` for what v2 lacks.

    `certificate` is None where one is made; `zone` (by name) and `zone_id` are None where the records are the
    user's to make. What else is None is left to AWS.
    """

    version: Literal["v1", "v2"]
    certificate: str | None
    zone: str | None
    zone_id: str | None
    security_policy: str | None
    endpoint_access_mode: str | None
    ip_address_type: str | None
    mutual_tls: MutualTlsConfig | None
    ownership_certificate: str | None
    policy: Mapping[str, Any] | None
    vpc_endpoint_ids: tuple[str, ...]
    routing_mode: str | None


@dataclass(frozen=True, kw_only=True)
class DomainPlan:
    """A domain, whoever makes it (`own` is None where another stack does), and what is led there.

    `domain_id` tells an existing private domain from others of its name.
    """

    name: str
    endpoint: Endpoint
    own: OwnDomainPlan | None
    domain_id: str | None = None
    mappings: tuple[MappingPlan, ...] = ()
    routing_rules: tuple[RoutingRulePlan, ...] = ()
    tags: Tags = field(default_factory=dict)

    @property
    def by_base_path_mapping(self) -> bool:
        """Whether AWS wants its older kind of mapping, which knows REST APIs and one level alone."""
        return self.endpoint != "regional"
