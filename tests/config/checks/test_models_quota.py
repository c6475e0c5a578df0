"""How much AWS takes of the models of one API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pulumi_apigw.aws import rest_limits
from pulumi_apigw.config.resolve import examine
from pulumi_apigw.source import SourceMap

SNIPPET = """
apis:
  public:
    protocol: rest
    authorizers: {customers: {type: iam, issuer: null, audience: null}}
    models: {Item: {type: string}}
    routes: {POST /items: {body: Item}}
"""
AROUND = len('{"description": "", "type": "string"}')


def found(data: dict[str, Any], size: int) -> list[str]:
    data["apis"]["public"]["models"]["Item"]["description"] = "x" * (size - AROUND)
    return [str(problem) for problem in examine(data, SourceMap()).problems]


def test_models_as_large_as_aws_takes_them(changed: Callable[[str], dict[str, Any]]) -> None:
    assert found(changed(SNIPPET), rest_limits.MODELS_BYTES) == []


def test_P30_larger_models(changed: Callable[[str], dict[str, Any]]) -> None:
    assert found(changed(SNIPPET), rest_limits.MODELS_BYTES + 1) == [
        "apis.public.models: the models are 409601 bytes long together, while AWS's quota is 409600 an API."
        " Split the API, or leave out the models of responses, which check nothing."
    ]
