"""Routes of a REST API → methods: the API's defaults, and what a request must look like."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.plan.rest.model import MethodPlan, ParameterPlan, ResponsePlan

from .conftest import POOL, method, rest_api

AUTHORIZERS: dict[str, Any] = {
    "pool": {"type": "cognito", "user_pool_arns": [POOL]},
    "gate": {"type": "lambda", "function": "gate"},
    "signed": {"type": "iam"},
}
MODELS: dict[str, Any] = {"Order": {"type": "object"}, "Error": {"type": "object"}}
TEXT = {"type": "string"}


def guarded(key: str, **settings: Any) -> MethodPlan:
    """One method; the other routes use the authorizers that it does not, so that none is without a route."""
    others = {f"GET /{name}": {"authorizer": name} for name in AUTHORIZERS}
    plan = rest_api({key: settings, **others}, authorizers=AUTHORIZERS)
    return next(each for each in plan.methods if each.key == key)


def path(name: str) -> ParameterPlan:
    return ParameterPlan(place="path", name=name, required=True, description=None, json_schema=TEXT)


def test_a_route_that_says_nothing() -> None:
    found = method({})
    assert (found.method, found.path, found.key) == ("GET", "/items", "GET /items")
    assert (found.authorization, found.authorizer, found.scopes) == ("NONE", None, ())
    assert (found.api_key, found.validation, found.preflight) == (False, "none", False)
    assert (found.parameters, found.body, found.responses, found.groups) == ((), {}, (), ())
    assert (found.operation_name, found.summary, found.description) == (None, None, None)


def test_methods_stand_in_the_order_of_the_config() -> None:
    keys = ["POST /b", "GET /a", "ANY /{proxy+}", "DELETE /b", "GET /"]
    assert [each.key for each in rest_api({key: {} for key in keys}).methods] == keys


@pytest.mark.parametrize(
    ("authorizer", "authorization", "resource"),
    [
        ("pool", "COGNITO_USER_POOLS", "pool"),
        ("gate", "CUSTOM", "gate"),
        # IAM is a property of the method: there is no resource to point at.
        ("signed", "AWS_IAM", None),
        ("none", "NONE", None),
    ],
)
def test_P11_what_an_authorizer_makes_of_a_method(
    authorizer: str, authorization: str, resource: str | None
) -> None:
    found = guarded("GET /items", authorizer=authorizer)
    assert (found.authorization, found.authorizer) == (authorization, resource)


def test_the_default_authorizer_guards_what_says_nothing_and_none_opens_a_route() -> None:
    plan = rest_api(
        {"GET /a": {"authorizer": None}, "GET /b": {"authorizer": "none"}},
        authorizers={"gate": AUTHORIZERS["gate"]},
        defaults={"function": "api", "authorizer": "gate"},
    )
    assert [(each.authorization, each.authorizer) for each in plan.methods] == [
        ("CUSTOM", "gate"),
        ("NONE", None),
    ]


@pytest.mark.parametrize(
    ("own", "scopes"),
    [({}, ("items.read",)), ({"scopes": ["items.write"]}, ("items.write",)), ({"scopes": []}, ())],
)
def test_scopes_are_the_routes_else_the_defaults(own: dict[str, Any], scopes: tuple[str, ...]) -> None:
    plan = rest_api(
        {"GET /items": {"authorizer": "pool", **own}, "GET /other": {"authorizer": "pool"}},
        authorizers={"pool": AUTHORIZERS["pool"]},
        defaults={"function": "api", "scopes": ["items.read"]},
    )
    assert [each.scopes for each in plan.methods] == [scopes, ("items.read",)]


def test_default_scopes_are_for_cognito_alone() -> None:
    plan = rest_api(
        {"GET /pool": {"authorizer": "pool"}, "GET /gate": {"authorizer": "gate"}, "GET /open": {}},
        authorizers={name: AUTHORIZERS[name] for name in ("pool", "gate")},
        defaults={"function": "api", "scopes": ["items.read"]},
    )
    assert [each.scopes for each in plan.methods] == [("items.read",), (), ()]


@pytest.mark.parametrize(
    ("default", "own", "expected"),
    [(False, None, False), (True, None, True), (True, False, False), (False, True, True)],
)
def test_an_api_key_is_asked_for_by_the_route_else_by_the_default(
    default: bool, own: bool | None, expected: bool
) -> None:
    plan = rest_api(
        {"GET /items": {"api_key": own}, "GET /other": {"api_key": True}},
        defaults={"function": "api", "api_key": default},
        api_keys={"shop": {}},
        usage_plans={"basic": {"api_keys": ["shop"]}},
    )
    assert plan.methods[0].api_key is expected


def test_P14_variables_of_the_path_are_required_without_being_declared() -> None:
    found = method({}, "GET /shops/{shop}/files/{path+}")
    assert found.parameters == (path("shop"), path("path"))


def test_P14_parameters_as_declared_come_first() -> None:
    found = method(
        {
            "parameters": {
                "query.limit": {"required": True, "json_schema": {"type": "integer"}},
                "path.id": {"description": "Which item."},
                "header.X-Tenant": {},
            }
        },
        "GET /shops/{shop}/{id}",
    )
    limit, item, tenant, shop = found.parameters
    assert limit == ParameterPlan(
        place="query", name="limit", required=True, description=None, json_schema={"type": "integer"}
    )
    assert (item.place, item.name, item.required, item.description) == ("path", "id", True, "Which item.")
    assert (tenant.place, tenant.name, tenant.required) == ("header", "X-Tenant", False)
    assert shop == path("shop")


REQUIRED = {"query.limit": {"required": True}}


@pytest.mark.parametrize(
    ("asked", "parameters", "body", "expected"),
    [
        ("all", REQUIRED, "Order", "all"),
        ("all", REQUIRED, None, "parameters"),
        ("all", {}, "Order", "body"),
        ("all", {}, None, "none"),
        ("body", REQUIRED, "Order", "body"),
        ("body", REQUIRED, None, "none"),
        ("parameters", REQUIRED, "Order", "parameters"),
        ("parameters", {}, "Order", "none"),
        ("none", REQUIRED, "Order", "none"),
        # API Gateway checks nothing of a parameter but that it is there, and path variables always are.
        ("parameters", {"query.limit": {}}, None, "none"),
        ("parameters", {"path.id": {"required": True}}, None, "none"),
    ],
)
def test_P14_what_is_validated_is_what_is_asked_and_declared(
    asked: str, parameters: dict[str, Any], body: str | None, expected: str
) -> None:
    found = method(
        {"parameters": parameters, "body": body},
        "POST /orders/{id}",
        defaults={"function": "api", "validation": asked},
        models=MODELS,
    )
    assert found.validation == expected


def test_P14_a_route_asks_for_less_than_the_default() -> None:
    route = {"parameters": REQUIRED, "body": "Order", "validation": "parameters"}
    assert method(route, "POST /orders", models=MODELS).validation == "parameters"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Order", {"application/json": "Order"}),
        ({"application/xml": "Order"}, {"application/xml": "Order"}),
        (None, {}),
    ],
)
def test_a_body_is_json_unless_it_says_otherwise(body: Any, expected: dict[str, str]) -> None:
    assert method({"body": body}, "POST /orders", models=MODELS).body == expected


def test_responses_as_declared() -> None:
    found = method(
        {
            "responses": {
                "201": {"description": "Made.", "body": "Order", "headers": {"Location": "Where it is."}},
                "404": {"body": {"application/problem+json": "Error"}},
                "299": {},
            }
        },
        "POST /orders",
        models=MODELS,
    )
    assert found.responses == (
        ResponsePlan(
            status="201",
            description="Made.",
            models={"application/json": "Order"},
            headers={"Location": "Where it is."},
        ),
        ResponsePlan(
            status="404", description="Not Found", models={"application/problem+json": "Error"}, headers={}
        ),
        ResponsePlan(status="299", description="Status 299"),
    )


def test_statuses_and_headers_that_are_mapped_are_declared() -> None:
    """API Gateway refuses to map what the method does not declare."""
    found = method(
        {
            "integration": {"type": "mock"},
            "responses": {"200": {"headers": {"x-page": "Number of the page."}}},
            "integration_responses": {
                "default": {"status": "200", "headers": {"X-Page": "'1'", "X-Next": "'2'"}},
                "4\\d{2}": {"status": "400", "headers": {"X-Error": "'yes'"}},
            },
        }
    )
    assert {each.status: each.headers for each in found.responses} == {
        "200": {"x-page": "Number of the page.", "X-Next": ""},
        "400": {"X-Error": ""},
    }


def test_statuses_that_a_template_sets_are_declared() -> None:
    """Those of the calls of services, too: callers get them as any other."""
    templates = {"application/json": "#if($x)#set($context.responseOverride.status = 404){}#end"}
    found = method(
        {
            "integration": {"type": "mock"},
            "integration_responses": {"default": {"headers": {"X-Next": "'2'"}, "templates": templates}},
        }
    )
    assert [(each.status, each.description, dict(each.headers)) for each in found.responses] == [
        ("200", "OK", {"X-Next": ""}),
        ("404", "Not Found", {"X-Next": ""}),
    ]
    table = "arn:aws:dynamodb:us-east-1:123456789012:table/t"
    read = method({"integration": {"type": "DynamoDB-GetItem", "table_arn": table, "key": {"id": "a"}}})
    assert {each.status for each in read.responses} == {"200", "400", "404", "429", "502"}


def test_what_documentation_says_of_a_route() -> None:
    found = method(
        {"operation_name": "listItems", "summary": "List.", "description": "All.", "groups": ["items", "all"]}
    )
    assert (found.operation_name, found.summary, found.description, found.groups) == (
        "listItems",
        "List.",
        "All.",
        ("items", "all"),
    )


def test_cached_answers_are_told_apart_by_parameters() -> None:
    parameters = {
        "query.limit": {"cache_key": True},
        "header.X-Tenant": {"cache_key": True},
        "path.id": {"cache_key": True},
        "query.trace": {},
    }
    found = method({"parameters": parameters}, "GET /items/{id}", cache={"size_gb": "0.5"})
    assert found.integration.cache_key_parameters == (
        "method.request.querystring.limit",
        "method.request.header.X-Tenant",
        "method.request.path.id",
    )
