"""Stages of a REST API: settings of methods, cache, canary and logs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pulumi_apigw.aws.log_fields import REST_DEFAULT_LOG_FIELDS, REST_LOG_FIELDS
from pulumi_apigw.plan.model import ThrottlePlan
from pulumi_apigw.plan.rest.model import CachePlan, MethodSettingsPlan, RestStagePlan

from ..conftest import service
from .conftest import rest_stage


def throttle(rate_limit: float, burst_limit: int) -> ThrottlePlan:
    return ThrottlePlan(rate_limit=rate_limit, burst_limit=burst_limit)


def settings(
    path: str,
    *,
    limits: ThrottlePlan = throttle(1000, 500),  # noqa: B008
    detailed_metrics: bool = True,
    log_level: str = "OFF",
    data_trace: bool = False,
    cache: CachePlan | None = None,
) -> MethodSettingsPlan:
    return MethodSettingsPlan(
        path=path,
        throttle=limits,
        detailed_metrics=detailed_metrics,
        log_level=log_level,
        data_trace=data_trace,
        cache=cache,
    )


def cached(
    enabled: bool = True,
    ttl_seconds: int = 300,
    *,
    encrypted: bool = True,
    require_authorization: bool = True,
    strategy: str = "FAIL_WITH_403",
) -> CachePlan:
    return CachePlan(
        enabled=enabled,
        ttl_seconds=ttl_seconds,
        encrypted=encrypted,
        require_authorization=require_authorization,
        unauthorized_strategy=strategy,
    )


def test_a_stage_that_says_nothing() -> None:
    found = rest_stage()
    assert (found.name, found.stage_name, found.description) == ("dev", "dev", None)
    assert found.variables == {"lambda_alias": "dev"}
    assert found.settings == (settings("*/*"),)
    assert (found.cache_size_gb, found.canary, found.usage_plans, found.tags) == (None, None, (), {})


@pytest.mark.parametrize(
    ("api", "own", "expected"),
    [
        ({}, {}, throttle(1000, 500)),
        ({"rate_limit": 20}, {}, throttle(20, 500)),
        ({"rate_limit": 7, "burst_limit": 8}, {"burst_limit": 9}, throttle(7, 9)),
    ],
)
def test_every_methods_limits_are_the_stages_else_the_apis(
    api: dict[str, Any], own: dict[str, Any], expected: ThrottlePlan
) -> None:
    assert rest_stage({"throttle": own}, throttle=api).settings == (settings("*/*", limits=expected),)


@pytest.mark.parametrize(
    ("api", "own", "expected"),
    [(True, None, True), (False, None, False), (False, True, True), (True, False, False)],
)
def test_detailed_metrics_are_the_stages_else_the_apis(api: bool, own: bool | None, expected: bool) -> None:
    found = rest_stage({"detailed_metrics": own}, detailed_metrics=api)
    assert found.settings == (settings("*/*", detailed_metrics=expected),)


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ({"throttle": {"rate_limit": 20}}, {"limits": throttle(20, 40)}),
        ({"throttle": {"burst_limit": 20}}, {"limits": throttle(30, 20)}),
        ({"detailed_metrics": False}, {"detailed_metrics": False}),
        ({"execution_log": {"level": "INFO", "data_trace": True}}, {"log_level": "INFO", "data_trace": True}),
        ({"execution_log": {}}, {"log_level": "OFF"}),
    ],
)
def test_a_routes_own_settings_are_whole(route: dict[str, Any], expected: dict[str, Any]) -> None:
    """What they leave out is the stage's: AWS would take it for 0 and false."""
    found = rest_stage(
        {"throttle": {"rate_limit": 30, "burst_limit": 40}},
        {"GET /items": route, "GET /other": {}},
        execution_log={"level": "ERROR"},
    )
    around: dict[str, Any] = {"limits": throttle(30, 40), "log_level": "ERROR"}
    assert found.settings == (settings("*/*", **around), settings("~1items/GET", **{**around, **expected}))


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("GET /", "~1/GET"),
        ("GET /items", "~1items/GET"),
        ("POST /shops/{shop}/items", "~1shops~1{shop}~1items/POST"),
    ],
)
def test_a_method_is_named_as_aws_answers(key: str, path: str) -> None:
    """The provider looks for the settings in AWS's answer, where slashes of the path are written `~1`."""
    found = rest_stage(routes={key: {"detailed_metrics": False}})
    assert [each.path for each in found.settings] == ["*/*", path]


