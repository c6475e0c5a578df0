from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.local.functions.catalogue import Catalogue
from pulumi_apigw.local.functions.environment import environment_of


def environment(program: Any, version: str = "$LATEST") -> dict[str, str]:
    (function,) = Catalogue(program.graph()).functions.values()
    return environment_of(function, version, Path("/src"))


def test_a_worker_has_lambdas_own_variables(program: Any) -> None:
    program.function(memorySize=256)
    variables = environment(program, "3")
    stream = variables.pop("AWS_LAMBDA_LOG_STREAM_NAME")
    assert re.fullmatch(r"\d{4}/\d\d/\d\d/\[3\][0-9a-f]{32}", stream)
    assert {
        "_HANDLER": "app.handler",
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_LAMBDA_FUNCTION_NAME": "api",
        "AWS_LAMBDA_FUNCTION_VERSION": "3",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/api",
        "LAMBDA_TASK_ROOT": "/src",
        "TZ": "UTC",
        "POWERTOOLS_TRACE_DISABLED": "true",
    }.items() <= variables.items()
    assert "AWS_LAMBDA_LOG_FORMAT" not in variables


def test_json_logging_sets_its_format_and_level(program: Any) -> None:
    program.function(loggingConfig={"logFormat": "JSON", "applicationLogLevel": "DEBUG"})
    variables = environment(program)
    assert (variables["AWS_LAMBDA_LOG_FORMAT"], variables["AWS_LAMBDA_LOG_LEVEL"]) == ("JSON", "DEBUG")


def test_credentials_and_little_else_come_from_the_laptop(
    program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "sandbox")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:4566")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "outer")
    monkeypatch.setenv("HOME", "/home/ada")
    for name in ("PYTHONPATH", "HTTPS_PROXY", "VIRTUAL_ENV", "DATABASE_PASSWORD"):
        monkeypatch.setenv(name, "leak")
    program.function()
    variables = environment(program)
    assert (variables["AWS_PROFILE"], variables["HOME"]) == ("sandbox", "/home/ada")
    assert variables["AWS_ENDPOINT_URL"] == "http://localhost:4566"
    assert (variables["AWS_REGION"], variables["AWS_LAMBDA_FUNCTION_NAME"]) == ("eu-west-1", "api")
    assert "leak" not in variables.values()


def test_the_functions_own_values_win_over_all_but_the_reserved_ones(program: Any) -> None:
    own = {"LANG": "C", "POWERTOOLS_TRACE_DISABLED": "false", "TZ": "CET", "AWS_REGION": "us-east-1"}
    program.function(environment={"variables": own})
    variables = environment(program)
    assert (variables["LANG"], variables["POWERTOOLS_TRACE_DISABLED"]) == ("C", "false")
    assert (variables["TZ"], variables["AWS_REGION"]) == ("UTC", "eu-west-1")
