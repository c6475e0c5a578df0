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
    found = examine(data, SourceMap()).problems
    return [f"advice: {each}" if each.severity == "advice" else str(each) for each in found]


def test_models_as_large_as_aws_takes_them(changed: Callable[[str], dict[str, Any]]) -> None:
    assert found(changed(SNIPPET), rest_limits.MODELS_BYTES) == []


def test_P30_larger_models_of_requests(changed: Callable[[str], dict[str, Any]]) -> None:
    assert found(changed(SNIPPET), rest_limits.MODELS_BYTES + 1) == [
        "apis.public.models: models of requests have 409601 bytes together, while AWS's quota is 409600 an"
        " API. Split the API, shorten descriptions, or have functions check some bodies."
    ]


def test_P30_models_of_answers_that_are_too_large_with_the_others_stay_here(
    changed: Callable[[str], dict[str, Any]],
) -> None:
    """API Gateway checks no answers, so that nothing is lost."""
    answers = SNIPPET.replace("body: Item", "body: Name, responses: {'201': {body: Item}}")
    data = changed(answers.replace("models: {", "models: {Name: {type: string}, "))
    assert found(data, rest_limits.MODELS_BYTES) == [
        "advice: apis.public.models: models have 409618 bytes together, while AWS's quota is 409600 an API."
        " Those of answers alone stay here, where exports have them: AWS checks no answers."
    ]
