"""https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw import Service as PulumiService
from pulumi_apigw import ServiceArgs
from pulumi_apigw.graph import capture
from pulumi_apigw.local.model import ApiKey, LocalStage
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.model import RestIntegration, RestRoute, Throttle
from pulumi_apigw.local.rest.refusals import Refusal
from pulumi_apigw.local.rest.throttles import Throttling, read_throttles

from .conftest import Service, function, make_api

MakeCall = Callable[..., RestCall]
REST_API = "aws:apigateway/restApi:RestApi"
KEY, OTHER = (ApiKey(id, id, f"{id}-value", frozenset({"dev"})) for id in ("k1", "k2"))
EVERY = Throttle("dev", "*", rate=10, burst=3)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Gate:
    """What of a row of calls is let through."""

    def __init__(self, make_call: MakeCall, *throttles: Throttle) -> None:
        self.clock = Clock()
        self._throttling = Throttling(throttles, self.clock)
        self._make_call = make_call

    def passes(self, calls: int, **changes: Any) -> list[bool]:
        return [self._passes(**changes) for _ in range(calls)]

    def _passes(self, **changes: Any) -> bool:
        call = self._make_call(Request("GET", "/dev/items/7"), api=make_api({}, {}), **changes)
        try:
            self._throttling.check(call)
        except Refusal:
            return False
        return True


def test_a_method_has_its_burst_and_then_its_rate(make_call: MakeCall) -> None:
    gate = Gate(make_call, EVERY)
    assert gate.passes(4) == [True, True, True, False]
    gate.clock.now += 0.125
    assert gate.passes(2) == [True, False]
    gate.clock.now += 60
    assert gate.passes(4) == [True, True, True, False]


def test_what_a_method_is_set_to_itself_goes_before_what_all_are(make_call: MakeCall) -> None:
    gate = Gate(make_call, EVERY, Throttle("dev", "GET /items/{id}", rate=1, burst=1))
    assert gate.passes(2) == [True, False]


def test_a_method_for_any_verb_has_the_limits_of_each(make_call: MakeCall) -> None:
    route = RestRoute("ANY /items/{id}", RestIntegration("AWS_PROXY"))
    gate = Gate(make_call, EVERY, Throttle("dev", "GET /items/{id}", rate=1, burst=1))
    assert gate.passes(2, route=route) == [True, False]


def test_another_stage_has_limits_of_its_own(make_call: MakeCall) -> None:
    gate = Gate(make_call, EVERY)
    assert gate.passes(4, stage=LocalStage("prod", {}, deployed=True)) == [True] * 4


def test_each_key_has_the_limits_of_its_plan(make_call: MakeCall) -> None:
    gate = Gate(
        make_call,
        *(Throttle("dev", "*", rate=1, burst=2, api_key=key.id) for key in (KEY, OTHER)),
        Throttle("dev", "GET /items/{id}", rate=1, burst=1, api_key=OTHER.id),
    )
    assert gate.passes(3, api_key=KEY) == [True, True, False]
    assert gate.passes(2, api_key=OTHER) == [True, False]
    assert gate.passes(9) == [True] * 9


def test_the_log_says_whose_limits_they_are(make_call: MakeCall) -> None:
    throttling = Throttling((Throttle("dev", "*", 0.5, 0, api_key="k1"), Throttle("dev", "*", 2, 0)))
    for key, who in ((KEY, "the API key 'k1' has 0.5"), (None, "the method has 2")):
        call = make_call(Request("GET", "/dev/items/7"), api=make_api({}, {}), api_key=key)
        with pytest.raises(Refusal, match=f": {who} requests a second and 0 at once in stage 'dev'") as e:
            throttling.check(call)
        assert e.value.type == "THROTTLED"


def test_callers_get_429(service: Callable[..., Service]) -> None:
    given = service({"GET /items": function()}, throttles=(Throttle("dev", "*", rate=0, burst=1),))
    assert given.answer().response.status == 200
    response = given.answer().response
    assert (response.status, response.body) == (429, b'{"message":"Too Many Requests"}')
    assert ("x-amzn-errortype", "TooManyRequestsException") in response.headers


def test_limits_are_those_of_the_stage_its_methods_and_its_plans() -> None:
    limits = {"rate_limit": 2, "burst_limit": 4}
    open_ = {"authorizer": "none", "integration": {"type": "mock"}, "api_key": True}
    api = {
        "protocol": "rest",
        "routes": {"GET /": open_, "POST /items/{id}": {**open_, "throttle": limits}},
        "api_keys": {"acme": {}},
        "usage_plans": {"basic": {"api_keys": ["acme"], "throttle": limits, "routes": {"GET /": limits}}},
        "throttle": {"rate_limit": 20, "burst_limit": 10},
    }
    config = {"service": "shop", "apis": {"public": api}, "stages": {"dev": {}}}
    graph = capture(lambda: PulumiService("shop", ServiceArgs(config=config)))
    (rest,) = graph.of_type(REST_API)
    (key,) = graph.of_type("aws:apigateway/apiKey:ApiKey")
    assert {*read_throttles(graph, rest)} == {
        Throttle("dev", "*", 20, 10),
        Throttle("dev", "POST /items/{id}", 2, 4),
        Throttle("dev", "*", 2, 4, key.id),
        Throttle("dev", "GET /", 2, 4, key.id),
    }
