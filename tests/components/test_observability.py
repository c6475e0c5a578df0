"""Alarms and the dashboard: what is registered of them, and what they watch."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw import (
    Service,
    ServiceArgs,
)
from pulumi_apigw.graph import Resource, ResourceGraph, capture

from .conftest import API, BUILT, FUNCTION, LOG_GROUP, OPEN, STAGE, config, deployed

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
METRIC_FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
REST_API = "aws:apigateway/restApi:RestApi"
TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"

GATE: dict[str, Any] = {
    "type": "lambda",
    "function": "api",
    "identity_sources": ["$request.header.Authorization"],
}


def watched(observability: Any = None, **parts: Any) -> ResourceGraph:
    return deployed(config(observability={} if observability is None else observability, **parts))


def alarm(graph: ResourceGraph, name: str) -> Resource:
    return graph.find(ALARM, f"orders-observability-{name}")


def queries(found: Resource) -> dict[str, Any]:
    return {each["id"]: each for each in found.inputs["metricQueries"]}


def dimensions(graph: ResourceGraph) -> dict[str, str]:
    stage = graph.find(STAGE, "orders-public.dev")
    return {"ApiId": graph.find(API, "orders-public").id, "Stage": stage.inputs["name"]}


def test_nothing_is_watched_unless_it_is_asked_for() -> None:
    graph = deployed(config())
    assert not graph.of_type(ALARM)
    assert not graph.of_type(DASHBOARD)


@pytest.mark.parametrize(("minutes", "said"), [(1, "In 1 minute, "), (5, "In 5 minutes, ")])
def test_a_description_counts_minutes(minutes: int, said: str) -> None:
    found = alarm(watched({"period_minutes": minutes}), "public.server-errors")
    assert found.inputs["alarmDescription"].startswith(said)


def test_a_word_turns_a_stage_off() -> None:
    graph = deployed(config(observability={}, stages={"dev": {"observability": "none"}}))
    assert not graph.of_type(ALARM)


def test_no_two_alarms_have_one_name_at_aws() -> None:
    """Names of APIs and functions have '-' in them, as those of alarms have."""
    both = {"api-server": BUILT, **config()["functions"]}
    graph = deployed(
        config(apis={"functions-api": config()["apis"]["public"]}, functions=both, observability={})
    )
    names = [each.inputs["name"] for each in graph.of_type(ALARM)]
    assert {"orders-dev-functions-api.server-errors", "orders-dev-functions.api-server.errors"} <= {*names}
    assert len(names) == len({*names})


def test_the_share_of_requests_that_fail() -> None:
    graph = watched({"period_minutes": 2, "evaluation_periods": 3, "min_requests": 50})
    found = alarm(graph, "public.server-errors")
    stated = {"namespace": "AWS/ApiGateway", "period": 120, "stat": "Sum", "dimensions": dimensions(graph)}
    assert queries(found) == {
        "value": {
            "id": "value",
            "expression": "IF(m2 >= 50, 100 * (FILL(m1, 0)) / m2, 0)",
            "label": "public.server-errors",
            "returnData": True,
        },
        "m1": {"id": "m1", "metric": {**stated, "metricName": "5xx"}},
        "m2": {"id": "m2", "metric": {**stated, "metricName": "Count"}},
    }
    assert (
        found.inputs.items()
        >= {
            "name": "orders-dev-public.server-errors",
            "alarmDescription": (
                "In 2 minutes 3 times in a row, more than 1 % of requests failed on our side."
            ),
            "comparisonOperator": "GreaterThanThreshold",
            "threshold": 1,
            "evaluationPeriods": 3,
            "treatMissingData": "notBreaching",
        }.items()
    )


def test_slow_answers() -> None:
    graph = watched({"alarms": {"latency_p99_ms": 800}})
    assert (
        alarm(graph, "public.latency").inputs.items()
        >= {
            "namespace": "AWS/ApiGateway",
            "metricName": "Latency",
            "extendedStatistic": "p99",
            "period": 300,
            "threshold": 800,
            "comparisonOperator": "GreaterThanThreshold",
        }.items()
    )
    assert alarm(graph, "public.latency").inputs["dimensions"] == dimensions(graph)


def test_throttled_requests_are_counted_in_the_log() -> None:
    graph = watched({"alarms": {"throttled_requests": 7}})
    found = graph.find(METRIC_FILTER, "orders-observability-public.throttled").inputs
    assert found["logGroupName"] == graph.find(LOG_GROUP, "orders-public.dev.access-log").inputs["name"]
    assert found["pattern"] == '{ ($.status = "429") || ($.status = 429) }'
    counted = {"namespace": "orders-dev", "name": "public.throttled"}
    assert found["metricTransformation"].items() >= {**counted, "value": "1", "defaultValue": "0"}.items()
    assert (
        alarm(graph, "public.throttled").inputs.items()
        >= {
            "namespace": "orders-dev",
            "metricName": "public.throttled",
            "statistic": "Sum",
            "threshold": 7,
            "comparisonOperator": "GreaterThanOrEqualToThreshold",
        }.items()
    )


def test_errors_of_authorizers_are_counted_where_there_are_some() -> None:
    guarded = {"authorizers": {"gate": GATE}, "routes": {"GET /": {"function": "api", "authorizer": "gate"}}}
    graph = watched(apis={"public": guarded, "open": {"routes": {"GET /": OPEN}}})
    found = graph.find(METRIC_FILTER, "orders-observability-public.authorizer-errors").inputs
    assert found["pattern"] == '{ ($.authorizerError = "*") && ($.authorizerError != "-") }'
    names = {each.name for each in graph.of_type(ALARM)}
    assert "orders-observability-public.authorizer-errors" in names
    assert "orders-observability-open.authorizer-errors" not in names


def test_a_rest_api_is_known_by_its_name() -> None:
    graph = watched(apis={"public": {"protocol": "rest", "routes": {"GET /": OPEN}}})
    own = {"ApiName": graph.find(REST_API, "orders-public").inputs["name"], "Stage": "dev"}
    metrics = queries(alarm(graph, "public.client-errors"))
    assert metrics["m1"]["metric"]["metricName"] == "4XXError"
    assert [metrics[each]["metric"]["dimensions"] for each in ("m1", "m2")] == [own, own]


def test_a_websocket_api_fails_by_its_integrations_and_refuses_connections() -> None:
    routes = {"$connect": {"authorizer": "none"}, "say": {}}
    live = {"protocol": "websocket", "defaults": {"function": "api"}, "routes": routes}
    graph = watched(apis={"live": live})
    metrics = queries(alarm(graph, "live.server-errors"))
    names = [metrics[each]["metric"]["metricName"] for each in ("m1", "m2", "m3")]
    assert names == ["IntegrationError", "ExecutionError", "MessageCount"]
    assert metrics["value"]["expression"] == "IF(m3 >= 20, 100 * (FILL(m1, 0) + FILL(m2, 0)) / m3, 0)"
    refusals = graph.find(METRIC_FILTER, "orders-observability-live.connect-errors").inputs
    status = '(($.status = "4*") || ($.status = "5*") || ($.status >= 400))'
    assert refusals["pattern"] == f'{{ ($.routeKey = "$connect") && {status} }}'


def every_kind(thresholds: dict[str, Any] | None = None, **parts: Any) -> ResourceGraph:
    """An API of each kind, each with an authorizer, and all that is watched of it."""
    guarded = {"authorizers": {"gate": GATE}, "routes": {"GET /": {"function": "api", "authorizer": "gate"}}}
    token = {**GATE, "identity_sources": ["$request.querystring.token"]}
    routes = {"$connect": {"function": "api", "authorizer": "gate"}, "say": {"function": "api"}}
    apis = {
        "http": guarded,
        "rest": {**guarded, "protocol": "rest"},
        "live": {"protocol": "websocket", "authorizers": {"gate": token}, "routes": routes},
    }
    return watched({"alarms": thresholds or {}, **parts}, apis=apis)


def test_every_resource_that_watches() -> None:
    graph = every_kind()
    of_each = {"server-errors", "client-errors", "latency", "throttled", "authorizer-errors"}
    names = {f"{api}.{each}" for api in ("http", "rest", "live") for each in of_each}
    of_function = {f"functions.api.{each}" for each in ("errors", "throttles", "duration")}
    every = names | of_function | {"live.connect-errors"}
    assert {each.name for each in graph.of_type(ALARM)} == {f"orders-observability-{each}" for each in every}
    counted = {each for each in every if each.endswith((".throttled", "authorizer-errors", "connect-errors"))}
    assert {each.name for each in graph.of_type(METRIC_FILTER)} == {
        f"orders-observability-{each}" for each in counted
    }
    assert len(graph.of_type(DASHBOARD)) == 1
    assert {each.inputs["treatMissingData"] for each in graph.of_type(ALARM)} == {"notBreaching"}
    assert all("alarmActions" not in each.inputs for each in graph.of_type(ALARM))


def test_alarms_and_dashboard_are_off_each_by_a_word() -> None:
    assert not every_kind(dashboard=False).of_type(DASHBOARD)
    graph = watched({"alarms": "none"})
    assert not graph.of_type(ALARM)
    assert graph.of_type(DASHBOARD)


@pytest.mark.parametrize(
    ("threshold", "names"),
    [
        (
            "authorizer_errors",
            {"http.authorizer-errors", "rest.authorizer-errors", "live.authorizer-errors"},
        ),
        ("connect_errors", {"live.connect-errors"}),
    ],
)
def test_alarms_of_authorizers_and_connections_can_be_left_out(threshold: str, names: set[str]) -> None:
    with_them = {each.name for each in every_kind().of_type(ALARM)}
    without = {each.name for each in every_kind({threshold: "none"}).of_type(ALARM)}
    assert with_them - without == {f"orders-observability-{each}" for each in names}


def test_functions_fail_are_throttled_and_come_close_to_their_timeout() -> None:
    graph = watched(
        {"alarms": {"function_duration_percent": 50}}, functions={"api": {**BUILT, "timeout_seconds": 6}}
    )
    own = {"FunctionName": graph.find(FUNCTION, "orders-api").inputs["name"]}
    duration = alarm(graph, "functions.api.duration").inputs
    assert (duration["metricName"], duration["extendedStatistic"]) == ("Duration", "p99")
    assert (duration["threshold"], duration["dimensions"]) == (3000, own)
    assert alarm(graph, "functions.api.throttles").inputs["metricName"] == "Throttles"
    metrics = queries(alarm(graph, "functions.api.errors"))
    assert [metrics[each]["metric"]["metricName"] for each in ("m1", "m2")] == ["Errors", "Invocations"]


def test_a_topic_is_told_of_the_beginning_and_the_end() -> None:
    graph = watched({"topic": TOPIC})
    assert {tuple(each.inputs["alarmActions"]) for each in graph.of_type(ALARM)} == {(TOPIC,)}
    assert {tuple(each.inputs["okActions"]) for each in graph.of_type(ALARM)} == {(TOPIC,)}


def test_a_topic_of_the_program() -> None:
    written = config(observability={"topic": "${ref.topic}"})
    graph = capture(lambda: Service("orders", ServiceArgs(config=written, refs={"topic": TOPIC})))
    assert alarm(graph, "public.latency").inputs["alarmActions"] == [TOPIC]


@pytest.mark.parametrize(
    ("threshold", "name"),
    [
        ("server_errors_percent", "public.server-errors"),
        ("client_errors_percent", "public.client-errors"),
        ("latency_p99_ms", "public.latency"),
        ("throttled_requests", "public.throttled"),
        ("function_errors_percent", "functions.api.errors"),
        ("function_throttles", "functions.api.throttles"),
        ("function_duration_percent", "functions.api.duration"),
    ],
)
def test_each_alarm_can_be_left_out(threshold: str, name: str) -> None:
    with_it = {each.name for each in watched().of_type(ALARM)}
    without = {each.name for each in watched({"alarms": {threshold: "none"}}).of_type(ALARM)}
    assert with_it - without == {f"orders-observability-{name}"}


def test_nothing_is_counted_that_nobody_sees() -> None:
    graph = watched({"alarms": {"throttled_requests": "none"}, "dashboard": False})
    assert not graph.of_type(METRIC_FILTER)
    assert watched({"alarms": "none"}).of_type(METRIC_FILTER)
