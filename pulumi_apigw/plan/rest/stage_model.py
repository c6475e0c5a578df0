"""What will be built of a REST API's stage: settings of methods, cache, canary, log and usage plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...config.rest.stage_settings import CanaryConfig
from ..api_parts import AccessLogPlan, Tags, ThrottlePlan

__all__ = ["CachePlan", "MethodSettingsPlan", "RestStagePlan", "UsagePlanPlan"]


@dataclass(frozen=True, kw_only=True)
class UsagePlanPlan:
    """A usage plan of one stage; `routes` has limits of single routes by AWS's path (`/items/{id}/GET`)."""

    name: str
    aws_name: str
    description: str | None
    throttle: ThrottlePlan | None
    quota_limit: int | None
    quota_period: str | None
    quota_offset: int
    routes: Mapping[str, ThrottlePlan]
    api_keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CachePlan:
    """How answers are cached."""

    enabled: bool
    ttl_seconds: int
    encrypted: bool
    require_authorization: bool
    unauthorized_strategy: str


@dataclass(frozen=True, kw_only=True)
class MethodSettingsPlan:
    """Settings of every method (`path` `*/*`) or of one (`~1items~1{id}/GET`, as AWS has it), whole."""

    path: str
    throttle: ThrottlePlan
    detailed_metrics: bool
    log_level: str
    data_trace: bool
    cache: CachePlan | None


@dataclass(frozen=True, kw_only=True)
class RestStagePlan:
    """A stage of a REST API."""

    name: str
    stage_name: str
    description: str | None
    variables: Mapping[str, str]
    settings: tuple[MethodSettingsPlan, ...]
    cache_size_gb: str | None
    canary: CanaryConfig | None
    access_log: AccessLogPlan | None
    usage_plans: tuple[UsagePlanPlan, ...]
    tags: Tags = field(default_factory=dict)
