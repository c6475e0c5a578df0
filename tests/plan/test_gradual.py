"""Stages that move to a release bit by bit."""

from __future__ import annotations

from typing import Any

from pulumi_apigw.config.rest.stage_settings import CanaryConfig
from pulumi_apigw.plan import RestApiPlan, ServicePlan
from pulumi_apigw.plan.model import FunctionPlan

from .conftest import FUNCTION, service
from .test_shared import APIS, MOVE, STAGES, shared

GATED = {"GET /": {"function": "gate", "authorizer": "none"}}
MOVING = {"release": "3f1c2a9b7d10", "gradual": MOVE}


def moving(apis: dict[str, Any], **gradual: Any) -> ServicePlan:
    """A service with a stack a stage, whose prod moves."""
    return service(
        "prod",
        apis=apis,
        functions={"api": {**FUNCTION, "alias_variable": "backend"}, "gate": FUNCTION},
        stage_variables={"backend": {}, "checkout": {"default": "classic", "promote": True}},
        stages={"prod": {"variables": {"backend": "live"}, **MOVING, "gradual": {**MOVE, **gradual}}},
    )


def rest(plan: ServicePlan) -> RestApiPlan:
    found = plan.apis["admin"]
    assert isinstance(found, RestApiPlan)
    return found


def aliases(plan: ServicePlan) -> dict[str, tuple[str, ...]]:
    return {name: each.aliases for name, each in plan.functions.items() if isinstance(each, FunctionPlan)}


def test_the_canary_of_a_rest_api_calls_the_new_version_by_an_alias_of_its_own() -> None:
    plan = moving(APIS, variables={"checkout": "express"})
    (stage,) = rest(plan).stages
    overrides = {"backend": "live-canary", "checkout": "express"}
    assert stage.canary == CanaryConfig(percent_traffic=10, variables=overrides)
    assert stage.variables["backend"] == "live"
    assert [(each.function, each.alias) for each in rest(plan).permissions] == [
        ("api", "live"),
        ("api", "live-canary"),
    ]


def test_P8_only_functions_that_rest_apis_call_have_the_other_alias() -> None:
    plan = moving(APIS)
    assert aliases(plan) == {"api": ("live", "live-canary"), "gate": ("prod",)}
    assert [each.alias for each in plan.apis["public"].permissions] == ["live"]
    assert aliases(moving({"public": APIS["public"]})) == {"api": ("live",), "gate": ("prod",)}


def test_variables_of_functions_that_the_api_does_not_call_stay() -> None:
    stage = rest(moving({**APIS, "admin": {**APIS["admin"], "routes": GATED}})).stages[0]
    assert stage.canary == CanaryConfig(percent_traffic=10, variables={"lambda_alias": "prod-canary"})


def test_a_stage_that_does_not_move_keeps_its_own_canary() -> None:
    canary = {"percent_traffic": 5, "variables": {"backend": "green"}}
    stages = {"dev": {**STAGES["dev"], "canary": canary}, "prod": {**STAGES["prod"], **MOVING}}
    plan = shared(stages)
    dev, prod = rest(plan).stages
    assert dev.canary == CanaryConfig(percent_traffic=5, variables={"backend": "green"})
    assert prod.canary == CanaryConfig(percent_traffic=10, variables={"backend": "live-canary"})
    assert aliases(plan)["api"] == ("blue", "green", "live", "live-canary")
    called = [(each.function, each.alias) for each in rest(plan).permissions]
    assert called == [("api", "blue"), ("api", "green"), ("api", "live"), ("api", "live-canary")]
