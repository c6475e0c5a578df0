"""A WebSocket API as a whole: routes, who may connect, who may push, models and permissions."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.plan import HttpApiPlan, WebSocketApiPlan
from pulumi_apigw.plan.model import FunctionPlan, PermissionPlan

from ..conftest import FUNCTION, service
from .conftest import websocket_api

GATE = {"type": "lambda", "function": "gate", "identity_sources": ["$request.querystring.token"]}


def test_the_name_that_aws_lists() -> None:
    plan = websocket_api(tags={"a": "api"})
    assert (plan.name, plan.api_name, plan.tags) == ("public", "orders-public-dev", {"a": "api"})


def test_routes_keep_the_order_of_the_config() -> None:
    plan = websocket_api({"$disconnect": {}, "$default": {}, "send": {"operation_name": "say"}})
    assert [route.key for route in plan.routes] == ["$connect", "$disconnect", "$default", "send"]
    assert plan.routes[-1].operation_name == "say"


def test_a_two_way_route_with_a_model_and_one_that_needs_a_key() -> None:
    plan = websocket_api(
        {"$connect": {"authorizer": "none", "api_key": True}, "send": {"reply": True, "body": "Order"}},
        models={"Order": {"type": "object"}},
        api_keys={"acme": {}},
        usage_plans={"basic": {"api_keys": ["acme"]}},
    )
    connect, send = plan.routes
    assert (connect.api_key, connect.reply, connect.model) == (True, False, None)
    assert (send.api_key, send.reply, send.model) == (False, True, "Order")
    assert [key.name for key in plan.api_keys] == ["acme"]


def test_P36_the_authorizer_guards_connecting_and_no_message() -> None:
    plan = websocket_api({"$connect": {"authorizer": "gate"}, "send": {}}, authorizers={"gate": GATE})
    connect, send = plan.routes
    assert (connect.authorization, connect.authorizer) == ("CUSTOM", "gate")
    assert (send.authorization, send.authorizer) == ("NONE", None)
    (gate,) = plan.authorizers
    assert (gate.name, gate.target.function) == ("gate", "gate")
    assert gate.identity_sources == ("route.request.querystring.token",)


def test_iam_is_no_resource() -> None:
    plan = websocket_api({"$connect": {"authorizer": "signed"}}, authorizers={"signed": {"type": "iam"}})
    assert (plan.routes[0].authorization, plan.routes[0].authorizer) == ("AWS_IAM", None)
    assert plan.authorizers == ()


def test_P7_one_permission_per_function_and_alias_however_many_routes_call_it() -> None:
    messages = {f"m{number}": {"timeout_ms": 100 + number} for number in range(100)}
    plan = websocket_api({"$connect": {"authorizer": "gate"}, **messages}, authorizers={"gate": GATE})
    assert plan.permissions == (
        PermissionPlan(function="api", alias="dev"),
        PermissionPlan(function="gate", alias="dev"),
    )


def test_P8_an_authorizers_function_has_a_permission_where_no_route_calls_one() -> None:
    mock = {"authorizer": "gate", "integration": {"type": "mock"}}
    plan = websocket_api({"$connect": mock}, authorizers={"gate": GATE})
    assert plan.permissions == (PermissionPlan(function="gate", alias="dev"),)


def test_P8_two_kinds_of_api_share_functions_and_each_has_a_permission_of_its_own() -> None:
    live = {
        "protocol": "websocket",
        "authorizers": {"gate": GATE},
        "routes": {"$connect": {"function": "api", "authorizer": "gate"}},
    }
    web = {
        "authorizers": {"gate": {"type": "lambda", "function": "gate"}},
        "routes": {"GET /": {"function": "api", "authorizer": "gate"}},
    }
    plan = service(apis={"live": live, "web": web})
    assert isinstance(plan.apis["live"], WebSocketApiPlan)
    assert isinstance(plan.apis["web"], HttpApiPlan)
    assert plan.apis["live"].permissions == plan.apis["web"].permissions
    assert list(plan.functions) == ["api", "gate"]


def test_P35_functions_that_push_are_named_and_stay_as_the_config_has_them() -> None:
    api = {
        "protocol": "websocket",
        "routes": {"$connect": {"function": "api", "authorizer": "none"}},
        "push": ["api", "gate"],
    }
    plan = service(apis={"public": api})
    live = plan.apis["public"]
    assert isinstance(live, WebSocketApiPlan)
    assert (live.push, live.store) == (("api", "gate"), None)
    function = plan.functions["api"]
    assert isinstance(function, FunctionPlan)
    assert (function.settings.environment, function.settings.policy_statements) == ({}, ())


@pytest.mark.parametrize(
    ("written", "functions"), [("dynamodb", ("api",)), ({"functions": ["gate"]}, ("gate",))]
)
def test_the_store_of_connections(written: Any, functions: tuple[str, ...]) -> None:
    store = websocket_api(push=["api"], connections=written).store
    assert store is not None
    assert store.table_name == "orders-dev-public-connections"
    assert store.functions == functions
    assert (store.ttl_seconds, store.point_in_time_recovery, store.kms_key_arn) == (7200, False, None)


def test_the_log_role_is_needed_where_there_is_a_websocket_api() -> None:
    live = {"protocol": "websocket", "routes": {"$connect": {"function": "api", "authorizer": "none"}}}
    assert service(apis={"live": live}).access_log_role == "adopt"
    assert service().access_log_role == "none"


def test_models_hold_those_that_they_refer_to() -> None:
    models = {
        "Order": {
            "type": "object",
            "properties": {"line": {"$ref": "#/models/Line"}, "kind": {"enum": [{"$ref": "#/models/Line"}]}},
        },
        "Line": {"type": "object", "properties": {"next": {"$ref": "#/models/Line"}}},
        "Same": {"$ref": "#/models/Line"},
        "Plain": {"type": "string"},
    }
    plan = websocket_api(
        {"a": {"body": "Order"}, "b": {"body": "Same"}, "c": {"body": "Plain"}}, models=models
    )
    order, line, same, plain = (each.json_schema for each in plan.models)
    here = {"$ref": "#/definitions/Line"}
    assert order["properties"]["line"] == here
    assert order["properties"]["kind"]["enum"] == [{"$ref": "#/models/Line"}]
    assert order["definitions"]["Line"]["properties"]["next"] == here
    assert line["definitions"] == order["definitions"]
    assert (same["allOf"], same["definitions"]) == ([here], order["definitions"])
    assert plain == {"type": "string"}


def test_a_stage_variable_names_the_alias_that_is_called() -> None:
    function = {**FUNCTION, "alias_variable": "backend"}
    live = {"protocol": "websocket", "routes": {"$connect": {"function": "api", "authorizer": "none"}}}
    plan = service(
        functions={"api": function},
        apis={"live": live},
        stage_variables={"backend": {}},
        stages={"dev": {"variables": {"backend": "blue"}}},
    ).apis["live"]
    assert plan.targets[0].qualifier == "${stageVariables.backend}"
    assert plan.permissions == (PermissionPlan(function="api", alias="blue"),)
