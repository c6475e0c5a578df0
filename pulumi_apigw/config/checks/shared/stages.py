"""What several stages of one API cannot have, or only so many of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....aws import limits
from ....errors import Problem
from ..context import Context

__all__ = ["default_stages", "quotas", "stable_deployments"]

# The same number for each kind of API, each on a page of its own.
_PAGES = {
    "http": "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
    "rest": "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "api-gateway-execution-service-limits-table.html",
    "websocket": "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "apigateway-execution-service-websocket-limits-table.html",
}


def quotas(contexts: Sequence[Context]) -> Iterator[Problem]:
    """AWS raises the quota for one API on request, so that more may be meant."""
    count, most = len(contexts[0].config.stages), limits.STAGES_PER_API
    api = next(iter(contexts[0].config.apis.values()), None)
    if count > most and api is not None:
        fact = (
            f"there are {count} stages, while AWS's default quota is {most} an API ({_PAGES[api.protocol]})"
        )
        fix = "Have it raised for each API, or give stages stacks of their own ('topology: stack-per-stage')."
        yield contexts[0].advice(("stages",), fact, fix)


def default_stages(contexts: Sequence[Context]) -> Iterator[Problem]:
    """An API has one stage of AWS's own name, whose URL has no stage in it."""
    first = contexts[0]
    names = list(first.config.stages)
    for path, api in first.http_apis():
        if api.default_stage and len(names) > 1:
            fact = f"stages {names[0]!r} and {names[1]!r} would both be the API's one stage $default"
            fix = "Remove it: each stage answers below its own name, or at a 'domain' of its own."
            yield first.error((*path, "default_stage"), fact, fix)


def stable_deployments(contexts: Sequence[Context]) -> Iterator[Problem]:
    """Which deployments are kept, and which of them a stage has, is what its releases say."""
    for context in contexts:
        canary = context.config.stages[context.stage].canary
        if canary is not None and canary.stable_deployment_id is not None:
            place = ("stages", context.stage, "canary", "stable_deployment_id")
            fact = "deployments of an API with several stages are kept by release, and this one may be gone"
            fix = "Move to a release bit by bit in place of 'canary': 'apigw promote FROM TO --percent 10'."
            yield context.error(place, fact, fix)
