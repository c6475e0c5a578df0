"""The dashboard of a service, and what of an access log is counted and shown there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pulumi_apigw.graph import Resource, ResourceGraph

from .conftest import LOG_GROUP, OPEN
from .test_observability import ALARM, DASHBOARD, METRIC_FILTER, dimensions, watched


def widgets_of(graph: ResourceGraph) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(graph.of_type(DASHBOARD)[0].inputs["dashboardBody"])["widgets"]
    return found


def queries_of_logs(graph: ResourceGraph) -> list[str]:
    return [each["properties"]["query"] for each in widgets_of(graph) if each["type"] == "log"]


def test_the_dashboard_fills_its_grid_without_overlaps() -> None:
    graph = watched(apis={"public": {"routes": {"GET /": OPEN}}, "more": {"routes": {"GET /": OPEN}}})
    (dashboard,) = graph.of_type(DASHBOARD)
    assert dashboard.inputs["dashboardName"] == "orders-dev"
    widgets = json.loads(dashboard.inputs["dashboardBody"])["widgets"]
    taken = [
        (x, y)
        for each in widgets
        for x in range(each["x"], each["x"] + each["width"])
        for y in range(each["y"], each["y"] + each["height"])
    ]
    assert len(taken) == len(set(taken))
    assert {x for x, _ in taken} == set(range(24))
    assert widgets[0]["properties"]["alarms"] == [each.outputs["arn"] for each in ordered_alarms(graph)]


def ordered_alarms(graph: ResourceGraph) -> list[Resource]:
    strip = json.loads(graph.of_type(DASHBOARD)[0].inputs["dashboardBody"])["widgets"][0]
    by_arn = {each.outputs["arn"]: each for each in graph.of_type(ALARM)}
    assert by_arn.keys() == set(strip["properties"]["alarms"])
    return [by_arn[arn] for arn in strip["properties"]["alarms"]]


def test_graphs_of_the_dashboard_say_what_they_draw() -> None:
    graph = watched({"alarms": {"latency_p99_ms": 900}})
    widgets = json.loads(graph.of_type(DASHBOARD)[0].inputs["dashboardBody"])["widgets"]
    graphs = {
        each["properties"].get("title"): each["properties"] for each in widgets if each["type"] == "metric"
    }
    latency = graphs["Latency (ms)"]
    (api, stage) = dimensions(graph).values()
    named = ["AWS/ApiGateway", "Latency", "ApiId", api, "Stage", stage]
    assert latency["metrics"][-1] == [*named, {"stat": "p99", "label": "Latency p99"}]
    assert latency["annotations"] == {"horizontal": [{"label": "p99 alarm", "value": 900}]}
    assert latency["region"] == "us-east-1"
    assert graphs["Duration (ms)"]["annotations"]["horizontal"][-1] == {"label": "timeout", "value": 10_000}
    (failed,) = (each["properties"]["query"] for each in widgets if each["type"] == "log")
    assert failed.startswith(
        f"SOURCE '{graph.find(LOG_GROUP, 'orders-public.dev.access-log').inputs['name']}'"
    )


@pytest.mark.parametrize(
    ("line", "key", "field"),
    [
        ('{"id": "$context.requestId", "code": $context.status}', "code", "code"),
        (
            '{"id": "$context.requestId", "http": {"code": "$context.status"}}',
            "http.code",
            "http.code",
        ),
        ('{"id": "$context.requestId", "http-code": "$context.status"}', "http-code", "`http-code`"),
    ],
)
def test_a_log_of_ones_own_is_counted_and_shown_by_its_own_key(line: str, key: str, field: str) -> None:
    graph = watched(apis={"public": {"access_log": {"format": line}, "routes": {"GET /": OPEN}}})
    found = graph.find(METRIC_FILTER, "orders-observability-public.throttled").inputs
    assert found["pattern"] == f'{{ ($.{key} = "429") || ($.{key} = 429) }}'
    (failed,) = queries_of_logs(graph)
    assert f"| filter {field} >= 500 or {field} = '429' |" in failed


def test_a_log_whose_lines_show_no_status_is_not_searched() -> None:
    log = {"format": "$context.requestId $context.status"}
    alarms = {"throttled_requests": "none"}
    graph = watched({"alarms": alarms}, apis={"public": {"access_log": log, "routes": {"GET /": OPEN}}})
    assert queries_of_logs(graph) == []


def test_a_log_of_infrequent_access_has_no_metric_filter() -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html"""
    log = {"log_class": "INFREQUENT_ACCESS"}
    graph = watched({"alarms": "none"}, apis={"public": {"access_log": log, "routes": {"GET /": OPEN}}})
    assert not graph.of_type(METRIC_FILTER)
    assert len(queries_of_logs(graph)) == 1


def test_P10_a_log_that_goes_to_firehose_is_neither_counted_nor_shown() -> None:
    stream = "arn:aws:firehose:us-east-1:123456789012:deliverystream/amazon-apigateway-orders"
    api = {"protocol": "rest", "access_log": {"firehose_arn": stream}, "routes": {"GET /": OPEN}}
    graph = watched({"alarms": {"throttled_requests": "none"}}, apis={"public": api})
    assert not graph.of_type(METRIC_FILTER)
    assert queries_of_logs(graph) == []


def test_the_strip_of_alarms_holds_what_a_widget_takes() -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html"""
    graph = watched(apis={f"api{number}": {"routes": {"GET /": OPEN}} for number in range(30)})
    strips = [each for each in widgets_of(graph) if each["type"] == "alarm"]
    assert [len(each["properties"]["alarms"]) for each in strips] == [100, 23]
    shown = [arn for each in strips for arn in each["properties"]["alarms"]]
    assert len(set(shown)) == len(graph.of_type(ALARM)) == 123
    assert strips[1]["y"] == strips[0]["y"] + strips[0]["height"]
