"""Models of a REST API: those that API Gateway gets.

https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ..plan.rest.model import MethodPlan, RestApiPlan
from ..schemas import fitting

__all__ = ["with_fitting_models"]


def with_fitting_models(plan: RestApiPlan) -> RestApiPlan:
    """The plan, without models of answers alone where all of them are more than AWS takes of one API."""
    checked = (name for method in plan.methods for name in method.body.values())
    names = fitting({model.name: model.json_schema for model in plan.models}, checked)
    if len(names) == len(plan.models):
        return plan
    return replace(
        plan,
        models=tuple(model for model in plan.models if model.name in names),
        methods=tuple(_of(method, names) for method in plan.methods),
    )


def _of(method: MethodPlan, names: Collection[str]) -> MethodPlan:
    """A method whose answers name no model that is left out."""
    responses = (
        replace(each, models={kind: name for kind, name in each.models.items() if name in names})
        for each in method.responses
    )
    return replace(method, responses=tuple(responses))
