"""What a stage of a REST API is set to: cache, execution log, canary.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-stages.html
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ...aws import limits
from ..base import ConfigModel, Flag, Number, Text, Whole, within
from ..functions import StageVariableName

__all__ = ["CacheClusterConfig", "CanaryConfig", "ExecutionLogConfig", "MethodCacheConfig"]


class ExecutionLogConfig(ConfigModel):
    """API Gateway's own log of how it handled requests.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    """

    level: Literal["OFF", "ERROR", "INFO"] = "OFF"
    """What is logged."""
    data_trace: Flag = False
    """Whether whole requests and responses are logged, with whatever secrets are in them."""


class MethodCacheConfig(ConfigModel):
    """How answers are cached.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
    """

    enabled: Flag = True
    """Whether answers are cached."""
    ttl_seconds: Annotated[Whole, within(limits.CACHE_TTL_SECONDS, "seconds")] = 300
    """Seconds for which an answer is kept."""
    encrypted: Flag = True
    """Whether cached answers are encrypted."""
    invalidation: Literal["anyone", "authorized", "authorized_or_ignored", "authorized_or_told"] = (
        "authorized"
    )
    """Who may ask for a fresh answer (`Cache-Control: max-age=0`): `anyone`; callers with
    `execute-api:InvalidateCache`, others getting 403 (`authorized`), an answer from the cache
    (`authorized_or_ignored`) or that with a warning header (`authorized_or_told`)."""


class CacheClusterConfig(MethodCacheConfig):
    """A cache of a stage's own, which costs by the hour, and how GET routes use it."""

    size_gb: Literal["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"] | float
    """Size: one of AWS's own, 0.5 to 237."""


class CanaryConfig(ConfigModel):
    """A share of the requests goes to the newest deployment with stage variables of its own.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
    """

    percent_traffic: Annotated[Number, Field(ge=0, le=100)]
    """Percent of the requests that the canary gets."""
    variables: dict[StageVariableName, Text] = {}
    """Stage variables that differ in the canary, such as the alias that routes call."""
    stable_deployment_id: str | None = None
    """Deployment that the other requests go to; the newest one too where left out."""
    use_stage_cache: Flag = False
    """Whether the canary uses the stage's cache."""
