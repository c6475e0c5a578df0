from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.config import resolve
from pulumi_apigw.plan import plan_service
from pulumi_apigw.plan.model import ExistingFunctionPlan, FunctionPlan

from .conftest import FUNCTION

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:there"
CONFIG: dict[str, Any] = {
    "service": "orders",
    "functions": {
        "api": {
            **FUNCTION,
            "requirements": "requirements.txt",
            "environment": {"TABLE": "${stage.table}"},
            "tags": {"a": "function"},
        },
        "there": {"arn": ARN},
        "given": {"provided": True},
    },
    "apis": {
        "public": {"routes": {"GET /": {"function": "api", "authorizer": "none"}}, "tags": {"a": "api"}}
    },
    "stage_variables": {"table": {}},
    "stages": {
        "dev": {"variables": {"table": "orders-dev"}, "tags": {"a": "stage", "b": "stage"}},
        "prod": {"variables": {"table": "orders-prod"}},
    },
    "tags": {"a": "service", "b": "service", "c": "service"},
}


@pytest.mark.parametrize(("stage", "table"), [("dev", "orders-dev"), ("prod", "orders-prod")])
def test_a_function_of_a_stage(stage: str, table: str) -> None:
    plan = plan_service(resolve(CONFIG, stage), stage, Path("/service")).functions["api"]
    assert isinstance(plan, FunctionPlan)
    assert plan.function_name == f"orders-{stage}-api"
    assert plan.source == Path("/service/src")
    assert plan.requirements == Path("/service/requirements.txt")
    assert plan.settings.environment == {"TABLE": table}


def test_existing_functions_are_not_built() -> None:
    plan = plan_service(resolve(CONFIG, "dev"), "dev")
    assert plan.functions["there"] == ExistingFunctionPlan(name="there", arn=ARN)
    assert plan.functions["given"] == ExistingFunctionPlan(name="given", arn=None)


def test_the_nearest_tag_wins() -> None:
    plan = plan_service(resolve(CONFIG, "dev"), "dev")
    function, api = plan.functions["api"], plan.apis["public"]
    assert isinstance(function, FunctionPlan)
    assert function.tags == {"a": "function", "b": "stage", "c": "service"}
    assert api.tags == {"a": "api", "b": "stage", "c": "service"}
    assert api.stages[0].tags == api.tags
    assert plan.tags == CONFIG["tags"]


def test_no_requirements() -> None:
    config = resolve(
        {**CONFIG, "functions": {"api": FUNCTION}, "stage_variables": {}, "stages": {"dev": {}}}, "dev"
    )
    plan = plan_service(config, "dev").functions["api"]
    assert isinstance(plan, FunctionPlan)
    assert (plan.requirements, plan.source) == (None, Path("src"))
