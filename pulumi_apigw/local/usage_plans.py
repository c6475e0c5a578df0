"""API keys: those that the usage plans of a captured graph have for an API's stages, and which are good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.local.fields import name_of, text
from pulumi_apigw.local.model import ApiKey

__all__ = ["USAGE_PLAN", "USAGE_PLAN_KEY", "RefusedKeyError", "api_keys", "good_key"]

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


class RefusedKeyError(Exception):
    """An API key that is no good for a stage; says why, with the fix."""


def good_key(keys: Iterable[ApiKey], stage: str, given: str | None, source: str) -> ApiKey:
    """The key of a value that a caller gave in `source`; raises `RefusedKeyError`.

    A departure from AWS: the plan's quota is not enforced.
    """
    if not given:
        raise RefusedKeyError(f"no {source}.")
    found = next((key for key in keys if key.value == given), None)
    if found is None or stage not in found.stages:
        raise RefusedKeyError(
            f"no usage plan of stage {stage!r} has this API key. Add the stage to the plan's `api_stages`, "
            "and the key with an aws.apigateway.UsagePlanKey."
        )
    if not found.enabled:
        raise RefusedKeyError(f"the API key {found.name!r} is disabled.")
    return found


def _planned_stages(plan: Resource, api: Resource) -> frozenset[str]:
    entries: list[Mapping[str, object]] = list(plan.inputs.get("apiStages") or ())
    return frozenset(str(entry.get("stage")) for entry in entries if entry.get("apiId") == api.id)
