"""The config of a stage and its functions' code → the release that they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ..config import ServiceConfig
from ..config.functions import FunctionConfig
from ..config.resolve import promotable_variables
from ..config.service import AnyApiConfig
from ..config.stages import StageConfig
from ..plan.routes import plan_throttle
from ..plan.stages import stage_throttle
from .ownership import COMPARED, OF_EXPANSION, OF_STAGE, ROUTE_OF_STAGE
from .release import FunctionRelease, Release, identified

__all__ = ["release_of"]


def release_of(
    config: ServiceConfig, code: Mapping[str, str | None], *, commit: str | None = None, stage: str
) -> Release:
    """What the stack of one stage runs.

    `config` is the stage's own with its patches merged in and `${stage.x}` left as written
    (`Examination.written`), so that it is the same in each stage whose patch leaves the APIs alone. `code`
    gives the SHA-256 of the zip of each function that is built here, None where no zips are built. Functions
    that exist are part of the APIs that name them, and of no release themselves.
    """
    apis = {name: _released(api) for name, api in config.apis.items()}
    functions = {
        name: FunctionRelease(
            code_sha256=code[name],
            runtime=each.runtime,
            handler=each.handler,
            architecture=each.architecture,
            alias_variable=each.alias_variable,
        )
        for name, each in config.functions.items()
        if isinstance(each, FunctionConfig)
    }
    release, contents = identified(apis, functions)
    return Release(
        id=release,
        service=config.service,
        stage=stage,
        commit=commit,
        apis=apis,
        settings={name: _settings(api, config.stages[stage]) for name, api in config.apis.items()},
        functions=functions,
        variables=promotable_variables(config, stage),
        contents=contents,
    )


def _released(api: AnyApiConfig) -> dict[str, Any]:
    """What is the same wherever the API is deployed; a key that is new and unused changes nothing."""
    left_out = {*OF_STAGE, *OF_EXPANSION}
    data = api.model_dump(mode="json", exclude_none=True, exclude=left_out)
    for key, route in api.routes.items():
        written = data["routes"][key]
        for name in ROUTE_OF_STAGE:
            written.pop(name, None)
        if responses := getattr(route, "integration_responses", None):
            # What one leaves out is that of the service that is called, not the default of the key.
            written["integration_responses"] = {
                pattern: each.model_dump(mode="json", exclude_unset=True)
                for pattern, each in responses.items()
            }
    return data


def _settings(api: AnyApiConfig, stage: StageConfig) -> dict[str, Any]:
    throttle = stage_throttle(api, stage)
    data = api.model_dump(mode="json", exclude_none=True, include=set(COMPARED))
    return {
        **data,
        "throttle": asdict(throttle),
        "routes": {
            key: {"throttle": asdict(plan_throttle(route.throttle, throttle))}
            for key, route in api.routes.items()
            if route.throttle is not None
        },
    }
