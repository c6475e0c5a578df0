"""One API or one function from a program that has no config of a whole service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..config import resolve
from ..config.http import HttpApiConfig
from .http import plan_http_api
from .model import HttpApiPlan, TargetPlan

__all__ = ["plan_single_api"]

_STAGE = "stage"


def plan_single_api(
    name: str,
    api: HttpApiConfig | Mapping[str, Any],
    targets: Mapping[str, TargetPlan],
    *,
    stage_variables: Iterable[str] = (),
    tags: Mapping[str, str] | None = None,
) -> tuple[HttpApiConfig, HttpApiPlan]:
    """The API as a checked config, and its plan without stages.

    It passes every check of a whole service's config: it is put into the smallest one. Raises ConfigError with all
    that is wrong.
    """
    written = api.model_dump(exclude_unset=True) if isinstance(api, HttpApiConfig) else dict(api)
    around = {
        "service": "service",
        "functions": {function: {"provided": True} for function in targets},
        "apis": {"api": written},
        "stage_variables": {variable: {"default": "any"} for variable in stage_variables},
        "stages": {_STAGE: {}},
    }
    config = resolve(around, _STAGE).apis["api"]
    return config, plan_http_api(name, config, api_name=name, targets=targets, tags=tags or {})
