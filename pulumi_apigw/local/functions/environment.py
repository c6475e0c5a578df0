"""The environment variables of a worker process: the function's own, Lambda's, and little of the laptop's."""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pulumi_apigw.local.functions.catalogue import Function
from pulumi_apigw.local.functions.endpoints import stand_in_credentials

__all__ = ["environment_of"]

_INHERITED: Final = ("PATH", "HOME", "LANG", "TMPDIR")


def environment_of(function: Function, version: str, task_root: Path) -> dict[str, str]:
    """The variables a worker of one version of a function starts with; nothing else of the laptop's leaks in.

    A function can set Lambda's unreserved variables and not its reserved ones, as on AWS:
    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
    """
    return {
        **(stand_in_credentials(os.environ) if function.calls_gateway else {}),
        **_unreserved(),
        **_laptop(os.environ),
        **function.environment,
        **_reserved(function, version, task_root),
    }


def _unreserved() -> dict[str, str]:
    # No X-Ray daemon listens on a laptop. The function's own environment can turn tracing on again:
    # https://docs.aws.amazon.com/powertools/python/latest/core/tracer/
    return {
        "LANG": "en_US.UTF-8",
        "POWERTOOLS_TRACE_DISABLED": "true",
        "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
    }


def _laptop(environment: Mapping[str, str]) -> dict[str, str]:
    """What finds programs, and the credentials and endpoints (of an emulator, say) that AWS's SDKs read."""
    return {
        name: value
        for name, value in environment.items()
        if name in _INHERITED or (name.startswith("AWS_") and not name.startswith("AWS_LAMBDA_"))
    }


def _reserved(function: Function, version: str, task_root: Path) -> dict[str, str]:
    stream = f"{datetime.now(UTC):%Y/%m/%d}/[{version}]{uuid.uuid4().hex}"
    return {
        "_HANDLER": function.handler,
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": version,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": function.log_group,
        "AWS_LAMBDA_LOG_STREAM_NAME": stream,
        "LAMBDA_TASK_ROOT": str(task_root),
        "TZ": "UTC",
        **_log_level(function),
    }


def _log_level(function: Function) -> dict[str, str]:
    """Set for functions with JSON logging alone."""
    if function.log_level is None:
        return {}
    return {"AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": function.log_level}
