"""Gateway responses: those that API Gateway lets nobody change."""

from __future__ import annotations

from collections.abc import Iterator

from ....errors import Problem
from ..context import Context

__all__ = ["unchangeable"]

_TOO_LARGE = "REQUEST_TOO_LARGE"


def unchangeable(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis"""
    for path, api in context.rest_apis():
        if _TOO_LARGE in api.gateway_responses:
            fact = "API Gateway answers 413 in its own words, whatever stands here"
            yield context.advice((*path, "gateway_responses", _TOO_LARGE), fact, "Remove it.")
