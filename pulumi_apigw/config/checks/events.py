"""Events: a function that APIs of several kinds call gets them in several formats.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import Problem
from ..authorizers import LambdaAuthorizerConfig
from .context import Context, WebApi, WebRoute

__all__ = ["answers", "formats"]


def formats(context: Context) -> Iterator[Problem]:
    """REST APIs send events of format 1.0, which has the path and the method elsewhere than 2.0 has them."""
    rest = _rest_callers(context)
    told: set[str] = set()
    for path, api, key, route in context.http_routes():
        name = _called(api, route) or ""
        is_other = (route.payload_format or api.defaults.payload_format) != "1.0"
        if name in rest and is_other and name not in told:
            told.add(name)
            http = str(path[1])
            where = f'apis.{http}.routes["{key}"]' if route.payload_format else f"apis.{http}.defaults"
            fact = (
                f"routes of REST API {rest[name]!r} call it with events of format 1.0, and those of HTTP API "
                f"{http!r} with 2.0"
            )
            own = "or give each API a function of its own, unless it reads both"
            fix = f"Say 'payload_format: \"1.0\"' in '{where}', {own}."
            yield context.advice(("functions", name), fact, fix)


def _rest_callers(context: Context) -> dict[str, str]:
    """Functions that routes of REST APIs call, each with the first of these APIs."""
    callers: dict[str, str] = {}
    for path, api, _, route in context.rest_routes():
        if name := _called(api, route):
            callers.setdefault(name, str(path[1]))
    return callers


def answers(context: Context) -> Iterator[Problem]:
    """REST and WebSocket APIs take an IAM policy from an authorizer, and an HTTP API what it says it takes.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
    """
    policies = {
        each.function: path
        for path, api in context.keyed_apis()
        for each in api.authorizers.values()
        if each.type == "lambda"
    }
    fix = "Say 'response: iam' and 'payload_format: \"1.0\"', or give each API a function of its own."
    for path, api in context.http_apis():
        for name, each in api.authorizers.items():
            if not isinstance(each, LambdaAuthorizerConfig) or each.response != "simple":
                continue
            if other := policies.get(each.function):
                one, two = f"API {path[1]!r}", f"API {other[1]!r}"
                fact = f"{one} takes a simple answer of {each.function!r}, and {two} a policy"
                yield context.advice((*path, "authorizers", name, "response"), fact, fix)


def _called(api: WebApi, route: WebRoute) -> str | None:
    return None if route.integration else route.function or api.defaults.function
