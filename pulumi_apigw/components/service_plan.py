"""The plan of a service, with what its stages need for the releases that they are pinned to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from ..plan import ServicePlan
from ..plan.domains.model import DomainPlan, MappingPlan, RoutingRulePlan
from ..plan.model import AnyApiPlan, AnyFunctionPlan, FunctionPlan, RestApiPlan
from ..plan.observability.model import MetricPlan, ObservabilityPlan
from .service_runs import StackRuns
from .service_versions import StackVersions

__all__ = ["as_run"]

Absent = Collection[tuple[str, str]]
Route = TypeVar("Route", MappingPlan, RoutingRulePlan)


def as_run(plan: ServicePlan, runs: StackRuns, versions: StackVersions) -> ServicePlan:
    """`plan` less stages of APIs that are newer than what they run, and with leave to call what they run.

    What the files no longer call a stage may call for as long as it is pinned to it.
    """
    absent = runs.absent()
    apis = {name: _api(each, absent, versions) for name, each in plan.apis.items()}
    return replace(
        plan,
        functions={name: _function(each, apis.values()) for name, each in plan.functions.items()},
        apis=apis,
        domains=tuple(_domain(each, absent) for each in plan.domains),
        observability={
            stage: _observability(each, {api for name, api in absent if name == stage})
            for stage, each in plan.observability.items()
        },
    )


def _api(plan: AnyApiPlan, absent: Absent, versions: StackVersions) -> AnyApiPlan:
    permissions = tuple(dict.fromkeys((*plan.permissions, *versions.called(plan))))
    there: list[Any] = [each for each in plan.stages if (each.name, plan.name) not in absent]
    if isinstance(plan, RestApiPlan):
        there = [replace(each, canary=versions.canary(each.name, plan)) for each in there]
    # Stages of an API are all of its own kind, which no type can say of a union.
    return replace(plan, stages=tuple(there), permissions=permissions)  # type: ignore[arg-type]


def _function(plan: AnyFunctionPlan, apis: Iterable[AnyApiPlan]) -> AnyFunctionPlan:
    if not isinstance(plan, FunctionPlan):
        return plan
    permissions = [each for api in apis for each in api.permissions if each.function == plan.name]
    aliases = (*plan.aliases, *(each.alias for each in permissions if each.alias))
    return replace(plan, aliases=tuple(dict.fromkeys(aliases)))


def _domain(plan: DomainPlan, absent: Absent) -> DomainPlan:
    mappings = _leading_somewhere(plan.mappings, absent)
    return replace(plan, mappings=mappings, routing_rules=_leading_somewhere(plan.routing_rules, absent))


def _leading_somewhere(routes: Iterable[Route], absent: Absent) -> tuple[Route, ...]:
    return tuple(each for each in routes if (each.stage, each.api) not in absent)


def _observability(plan: ObservabilityPlan, absent: Collection[str]) -> ObservabilityPlan:
    uncounted = {(each.metric.namespace, each.metric.name) for each in plan.log_metrics if each.api in absent}

    def shown(metrics: Iterable[MetricPlan]) -> bool:
        return not any(each.api in absent or (each.namespace, each.name) in uncounted for each in metrics)

    dashboard = plan.dashboard
    if dashboard:
        rows = [row for row in dashboard.rows if all(shown(each.metrics) for each in row.widgets)]
        dashboard = replace(dashboard, rows=tuple(rows))
    return replace(
        plan,
        log_metrics=tuple(each for each in plan.log_metrics if each.api not in absent),
        alarms=tuple(each for each in plan.alarms if shown(each.metrics)),
        dashboard=dashboard,
    )
