"""API keys: those that the usage plans of a captured graph have for an API's stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.local.fields import name_of, text
from pulumi_apigw.local.model import ApiKey

__all__ = ["api_keys"]

API_KEY = "aws:apigateway/apiKey:ApiKey"
USAGE_PLAN = "aws:apigateway/usagePlan:UsagePlan"
USAGE_PLAN_KEY = "aws:apigateway/usagePlanKey:UsagePlanKey"


def api_keys(graph: ResourceGraph, api: Resource) -> Iterator[ApiKey]:
    """The keys of the usage plans that have a stage of the API."""
    stages: dict[str, set[str]] = {}
    plans = {plan.id: _planned_stages(plan, api) for plan in graph.of_type(USAGE_PLAN)}
    for link in graph.of_type(USAGE_PLAN_KEY):
        planned = plans.get(text(link, "usagePlanId"), frozenset())
        stages.setdefault(text(link, "keyId"), set()).update(planned)
    for key in graph.of_type(API_KEY):
        if stages.get(key.id):
            yield ApiKey(
                id=key.id,
                name=name_of(key),
                value=str(key.outputs.get("value") or ""),
                stages=frozenset(stages[key.id]),
                enabled=key.inputs.get("enabled") is not False,
                secret=bool(key.inputs.get("value")),
            )


def _planned_stages(plan: Resource, api: Resource) -> frozenset[str]:
    entries: list[Mapping[str, object]] = list(plan.inputs.get("apiStages") or ())
    return frozenset(str(entry.get("stage")) for entry in entries if entry.get("apiId") == api.id)
