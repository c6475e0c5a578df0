"""Models that API Gateway gets: all, or those of requests where all are more than it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pulumi_apigw.aws import rest_limits
from pulumi_apigw.openapi.export import document
from pulumi_apigw.plan.rest.model import ModelPlan, ResponsePlan

from .conftest import Body, RestPlan, method

ITEM = {"type": "object", "properties": {"name": {"$ref": "#/components/schemas/Name"}}}


def models(size: int) -> tuple[ModelPlan, ...]:
    schemas: dict[str, Any] = {
        "Item": ITEM,
        "Name": {"type": "string"},
        "Report": {"type": "string", "description": "x" * size},
    }
    return tuple(ModelPlan(name=name, json_schema=schema) for name, schema in schemas.items())


def create() -> Any:
    """A method that checks an Item, and answers with one or with a Report."""
    responses = tuple(
        ResponsePlan(status=status, description="", models={"application/json": model})
        for status, model in {"200": "Report", "201": "Item"}.items()
    )
    return method("POST /items", body={"application/json": "Item"}, responses=responses)


def named(body: dict[str, Any]) -> dict[str, list[str]]:
    responses = body["paths"]["/items"]["post"]["responses"]
    return {status: list(each.get("content", {})) for status, each in responses.items()}


def test_every_model_is_sent_while_all_of_them_fit(make_body: Callable[..., Body]) -> None:
    body = make_body(create(), models=models(1000))
    assert list(body["components"]["schemas"]) == ["Item", "Name", "Report"]
    assert named(body) == {"200": ["application/json"], "201": ["application/json"]}


def test_P30_models_of_answers_are_left_out_where_all_are_too_large(
    make_body: Callable[..., Body],
) -> None:
    body = make_body(create(), models=models(rest_limits.MODELS_BYTES))
    assert list(body["components"]["schemas"]) == ["Item", "Name"]
    assert named(body) == {"200": [], "201": ["application/json"]}


def test_the_documentation_of_a_model_goes_with_it(make_body: Callable[..., Body]) -> None:
    def documented(size: int) -> list[str]:
        found = make_body(create(), models=models(size)).get("x-amazon-apigateway-documentation", {})
        return [each["location"]["name"] for each in found.get("documentationParts", ())]

    assert documented(1000) == ["Report"]
    assert documented(rest_limits.MODELS_BYTES) == []


def test_exports_for_callers_have_every_model(make_plan: RestPlan) -> None:
    plan = make_plan(create(), models=models(rest_limits.MODELS_BYTES))
    exported = document(plan, url="https://items.example.com", aws=False)
    assert list(exported["paths"]["/items"]["post"]["responses"]["200"]["content"]) == ["application/json"]
