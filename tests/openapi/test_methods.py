from __future__ import annotations

from collections.abc import Callable

import pytest

from pulumi_apigw.plan.rest.model import HttpIntegrationPlan, MethodPlan, ParameterPlan, ResponsePlan

from .conftest import FUNCTION, Body, method

Make = Callable[..., Body]

TEXT = {"type": "string"}


def query(name: str, *, required: bool = False) -> ParameterPlan:
    schema = {"type": "integer", "maximum": 9}
    return ParameterPlan(
        place="query", name=name, required=required, description="How many", json_schema=schema
    )


def test_parameters_are_what_API_Gateway_keeps_of_them(make_operation: Make) -> None:
    operation = make_operation("GET /a/{id}", parameters=(query("limit", required=True), query("page")))
    assert operation["parameters"] == [
        {"name": "id", "in": "path", "required": True, "schema": TEXT},
        {"name": "limit", "in": "query", "required": True, "schema": TEXT},
        {"name": "page", "in": "query", "required": False, "schema": TEXT},
    ]


def test_a_greedy_variable_is_named_without_its_plus(make_body: Make) -> None:
    body = make_body(method("GET /files/{path+}"))
    operation = body["paths"]["/files/{path+}"]["get"]
    assert operation["parameters"] == [{"name": "path", "in": "path", "required": True, "schema": TEXT}]


def test_what_the_integration_reads_is_declared_since_API_Gateway_maps_nothing_else(
    make_operation: Make,
) -> None:
    integration = HttpIntegrationPlan(
        url="https://example.com",
        method="GET",
        proxy=True,
        timeout_ms=50,
        request_parameters={
            "integration.request.header.a": "method.request.header.X-A",
            "integration.request.querystring.b": "method.request.multivaluequerystring.b",
            "integration.request.header.c": "'static'",
            "integration.request.header.d": "context.requestId",
            "integration.request.header.e": "method.request.body.e",
            "integration.request.path.id": "method.request.path.id",
        },
        cache_key_parameters=("method.request.querystring.limit",),
    )
    operation = make_operation(
        "GET /a/{id}", integration=integration, parameters=(query("limit", required=True),)
    )
    assert [(each["in"], each["name"], each["required"]) for each in operation["parameters"]] == [
        ("path", "id", True),
        ("header", "X-A", False),
        ("query", "b", False),
        ("query", "limit", True),
    ]


@pytest.mark.parametrize(
    ("validation", "required"), [("all", True), ("body", True), ("parameters", False), ("none", False)]
)
def test_a_body_is_required_only_where_it_is_validated(
    validation: str, required: bool, make_operation: Make
) -> None:
    operation = make_operation(
        "POST /a",
        validation=validation,
        body={"application/json": "Item", "application/vnd.shop+json": "Order"},
    )
    assert operation["requestBody"] == {
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Item"}},
            "application/vnd.shop+json": {"schema": {"$ref": "#/components/schemas/Order"}},
        },
        "required": required,
    }


def test_P14_each_method_names_its_own_validator_and_the_body_defines_it(make_body: Make) -> None:
    methods: list[MethodPlan] = [
        method(f"POST /{name}", validation=name) for name in ("all", "body", "parameters", "none")
    ]
    body = make_body(*methods)
    name = "x-amazon-apigateway-request-validator"
    assert {path: item["post"].get(name) for path, item in body["paths"].items()} == {
        "/all": "all",
        "/body": "body",
        "/parameters": "parameters",
        "/none": None,
    }
    assert body["x-amazon-apigateway-request-validators"] == {
        "all": {"validateRequestBody": True, "validateRequestParameters": True},
        "body": {"validateRequestBody": True, "validateRequestParameters": False},
        "parameters": {"validateRequestBody": False, "validateRequestParameters": True},
    }
    assert "x-amazon-apigateway-request-validators" not in make_body(methods[3])


def test_answers_have_their_headers_and_models(make_operation: Make) -> None:
    responses = (
        ResponsePlan(
            status="200",
            description="The item",
            models={"application/json": "Item"},
            headers={"ETag": "Its version"},
        ),
        ResponsePlan(status="404", description="None"),
    )
    operation = make_operation(responses=responses)
    assert operation["responses"] == {
        "200": {
            "description": "The item",
            "headers": {"ETag": {"schema": TEXT}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}},
        },
        "404": {"description": "None"},
    }
    assert make_operation()["responses"] == {"200": {"description": "200 response"}}


def test_a_name_of_the_operation_goes_along(make_operation: Make) -> None:
    assert make_operation(operation_name="listItems")["operationId"] == "listItems"
    assert "operationId" not in make_operation(integration=FUNCTION)
