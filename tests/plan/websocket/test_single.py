"""A WebSocket API or a stage of one from a program that has no config of a whole service."""

from __future__ import annotations

import pytest

from pulumi_apigw.errors import ConfigError
from pulumi_apigw.plan.single import (
    checked_http_api,
    checked_rest_api,
    checked_stage,
    checked_websocket_api,
)
from pulumi_apigw.plan.single_stage import plan_single_stage

from .conftest import websocket_api

CHAT = {"routes": {"$connect": {"function": "api", "authorizer": "none"}}}


def test_an_api_alone() -> None:
    assert list(checked_websocket_api(CHAT, functions=["api"]).routes) == ["$connect"]


def test_P36_an_api_alone_is_held_to_the_same_rules() -> None:
    written = {"routes": {"send": {"function": "api"}}}
    with pytest.raises(ConfigError, match=r"routes: anybody may connect: there is no '\$connect'"):
        checked_websocket_api(written, functions=["api"])


def test_each_kind_is_for_its_own_component() -> None:
    for check in (checked_http_api, checked_rest_api):
        with pytest.raises(ConfigError, match="Give it to a WebSocketApi"):
            check({"protocol": "websocket", **CHAT}, functions=["api"])
    with pytest.raises(ConfigError, match="Give it to an HttpApi"):
        checked_websocket_api(
            {"protocol": "http", "routes": {"GET /": {"function": "api", "authorizer": "none"}}},
            functions=["api"],
        )


def test_a_stage_alone() -> None:
    api = websocket_api()
    config = checked_stage({"variables": {"lambda_alias": "dev"}, "throttle": {"rate_limit": 5}}, api=api)
    stage = plan_single_stage("live", config, api, log_group_of="chat/live", tags={"a": "b"})
    assert (stage.stage_name, stage.settings.throttle.rate_limit, stage.tags) == ("live", 5, {"a": "b"})
    assert stage.access_log is not None
    assert stage.access_log.log_group == "/aws/vendedlogs/apigateway/chat/live"


def test_a_stage_alone_has_no_cache_and_is_not_awss_default() -> None:
    api = websocket_api()
    with pytest.raises(ConfigError, match="cache: only REST APIs have a cache"):
        checked_stage({"cache": {"size_gb": 0.5}}, api=api)
    config = checked_stage({"variables": {"lambda_alias": "dev"}}, api=api)
    with pytest.raises(ConfigError, match=r"stage_name: '\$default' is not accepted"):
        plan_single_stage("$default", config, api, log_group_of="chat", tags={})


def test_P8_an_alias_that_nothing_permits() -> None:
    api = websocket_api()
    config = checked_stage({"variables": {"lambda_alias": "prod"}}, api=api)
    with pytest.raises(ConfigError, match="names the alias 'prod', which function 'api' has not"):
        plan_single_stage("prod", config, api, log_group_of="chat", tags={})
