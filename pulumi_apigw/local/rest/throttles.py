"""Throttles of a REST API: each method of a stage has one, and each API key by its usage plan.

Token buckets: `burst` requests at once, and `rate` more a second. Limits of an account are not known here.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.local.fields import belonging, text
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.model import Throttle
from pulumi_apigw.local.rest.refusals import Refusal
from pulumi_apigw.local.usage_plans import USAGE_PLAN, USAGE_PLAN_KEY

__all__ = ["Throttling", "read_throttles"]

METHOD_SETTINGS = "aws:apigateway/methodSettings:MethodSettings"
EVERY_METHOD = "*"


class Throttling:
    """Who may call how often; `clock` gives seconds."""

    def __init__(self, throttles: tuple[Throttle, ...], clock: Callable[[], float] = time.monotonic) -> None:
        self._throttles = {(each.stage, each.method, each.api_key): each for each in throttles}
        self._clock = clock
        self._buckets: dict[tuple[str, str, str], _Bucket] = {}

    def check(self, call: RestCall) -> None:
        """Raises `Refusal` (429) above a limit: of the key, of the key on the method, of the method."""
        stage, method = call.stage.name, call.route.key
        verb = f"{call.request.method} {method.partition(' ')[2]}"
        if call.api_key:
            for each in dict.fromkeys((EVERY_METHOD, verb, method)):
                self._take(call, (stage, each, call.api_key.id), self._found(stage, each, call.api_key.id))
        # What all methods are set to holds for each by itself, where it is set to nothing of its own; those
        # of a route for any method are set by their verbs.
        throttle = self._found(stage, verb) or self._found(stage, method) or self._found(stage, EVERY_METHOD)
        self._take(call, (stage, verb, ""), throttle)

    def _found(self, stage: str, method: str, api_key: str = "") -> Throttle | None:
        return self._throttles.get((stage, method, api_key))

    def _take(self, call: RestCall, key: tuple[str, str, str], throttle: Throttle | None) -> None:
        if throttle is None:
            return
        bucket = self._buckets.setdefault(key, _Bucket(throttle.burst, self._clock()))
        if not bucket.take(throttle, self._clock()):
            who = f"the API key {call.api_key.name!r}" if call.api_key and key[2] else "the method"
            limits = f"{throttle.rate:g} requests a second and {throttle.burst} at once"
            raise Refusal("THROTTLED", f"{call.route.key}: {who} has {limits} in stage {key[0]!r}.")


@dataclass
class _Bucket:
    tokens: float
    filled: float

    def take(self, throttle: Throttle, now: float) -> bool:
        self.tokens = min(throttle.burst, self.tokens + (now - self.filled) * throttle.rate)
        self.filled = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


def read_throttles(graph: ResourceGraph, api: Resource) -> Iterator[Throttle]:
    """What the stages' methods are set to, and what the usage plans say of their keys."""
    for settings in belonging(graph, METHOD_SETTINGS, "restApi", api):
        limits: Mapping[str, Any] = settings.inputs.get("settings") or {}
        # The provider's word for no limit is -1.
        rate, burst = limits.get("throttlingRateLimit", -1), limits.get("throttlingBurstLimit", -1)
        if -1 not in (rate, burst):
            method = _method(text(settings, "methodPath"))
            yield Throttle(text(settings, "stageName"), method, float(rate), int(burst))
    keys: dict[str, list[str]] = {}
    for link in graph.of_type(USAGE_PLAN_KEY):
        keys.setdefault(text(link, "usagePlanId"), []).append(text(link, "keyId"))
    for plan in graph.of_type(USAGE_PLAN):
        for stage in plan.inputs.get("apiStages") or ():
            if stage.get("apiId") == api.id:
                for key in keys.get(plan.id, ()):
                    yield from _of_key(plan, stage, key)


def _of_key(plan: Resource, stage: Mapping[str, Any], key: str) -> Iterator[Throttle]:
    limits = {EVERY_METHOD: plan.inputs.get("throttleSettings")}
    limits |= {_method(str(each.get("path"))): each for each in stage.get("throttles") or ()}
    for method, each in limits.items():
        if each:  # one of the two that is left out is 0, which lets nothing through
            rate, burst = float(each.get("rateLimit") or 0), int(each.get("burstLimit") or 0)
            yield Throttle(str(stage.get("stage")), method, rate, burst, key)


def _method(path: str) -> str:
    """The key of a route, `GET /items`, for `~1items/GET` and `/items/GET`; `*` for every method."""
    resource, _, method = path.rpartition("/")
    if resource == "*":
        return EVERY_METHOD
    return f"{method} /{resource.replace('~1', '/').strip('/')}"
