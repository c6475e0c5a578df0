"""What is watched of stages that share functions: each by its own alias."""

from __future__ import annotations

from ..conftest import service
from ..test_shared import APIS, STAGES, shared


def test_functions_are_watched_by_the_alias_of_each_stage() -> None:
    stages = {**STAGES, "test": {"variables": {"backend": "test"}, "observability": "none"}}
    plan = shared(stages, observability={}, apis={"public": APIS["public"]})
    assert list(plan.observability) == ["dev", "prod"]
    for stage, alias in (("dev", "blue"), ("prod", "live")):
        watched = plan.observability[stage]
        alarms = {each.alarm_name: each for each in watched.alarms}
        errors = alarms[f"orders-{stage}-functions.api.errors"]
        assert {(each.function, each.alias) for each in errors.metrics} == {("api", alias)}
        assert f"of invocations of orders-api:{alias} failed" in errors.description
        assert {each.alias for each in alarms[f"orders-{stage}-functions.gate.errors"].metrics} == {stage}
        assert watched.dashboard is not None
        rows = {row.heading: row for row in watched.dashboard.rows}
        metrics = [each for widget in rows[f"Function orders-api:{alias}"].widgets for each in widget.metrics]
        assert {each.alias for each in metrics} == {alias}
        assert f"orders-{stage}-public.latency" in alarms


def test_a_function_of_one_stage_is_watched_whole() -> None:
    watched = service(observability={}).observability["dev"]
    functions = [each for alarm in watched.alarms for each in alarm.metrics if each.function]
    assert functions
    assert {each.alias for each in functions} == {None}


def test_each_stage_counts_in_its_own_log() -> None:
    plan = shared(observability={})
    for stage, watched in plan.observability.items():
        assert watched.log_metrics
        assert {each.metric.namespace for each in watched.log_metrics} == {f"orders-{stage}"}
