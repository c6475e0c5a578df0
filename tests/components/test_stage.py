from __future__ import annotations

import json
from typing import Any

import pytest

from pulumi_apigw.aws.log_fields import HTTP_DEFAULT_LOG_FIELDS, HTTP_LOG_FIELDS
from pulumi_apigw.graph import Resource, ResourceGraph

from .conftest import API, LOG_GROUP, OPEN, PERMISSION, ROUTE, STAGE, config, deployed

KEY = "arn:aws:kms:us-east-1:123456789012:key/1a2b"


def staged(
    stage: dict[str, Any] | None = None,
    route: dict[str, Any] | None = None,
    variables: dict[str, Any] | None = None,
    **api: Any,
) -> ResourceGraph:
    public = {"routes": {"GET /": {**OPEN, **(route or {})}, "GET /plain": OPEN}, **api}
    written = config(apis={"public": public}, stages={"dev": stage or {}}, stage_variables=variables or {})
    return deployed(written)


def stage_of(graph: ResourceGraph) -> Resource:
    return graph.find(STAGE, "orders-public.dev")


def settings(rate: float, burst: int, metrics: bool = True) -> dict[str, Any]:
    return {"throttlingRateLimit": rate, "throttlingBurstLimit": burst, "detailedMetricsEnabled": metrics}


def test_every_input_of_a_plain_stage() -> None:
    graph = staged()
    inputs = dict(stage_of(graph).inputs)
    log = inputs.pop("accessLogSettings")
    assert inputs == {
        "name": "dev",
        "apiId": graph.find(API, "orders-public").id,
        "autoDeploy": True,
        "stageVariables": {"lambda_alias": "dev"},
        "defaultRouteSettings": settings(1000, 500),
        "routeSettings": [],
        "tags": {},
    }
    group = graph.find(LOG_GROUP, "orders-public.dev.access-log")
    assert log["destinationArn"] == group.outputs["arn"]
    assert json.loads(log["format"]) == {name: HTTP_LOG_FIELDS[name] for name in HTTP_DEFAULT_LOG_FIELDS}
    assert group.inputs == {
        "name": "/aws/vendedlogs/apigateway/orders/public/dev",
        "retentionInDays": 30,
        "tags": {},
    }


@pytest.mark.parametrize(
    ("stage", "route", "default", "own"),
    [
        ({"rate_limit": 20}, {"burst_limit": 5}, settings(20, 500), settings(20, 5)),
        ({"burst_limit": 20}, {"rate_limit": 0.5}, settings(1000, 20), settings(0.5, 20)),
        ({}, {"rate_limit": 1, "burst_limit": 2}, settings(1000, 500), settings(1, 2)),
    ],
)
def test_P5_both_limits_are_always_written(
    stage: dict[str, Any], route: dict[str, Any], default: dict[str, Any], own: dict[str, Any]
) -> None:
    inputs = stage_of(staged({"throttle": stage}, {"throttle": route})).inputs
    assert inputs["defaultRouteSettings"] == default
    assert inputs["routeSettings"] == [{"routeKey": "GET /", **own}]


def test_P5_a_routes_own_metrics_come_with_both_limits() -> None:
    inputs = stage_of(staged(route={"detailed_metrics": False})).inputs
    assert inputs["routeSettings"] == [{"routeKey": "GET /", **settings(1000, 500, metrics=False)}]


def test_P6_a_stage_waits_for_its_routes_and_permissions() -> None:
    graph = staged(route={"throttle": {"rate_limit": 1}})
    needed = {each.urn for type_ in (ROUTE, PERMISSION) for each in graph.of_type(type_)}
    assert len(needed) == 3
    assert needed <= set(stage_of(graph).dependencies)


def test_P27_what_only_websocket_apis_log_is_never_sent() -> None:
    inputs = stage_of(staged(route={"throttle": {"rate_limit": 1}, "detailed_metrics": True})).inputs
    for each in (inputs["defaultRouteSettings"], *inputs["routeSettings"]):
        assert each.keys() == {"throttlingRateLimit", "throttlingBurstLimit", "detailedMetricsEnabled"} | (
            each.keys() & {"routeKey"}
        )


def test_variables() -> None:
    graph = staged(
        {"variables": {"table": "orders-dev"}}, variables={"table": {}, "checkout": {"default": "classic"}}
    )
    assert stage_of(graph).inputs["stageVariables"] == {
        "lambda_alias": "dev",
        "table": "orders-dev",
        "checkout": "classic",
    }


def test_a_default_stage() -> None:
    graph = staged(default_stage=True)
    assert stage_of(graph).inputs["name"] == "$default"
    assert graph.exports["urls"] == {
        "public": {"dev": graph.find(API, "orders-public").outputs["apiEndpoint"]}
    }


def test_description_and_tags() -> None:
    graph = staged({"description": "For us", "tags": {"a": "stage"}}, tags={"b": "api"})
    assert stage_of(graph).inputs["description"] == "For us"
    assert stage_of(graph).inputs["tags"] == {"a": "stage", "b": "api"}


def test_a_log_with_settings_of_its_own() -> None:
    log = {
        "format": "$context.requestId $context.status",
        "retention_days": 7,
        "kms_key_arn": KEY,
        "log_class": "INFREQUENT_ACCESS",
    }
    graph = staged(access_log=log, tags={"team": "shop"})
    assert stage_of(graph).inputs["accessLogSettings"]["format"] == "$context.requestId $context.status"
    assert graph.find(LOG_GROUP, "orders-public.dev.access-log").inputs == {
        "name": "/aws/vendedlogs/apigateway/orders/public/dev",
        "retentionInDays": 7,
        "kmsKeyId": KEY,
        "logGroupClass": "INFREQUENT_ACCESS",
        "tags": {"team": "shop"},
    }


@pytest.mark.parametrize("log", [{"access_log": "none"}, {"stage": {"access_log": "none"}}])
def test_no_log(log: dict[str, Any]) -> None:
    graph = staged(**log)
    assert "accessLogSettings" not in stage_of(graph).inputs
    assert [each.name for each in graph.of_type(LOG_GROUP)] == ["orders-api.logs"]
