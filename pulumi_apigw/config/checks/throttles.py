"""Throttles: within what an account has, of which every API of a region takes its part.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ...aws.limits import THROTTLE_BURST_PER_ACCOUNT, THROTTLE_RATE_PER_ACCOUNT
from ...errors import Problem
from ...source import Path
from ..stage_settings import ThrottleConfig
from .context import Context

__all__ = ["accounts"]

_ACCOUNT = {"rate_limit": THROTTLE_RATE_PER_ACCOUNT, "burst_limit": THROTTLE_BURST_PER_ACCOUNT}


def accounts(context: Context) -> Iterator[Problem]:
    """A limit above the account's never comes to hold."""
    for place, throttle in _throttles(context):
        for name, most in _ACCOUNT.items():
            given = getattr(throttle, name)
            if given is not None and given > most:
                fact = f"all APIs of an account have {most} by default, so that {given:.10g} is never reached"
                yield context.advice((*place, name), fact, "Lower it, unless AWS raised the account's.")


def _throttles(context: Context) -> Iterator[tuple[Path, ThrottleConfig]]:
    yield ("stages", context.stage, "throttle"), context.config.stages[context.stage].throttle
    for path, _, api in context.apis():
        yield (*path, "throttle"), api.throttle
    for path, _, _, route in context.routes():
        if route.throttle:
            yield (*path, "throttle"), route.throttle
    for path, api in context.keyed_apis():
        for name, plan in api.usage_plans.items():
            yield (*path, "usage_plans", name, "throttle"), plan.throttle
            for key, throttle in plan.routes.items():
                yield (*path, "usage_plans", name, "routes", key), throttle
