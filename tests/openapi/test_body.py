from __future__ import annotations

import time
from collections.abc import Callable

from openapi_spec_validator import validate

from pulumi_apigw.openapi.body import rest_body
from pulumi_apigw.plan.rest.model import GatewayResponsePlan, ModelPlan

from .conftest import Body, FakeValues, RestPlan, method

Make = Callable[..., Body]


def test_a_small_api_whole(make_body: Make) -> None:
    assert make_body() == {
        "openapi": "3.0.1",
        "info": {"title": "orders-public-dev", "version": "1.0"},
        "paths": {
            "/items": {
                "get": {
                    "responses": {"200": {"description": "200 response"}},
                    "x-amazon-apigateway-integration": {
                        "type": "aws_proxy",
                        "httpMethod": "POST",
                        "uri": "uri of api:${stageVariables.backend}",
                        "timeoutInMillis": 29_000,
                    },
                }
            }
        },
        "components": {"schemas": {}, "securitySchemes": {}},
        "x-amazon-apigateway-api-key-source": "HEADER",
    }


def test_methods_of_one_path_share_its_item_and_ANY_is_an_extension(make_body: Make) -> None:
    body = make_body(method("GET /a"), method("ANY /a/{path+}"), method("DELETE /a"), method("ANY /a"))
    assert {path: list(item) for path, item in body["paths"].items()} == {
        "/a": ["get", "delete", "x-amazon-apigateway-any-method"],
        "/a/{path+}": ["x-amazon-apigateway-any-method"],
    }


def test_P18_P19_what_an_import_would_reset_stands_in_the_body(make_body: Make) -> None:
    body = make_body(
        settings={
            "description": "What ${ref.name} sells",
            "version": "2.1",
            "api_key_source": "AUTHORIZER",
            "binary_media_types": ["image/*"],
            "minimum_compression_bytes": 0,
            "disable_execute_api_endpoint": True,
        },
        policy={"Version": "2012-10-17", "Statement": [{"Condition": "${ref.endpoints}"}]},
        gateway_responses=(
            GatewayResponsePlan(type="DEFAULT_4XX", status=None, headers={"X-Kind": "'refused'"}),
            GatewayResponsePlan(type="THROTTLED", status=503, templates={"application/json": "{}"}),
            GatewayResponsePlan(type="DEFAULT_5XX", status=None),
        ),
    )
    assert body["info"] == {
        "title": "orders-public-dev",
        "version": "2.1",
        "description": "What shop sells",
    }
    assert body["servers"] == [
        {
            "url": "/",
            "x-amazon-apigateway-endpoint-configuration": {"disableExecuteApiEndpoint": True},
        }
    ]
    assert {name: body[name] for name in body if name.startswith("x-")} == {
        "x-amazon-apigateway-api-key-source": "AUTHORIZER",
        "x-amazon-apigateway-binary-media-types": ["image/*"],
        "x-amazon-apigateway-minimum-compression-size": 0,
        "x-amazon-apigateway-policy": {
            "Version": "2012-10-17",
            "Statement": [{"Condition": ["vpce-1", "vpce-2"]}],
        },
        "x-amazon-apigateway-gateway-responses": {
            "DEFAULT_4XX": {"responseParameters": {"gatewayresponse.header.X-Kind": "'refused'"}},
            "THROTTLED": {"statusCode": "503", "responseTemplates": {"application/json": "{}"}},
            "DEFAULT_5XX": {},
        },
        "x-amazon-apigateway-documentation": {
            "documentationParts": [
                {"location": {"type": "API"}, "properties": {"info": {"description": "What shop sells"}}}
            ]
        },
    }


def test_models_stand_where_references_to_them_look(make_body: Make) -> None:
    item = ModelPlan(name="Item", json_schema={"type": "object"})
    order = ModelPlan(
        name="Order", json_schema={"type": "array", "items": {"$ref": "#/components/schemas/Item"}}
    )
    body = make_body(method("POST /items", body={"application/json": "Order"}), models=(item, order))
    assert body["components"]["schemas"] == {"Item": item.json_schema, "Order": order.json_schema}


def test_300_routes_are_written_in_a_blink(make_plan: RestPlan) -> None:
    plan = make_plan(*(method(f"{verb} /a{n}/{{id}}") for n in range(100) for verb in ("GET", "PUT", "ANY")))
    started = time.perf_counter()
    body = rest_body(plan, FakeValues())
    assert time.perf_counter() - started < 0.2
    assert sum(map(len, body["paths"].values())) == 300
    validate(body)