def test_settings_of_a_route_for_any_method_are_those_of_the_verbs_that_it_answers() -> None:
    """AWS has none for ANY; what has a method of its own, such as a preflight, keeps its own."""
    routes: dict[str, Any] = {"ANY /a": {"throttle": {"rate_limit": 1}}, "GET /a": {}, "ANY /b": {}}
    paths = [each.path for each in rest_stage(routes=routes).settings]
    assert paths == [
        "*/*",
        *(f"~1a/{verb}" for verb in ("POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")),
    ]
    found = rest_stage(routes=routes, cors={"allow_origins": ["https://a.example.com"]})
    assert [each.path for each in found.settings] == paths[:-1]


@pytest.mark.parametrize("route", [{"cache": {}}, {"throttle": {"rate_limit": 1}}])
def test_of_a_route_for_any_method_answers_to_get_alone_are_cached(route: dict[str, Any]) -> None:
    _, *own = rest_stage(routes={"ANY /items": route}, cache=CLUSTER).settings
    assert [each.path for each in own if each.cache and each.cache.enabled] == ["~1items/GET"]
    assert len(own) == 7


def test_P45_preflights_have_no_settings_of_their_own() -> None:
    found = rest_stage(
        routes={"GET /items": {"detailed_metrics": False}}, cors={"allow_origins": ["https://a.example.com"]}
    )
    assert [each.path for each in found.settings] == ["*/*", "~1items/GET"]


CLUSTER = {"size_gb": "1.6", "ttl_seconds": 60, "encrypted": False}
OF_CLUSTER = cached(ttl_seconds=60, encrypted=False)


def test_without_a_cluster_nothing_is_cached() -> None:
    found = rest_stage(routes={"GET /items": {"throttle": {"rate_limit": 1}}})
    assert found.cache_size_gb is None
    assert [each.cache for each in found.settings] == [None, None]


@pytest.mark.parametrize(
    ("api", "own", "size"),
    [
        (CLUSTER, None, "1.6"),
        ("none", CLUSTER, "1.6"),
        (CLUSTER, "none", None),
        (CLUSTER, {"size_gb": "118"}, "118"),
        ({"size_gb": 0.5}, None, "0.5"),
        ({"size_gb": 237.0}, None, "237"),
    ],
)
def test_the_cluster_is_the_stages_else_the_apis(api: Any, own: Any, size: str | None) -> None:
    found = rest_stage({"cache": own}, cache=api)
    assert found.cache_size_gb == size
    assert [each.cache is None for each in found.settings] == [size is None]


def test_the_cluster_says_how_every_get_is_cached() -> None:
    assert rest_stage(cache=CLUSTER).settings == (settings("*/*", cache=OF_CLUSTER),)


@pytest.mark.parametrize(
    ("key", "route", "expected"),
    [
        ("GET /items", {"throttle": {"rate_limit": 1}}, OF_CLUSTER),
        # AWS caches GET alone where '*/*' says so; settings of a method's own say it for that method.
        ("POST /items", {"throttle": {"rate_limit": 1}}, cached(False, 60, encrypted=False)),
        ("ANY /items", {"throttle": {"rate_limit": 1}}, OF_CLUSTER),
        ("POST /items", {"cache": {}}, OF_CLUSTER),
        ("GET /items", {"cache": {"enabled": False}}, cached(False, 60, encrypted=False)),
        ("GET /items", {"cache": {"ttl_seconds": 5}}, cached(ttl_seconds=5, encrypted=False)),
        ("GET /items", {"cache": {"encrypted": True}}, cached(ttl_seconds=60)),
    ],
)
def test_a_routes_own_cache_is_completed_by_the_clusters(
    key: str, route: dict[str, Any], expected: CachePlan
) -> None:
    assert rest_stage(routes={key: route}, cache=CLUSTER).settings[1].cache == expected


