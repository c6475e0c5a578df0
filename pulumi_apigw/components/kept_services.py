"""Calls of AWS services that stages make by releases which the files have moved on from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ..config import ServiceConfig, stage_variables
from ..config.http import HttpApiConfig
from ..config.references import substitute_stage
from ..config.service import AnyApiConfig
from ..config.websocket import WebSocketApiConfig
from ..errors import ConfigError, Problem
from ..plan.functions import plan_targets
from ..plan.http import plan_http_api
from ..plan.model import ServiceIntegrationPlan
from ..plan.rest.api import plan_rest_api
from ..plan.rest.model import AwsIntegrationPlan
from ..plan.websocket.api import plan_websocket_api
from ..releases import Release

__all__ = ["KeptService", "kept_services"]

KeptService = AwsIntegrationPlan | ServiceIntegrationPlan
# What is called without a role of its own.
_OTHERS = (None, "http", "private", "mock")


def kept_services(config: ServiceConfig, stage: str, release: Release, api: str) -> tuple[KeptService, ...]:
    """What an API of a release calls as a stage has it; `config` is what the files have.

    Raises ConfigError for an API that was written by another version, and cannot be read by this one.
    """
    data = release.apis[api]
    routes = {key: each for key, each in data["routes"].items() if _type(each) not in _OTHERS}
    if not routes:
        return ()
    variables = stage_variables(config, stage)
    try:
        written = _adapter().validate_python(substitute_stage({**data, "routes": routes}, variables))
    except ValidationError as error:
        fact = f"release {release.id!r} has an API {api!r} that this version of pulumi-apigw cannot read"
        fix = "Use the version that it was promoted with, or promote another release"
        raise ConfigError([Problem(f"stages.{stage}.release", f"{fact}. {fix}.")]) from error
    return tuple(_services(api, written, config, variables))


def _type(route: Mapping[str, Any]) -> str | None:
    found: str | None = route.get("integration", {}).get("type")
    return found


def _services(
    name: str, api: AnyApiConfig, config: ServiceConfig, variables: Mapping[str, str]
) -> Iterator[KeptService]:
    targets = plan_targets(config.functions, variables)
    if isinstance(api, HttpApiConfig):
        http = plan_http_api(name, api, api_name=name, targets=targets, tags={})
        yield from (each for each in http.integrations if isinstance(each, ServiceIntegrationPlan))
    elif isinstance(api, WebSocketApiConfig):
        yield from plan_websocket_api(name, api, api_name=name, targets=targets, tags={}).services
    else:
        yield from plan_rest_api(name, api, api_name=name, targets=targets, tags={}).services


@cache
def _adapter() -> TypeAdapter[AnyApiConfig]:
    return TypeAdapter(AnyApiConfig)
