"""Alarms and a dashboard of stages and functions that a program makes one by one."""

from __future__ import annotations

import pulumi
import pytest

from pulumi_apigw import (
    Function,
    FunctionArgs,
    HttpApi,
    HttpApiArgs,
    Observability,
    ObservabilityArgs,
    Stage,
    StageArgs,
)
from pulumi_apigw.graph import capture

from .conftest import BUILT, OPEN, refused
from .test_observability import ALARM, DASHBOARD, TOPIC


def test_alone_it_watches_the_stages_and_functions_that_it_is_given() -> None:
    def program() -> None:
        function = Function("worker", FunctionArgs(function=BUILT))
        api = HttpApi("web", HttpApiArgs(api={"routes": {"GET /": OPEN}}, functions={"api": function}))
        stage = Stage("web", StageArgs(api=api, stage={"variables": {"lambda_alias": "dev"}}))
        args = ObservabilityArgs(
            observability={"topic": "${ref.topic}"},
            stages={"web": stage},
            functions={"worker": function},
            refs={"topic": TOPIC},
        )
        Observability("eyes", args)

    graph = capture(program)
    assert graph.find(ALARM, "eyes-web.latency").inputs["name"] == "eyes-dev-web.latency"
    assert graph.find(ALARM, "eyes-functions.worker.errors").inputs["alarmActions"] == [TOPIC]
    assert graph.find(DASHBOARD, "eyes").inputs["dashboardName"] == "eyes-dev"


@pytest.mark.parametrize(("alarms", "named"), [({}, "web.latency"), ("none", None)])
def test_alarms_are_known_by_name_where_there_are_some(alarms: object, named: str | None) -> None:
    def program() -> None:
        stages = {"web": Stage("web", StageArgs(api=bare()))}
        eyes = Observability("eyes", ObservabilityArgs(observability={"alarms": alarms}, stages=stages))
        pulumi.export("arns", eyes.alarm_arns)

    arns = capture(program).exports["arns"]
    assert isinstance(arns, dict)
    assert bool(arns) == (named in arns) == (named is not None)


def test_alone_it_says_what_is_wrong() -> None:
    written = {"alarms": {"latency_p99_ms": 0}, "topics": []}
    message = refused(lambda: Observability("eyes", ObservabilityArgs(observability=written)))
    assert "alarms.latency_p99_ms: 0 is out of range" in message
    assert "topics: unknown key 'topics'" in message


def test_alone_it_says_what_no_log_shows() -> None:
    messages: list[str] = []

    def program() -> None:
        stages = {"web": Stage("web", StageArgs(api=bare(), stage={"access_log": "none"}))}
        with pytest.raises(pulumi.RunError) as caught:
            Observability("eyes", ObservabilityArgs(stages=stages))
        messages.append(str(caught.value))
        counted = {"throttled_requests": "none"}
        Observability("rest", ObservabilityArgs(observability={"alarms": counted}, stages=stages))

    assert "rest-web.latency" in {each.name for each in capture(program).of_type(ALARM)}
    assert messages == [
        "Observability 'eyes' alarms.throttled_requests: no log group shows what is counted of API 'web'. "
        "Let its stage write such an access log, or say 'none'."
    ]


def bare() -> HttpApi:
    """An API whose only route calls nothing of the program's."""
    target = {"type": "http", "url": "https://example.com", "method": "GET"}
    routes = {"GET /": {"authorizer": "none", "integration": target}}
    return HttpApi("web", HttpApiArgs(api={"routes": routes}))


def test_alone_it_says_which_names_cloudwatch_takes() -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html"""
    assert refused(lambda: Observability("my.eyes", ObservabilityArgs())) == (
        "Observability 'my.eyes' name: 'my.eyes-dev' would be no name of a dashboard. "
        "Name the component, and the stack, by letters, digits, '-' and '_'."
    )
