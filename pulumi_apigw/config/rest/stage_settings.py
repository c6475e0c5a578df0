"""What a stage of a REST API is set to: cache, execution log, canary.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-stages.html
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Tag, WithJsonSchema

from ...aws import rest_limits
from ..base import ConfigModel, Flag, NameOf, Number, Whole, problem, shown, within
from ..stage_variables import StageVariableName, StageVariableValue

__all__ = [
    "AnyCacheConfig",
    "CacheClusterConfig",
    "CanaryConfig",
    "ExecutionLogConfig",
    "MethodCacheConfig",
]


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
    ttl_seconds: Annotated[Whole, within(rest_limits.CACHE_TTL_SECONDS, "seconds")] = 300
    """Seconds for which an answer is kept."""
    encrypted: Flag = True
    """Whether cached answers are encrypted."""
    invalidation: Literal["anyone", "authorized", "authorized_or_ignored", "authorized_or_told"] = (
        "authorized"
    )
    """Who may ask for a fresh answer (`Cache-Control: max-age=0`): `anyone`; callers with
    `execute-api:InvalidateCache`, others getting 403 (`authorized`), an answer from the cache
    (`authorized_or_ignored`) or that with a warning header (`authorized_or_told`)."""


def _size(value: Any) -> Any:
    # AWS takes its own spelling alone, while YAML has 0.5 and 118 for numbers and 118.0 for the same.
    text = f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else value
    if text in rest_limits.CACHE_SIZES_GB:
        return text
    raise problem(f"AWS has no cache of {shown(value)} GB", f"Use {', '.join(rest_limits.CACHE_SIZES_GB)}.")


class CacheClusterConfig(MethodCacheConfig):
    """A cache of a stage's own, which costs by the hour, and how GET routes use it."""

    size_gb: Annotated[
        str,
        BeforeValidator(_size),
        WithJsonSchema({"enum": [*map(float, rest_limits.CACHE_SIZES_GB), *rest_limits.CACHE_SIZES_GB]}),
    ]
    """Size in GB: one of AWS's own, 0.5 to 237."""


def _no_switch(value: Any) -> Any:
    if isinstance(value, bool):
        raise problem(
            f"{shown(value)} is no cache", "Give its size: {size_gb: 0.5}." if value else "Write 'none'."
        )
    return value


def _kind(value: Any) -> str:
    return "none" if isinstance(value, str) else "cluster"


AnyCacheConfig = Annotated[
    Annotated[CacheClusterConfig, Tag("cluster")] | Annotated[Literal["none"], Tag("none")],
    Discriminator(_kind),
    BeforeValidator(_no_switch),
]
"""A cache cluster, or `none`."""


class CanaryConfig(ConfigModel):
    """A share of the requests goes to the newest deployment with stage variables of its own.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
    """

    percent_traffic: Annotated[Number, within(rest_limits.CANARY_PERCENT, "percent")]
    """Percent of the requests that the canary gets."""
    variables: dict[StageVariableName, StageVariableValue] = {}
    """Stage variables that differ in the canary, such as the alias that routes call."""
    stable_deployment_id: NameOf | None = None
    """Deployment that the other requests go to; the newest one too where left out."""
    use_stage_cache: Flag = False
    """Whether the canary uses the stage's cache."""
