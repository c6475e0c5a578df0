"""How functions are called, and the permissions that this needs."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.config import resolve
from pulumi_apigw.plan import ServicePlan, plan_service
from pulumi_apigw.plan.functions import plan_targets
from pulumi_apigw.plan.http import plan_permissions
from pulumi_apigw.plan.model import PermissionPlan, TargetPlan

from .conftest import FUNCTION, service

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:there"
VARIABLES: dict[str, Any] = {"backend": {}, "other": {}}
STAGES = {
    "dev": {"variables": {"backend": "blue", "other": "one"}},
    "prod": {"variables": {"backend": "green", "other": "two"}},
}


def calling(function: dict[str, Any], stage: str = "dev") -> ServicePlan:
    routes = {"GET /": {"function": "called", "authorizer": "none"}}
    return service(
        stage,
        functions={"called": function},
        apis={"public": {"routes": routes}},
        stage_variables=VARIABLES,
        stages=STAGES,
    )


@pytest.mark.parametrize(
    ("function", "qualifier", "aliases"),
    [
        (FUNCTION, "${stageVariables.lambda_alias}", ("dev",)),
        ({**FUNCTION, "alias_variable": "backend"}, "${stageVariables.backend}", ("blue",)),
        ({"arn": ARN}, None, (None,)),
        ({"arn": ARN, "alias": "live"}, "live", ("live",)),
        ({"arn": ARN, "alias_variable": "other"}, "${stageVariables.other}", ("one",)),
        ({"provided": True, "alias_variable": "other"}, "${stageVariables.other}", ("one",)),
    ],
)
def test_the_alias_that_is_called(
    function: dict[str, Any], qualifier: str | None, aliases: tuple[str | None, ...]
) -> None:
    (target,) = calling(function).apis["public"].targets
    assert (target.function, target.qualifier, target.aliases) == ("called", qualifier, aliases)


@pytest.mark.parametrize(
    ("function", "dev", "prod"),
    [
        (FUNCTION, "dev", "prod"),
        ({**FUNCTION, "alias_variable": "backend"}, "blue", "green"),
        ({"arn": ARN}, None, None),
        ({"arn": ARN, "alias": "live"}, "live", "live"),
        ({"arn": ARN, "alias_variable": "other"}, "one", "two"),
        ({"provided": True, "alias_variable": "other"}, "one", "two"),
    ],
)
def test_P8_the_permission_is_for_what_the_stage_calls(
    function: dict[str, Any], dev: str | None, prod: str | None
) -> None:
    for stage, alias in (("dev", dev), ("prod", prod)):
        permissions = calling(function, stage).apis["public"].permissions
        assert permissions == (PermissionPlan(function="called", alias=alias),)


def test_P7_one_permission_per_function_and_alias_however_many_routes_call_it() -> None:
    plan = service(
        apis={
            "public": {
                "defaults": {"function": "api"},
                "authorizers": {"gate": {"type": "lambda", "function": "gate"}},
                "routes": {
                    **{f"GET /{number}": {"authorizer": "gate"} for number in range(100)},
                    **{
                        f"PUT /{number}": {"authorizer": "gate", "timeout_ms": 100 + number}
                        for number in range(100)
                    },
                },
            }
        }
    )
    assert plan.apis["public"].permissions == (
        PermissionPlan(function="api", alias="dev"),
        PermissionPlan(function="gate", alias="dev"),
    )


def test_P8_an_authorizers_function_has_a_permission_too() -> None:
    plan = service(
        apis={
            "public": {
                "authorizers": {"gate": {"type": "lambda", "function": "gate"}},
                "routes": {
                    "GET /": {
                        "integration": {"type": "http", "url": "https://a.example.com"},
                        "authorizer": "gate",
                    }
                },
            }
        }
    )
    assert plan.apis["public"].permissions == (PermissionPlan(function="gate", alias="dev"),)


def test_P8_every_alias_that_a_variable_can_name_has_a_permission() -> None:
    target = TargetPlan(function="api", aliases=("dev", "prod"), variable="backend")
    assert plan_permissions([target, target]) == (
        PermissionPlan(function="api", alias="dev"),
        PermissionPlan(function="api", alias="prod"),
    )


def test_functions_that_no_route_calls_need_no_permission() -> None:
    assert plan_permissions([]) == ()
    assert [each.function for each in service().apis["public"].permissions] == ["api"]


def test_the_built_functions_have_the_alias_that_the_stage_names() -> None:
    config = {
        "service": "orders",
        "functions": {"api": {**FUNCTION, "alias_variable": "backend"}, "plain": FUNCTION},
        "apis": {"public": {"routes": {"GET /": {"function": "api", "authorizer": "none"}}}},
        "stage_variables": VARIABLES,
        "stages": STAGES,
    }
    resolved = resolve(config, "prod")
    plan = plan_service(resolved, "prod")
    assert {name: getattr(each, "aliases", None) for name, each in plan.functions.items()} == {
        "api": ("green",),
        "plain": ("prod",),
    }
    assert plan_targets(resolved.functions, {"backend": "x", "lambda_alias": "y"})["api"].aliases == ("x",)