def test_P23_streamed_answers_are_not_cached_where_all_others_are() -> None:
    streamed: dict[str, Any] = {"ANY /items": {"stream": True}, "POST /items": {"stream": True}}
    found = rest_stage(routes={**streamed, "GET /other": {}}, cache=CLUSTER)
    assert found.settings == (
        settings("*/*", cache=OF_CLUSTER),
        settings("~1items/GET", cache=cached(False, 60, encrypted=False)),
    )
    assert len(rest_stage(routes=streamed).settings) == 1


def test_a_cluster_that_caches_nothing_but_what_says_so() -> None:
    found = rest_stage(
        routes={"GET /a": {"cache": {}}, "GET /b": {"detailed_metrics": False}},
        cache={"size_gb": "0.5", "enabled": False},
    )
    assert [each.cache and each.cache.enabled for each in found.settings] == [False, True, False]


@pytest.mark.parametrize(
    ("invalidation", "required", "strategy"),
    [
        ("anyone", False, "SUCCEED_WITHOUT_RESPONSE_HEADER"),
        ("authorized", True, "FAIL_WITH_403"),
        ("authorized_or_ignored", True, "SUCCEED_WITHOUT_RESPONSE_HEADER"),
        ("authorized_or_told", True, "SUCCEED_WITH_RESPONSE_HEADER"),
    ],
)
def test_who_may_ask_for_a_fresh_answer(invalidation: str, required: bool, strategy: str) -> None:
    found = rest_stage(cache={"size_gb": "0.5", "invalidation": invalidation})
    assert found.settings[0].cache == cached(require_authorization=required, strategy=strategy)


def test_P44_the_log_group_has_a_name_that_the_accounts_shared_policy_covers() -> None:
    log = rest_stage({"access_log": {"format": "$context.requestId", "retention_days": 7}}).access_log
    assert log is not None
    assert (log.log_group, log.format, log.retention_days) == (
        "/aws/vendedlogs/apigateway/orders/public/dev",
        "$context.requestId",
        7,
    )
    assert rest_stage({"access_log": "none"}).access_log is None


def test_P10_without_the_accounts_role_nothing_is_logged() -> None:
    routes = {"GET /items": {"function": "api", "authorizer": "none", "detailed_metrics": False}}
    plan = service(
        access_log_role="none",
        apis={"public": {"protocol": "rest", "routes": routes}},
    )
    (stage,) = plan.apis["public"].stages
    assert isinstance(stage, RestStagePlan)
    assert stage.access_log is None
    assert [each.log_level for each in stage.settings] == ["OFF", "OFF"]
    assert plan.access_log_role == "none"


def test_P10_a_log_to_firehose_needs_no_role() -> None:
    stream = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/amazon-apigateway-logs"
    routes = {"GET /items": {"function": "api", "authorizer": "none"}}
    log = {"firehose_arn": stream}
    plan = service(
        access_log_role="none", apis={"public": {"protocol": "rest", "routes": routes, "access_log": log}}
    )
    (stage,) = plan.apis["public"].stages
    assert stage.access_log is not None
    assert stage.access_log.firehose_arn == stream


@pytest.mark.parametrize(("written", "expected"), [(None, "adopt"), ("create", "create")])
def test_P10_the_accounts_role_is_for_rest_apis_alone(written: str | None, expected: str) -> None:
    role = {} if written is None else {"access_log_role": written}
    routes = {"GET /items": {"function": "api", "authorizer": "none"}}
    assert (
        service(apis={"public": {"protocol": "rest", "routes": routes}}, **role).access_log_role == expected
    )
    assert service(apis={"public": {"routes": routes}}).access_log_role == "none"


def test_a_canary_goes_through_as_it_is_written() -> None:
    found = rest_stage({"canary": {"percent_traffic": 10, "variables": {"lambda_alias": "next"}}})
    assert found.canary is not None
    assert (found.canary.percent_traffic, found.canary.variables) == (10, {"lambda_alias": "next"})
    assert found.variables == {"lambda_alias": "dev"}


def test_the_access_log_holds_what_rest_apis_know() -> None:
    log = rest_stage().access_log
    assert log is not None
    assert json.loads(log.format) == {name: REST_LOG_FIELDS[name] for name in REST_DEFAULT_LOG_FIELDS}
