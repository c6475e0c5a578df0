from __future__ import annotations

from collections.abc import Callable

from pulumi_apigw.plan.rest.model import ModelPlan, ParameterPlan, ResponsePlan

from .conftest import Body, method

Make = Callable[..., Body]


def test_words_of_the_config_become_parts(make_body: Make) -> None:
    listing = method(
        "GET /items/{id}",
        summary="One item",
        description="An item and its stock.",
        groups=("items",),
        parameters=(
            ParameterPlan(place="path", name="id", required=True, description="Its number", json_schema={}),
            ParameterPlan(place="header", name="X-Tenant", required=False, description=None, json_schema={}),
        ),
        responses=(ResponsePlan(status="200", description="The item", headers={"ETag": "Its version"}),),
    )
    body = make_body(
        listing,
        method("ANY /all", description="Anything"),
        method("OPTIONS /all", preflight=True, responses=listing.responses),
        models=(
            ModelPlan(name="Item", json_schema={"type": "object", "description": "An item"}),
            ModelPlan(name="Order", json_schema={"type": "object"}),
        ),
    )
    place = {"path": "/items/{id}", "method": "GET"}
    assert body["x-amazon-apigateway-documentation"]["documentationParts"] == [
        {"location": {"type": "MODEL", "name": "Item"}, "properties": {"description": "An item"}},
        {
            "location": {"type": "METHOD", **place},
            "properties": {
                "summary": "One item",
                "description": "An item and its stock.",
                "tags": ["items"],
            },
        },
        {
            "location": {"type": "PATH_PARAMETER", **place, "name": "id"},
            "properties": {"description": "Its number"},
        },
        {
            "location": {"type": "RESPONSE", **place, "statusCode": "200"},
            "properties": {"description": "The item"},
        },
        {
            "location": {"type": "RESPONSE_HEADER", **place, "statusCode": "200", "name": "ETag"},
            "properties": {"description": "Its version"},
        },
        {
            "location": {"type": "METHOD", "path": "/all", "method": "*"},
            "properties": {"description": "Anything"},
        },
    ]


def test_nothing_is_said_where_the_config_has_no_words(make_body: Make) -> None:
    assert "x-amazon-apigateway-documentation" not in make_body()
