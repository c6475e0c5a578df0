"""Stages that are planned alone, beside an API's plan."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.errors import ConfigError
from pulumi_apigw.plan.http import plan_http_api
from pulumi_apigw.plan.model import HttpApiPlan, RestApiPlan, TargetPlan
from pulumi_apigw.plan.rest.api import plan_rest_api
from pulumi_apigw.plan.single import (
    checked_http_api,
    checked_rest_api,
    checked_stage,
)
from pulumi_apigw.plan.single_stage import plan_single_stage

ROUTES = {"GET /": {"function": "api", "authorizer": "none"}}


def planned(target: TargetPlan, **api: Any) -> HttpApiPlan:
    config = checked_http_api({"routes": ROUTES, **api}, functions=["api"])
    return plan_http_api("public", config, api_name="public", targets={"api": target}, tags={})


def planned_rest(target: TargetPlan, **api: Any) -> RestApiPlan:
    config = checked_rest_api({"routes": ROUTES, **api}, functions=["api"])
    return plan_rest_api("public", config, api_name="public-dev", targets={"api": target}, tags={})


def by_variable(*aliases: str) -> TargetPlan:
    return TargetPlan(function="api", aliases=aliases, variable="backend")


def test_what_is_wrong_with_a_stage() -> None:
    with pytest.raises(ConfigError) as caught:
        checked_stage({"throttle": {"rate_limit": 0}, "variables": {"backend": "with space"}})
    assert str(caught.value) == (
        "variables.backend: 'with space' is not accepted. "
        "It takes letters, digits and -._~:/?#&=, with no spaces.\n"
        "throttle.rate_limit: a limit of 0 answers every request with 429. "
        "Give more than 0, or leave it out."
    )


def test_a_stage_alone_has_nothing_to_patch() -> None:
    with pytest.raises(ConfigError, match=r"^patch: a stage alone has no config to patch\. Remove it\.$"):
        checked_stage({"patch": {"service": "x"}})


def test_a_stage_alone_is_not_watched_and_has_no_domain() -> None:
    text = r"^domain: a stage alone makes no domain\. Give this to a CustomDomain, with the stage\.$"
    with pytest.raises(ConfigError, match=text):
        checked_stage({"domain": {"name": "api.example.com"}})
    text = r"^observability: a stage alone is not watched\. Give this to an Observability\.$"
    with pytest.raises(ConfigError, match=text):
        checked_stage({"observability": {}})


def test_a_stage_of_an_api() -> None:
    stage = checked_stage({"variables": {"backend": "dev"}, "tags": {"a": "stage"}})
    plan = plan_single_stage(
        "dev",
        stage,
        planned(by_variable("dev", "prod")),
        log_group_of="public/dev",
        tags={"a": "b", "c": "d"},
    )
    assert (plan.stage_name, plan.variables, plan.tags) == (
        "dev",
        {"backend": "dev"},
        {"a": "stage", "c": "d"},
    )
    assert plan.access_log is not None
    assert plan.access_log.log_group == "/aws/vendedlogs/apigateway/public/dev"


@pytest.mark.parametrize(
    ("name", "default_stage", "stage_name"),
    [("$default", False, "$default"), ("dev", True, "$default"), ("dev", False, "dev")],
)
def test_the_name_of_a_stage(name: str, default_stage: bool, stage_name: str) -> None:
    api = planned(TargetPlan(function="api", aliases=(None,)), default_stage=default_stage)
    assert plan_single_stage(name, checked_stage({}), api, log_group_of="x", tags={}).stage_name == stage_name


@pytest.mark.parametrize("name", ["feature.x", "my stage", "$other", "s" * 129])
def test_a_name_that_no_stage_can_have(name: str) -> None:
    api = planned(TargetPlan(function="api", aliases=(None,)))
    with pytest.raises(ConfigError) as caught:
        plan_single_stage(name, checked_stage({}), api, log_group_of="x", tags={})
    assert str(caught.value) == (
        f"stage_name: {name!r} is not accepted. "
        "It takes '$default', or letters, digits, '-' and '_', at most 128."
    )


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({}, "variables.backend: the stage variable is missing. Give one of: dev, prod."),
        (
            {"backend": "live"},
            "variables.backend: the stage variable names the alias 'live', which function 'api' has not. "
            "Give one of: dev, prod.",
        ),
    ],
)
def test_P8_a_stage_cannot_name_an_alias_that_has_no_permission(
    variables: dict[str, str], message: str
) -> None:
    api = planned(by_variable("prod", "dev"))
    with pytest.raises(ConfigError) as caught:
        plan_single_stage("dev", checked_stage({"variables": variables}), api, log_group_of="x", tags={})
    assert str(caught.value) == message


def test_a_stage_of_a_rest_api() -> None:
    api = planned_rest(by_variable("dev", "prod"), usage_plans={"basic": {}}, defaults={"api_key": True})
    written = {"variables": {"backend": "dev"}, "tags": {"a": "stage"}, "cache": {"size_gb": "0.5"}}
    stage = checked_stage(written, api=api)
    plan = plan_single_stage("blue", stage, api, log_group_of="public/dev", tags={"a": "b", "c": "d"})
    assert (plan.stage_name, plan.variables, plan.tags) == (
        "blue",
        {"backend": "dev"},
        {"a": "stage", "c": "d"},
    )
    assert plan.access_log is not None
    assert plan.access_log.log_group == "/aws/vendedlogs/apigateway/public/dev"
    assert plan.cache_size_gb == "0.5"
    assert [each.aws_name for each in plan.usage_plans] == ["public-dev-blue-basic"]


def test_a_stage_is_held_to_what_its_api_is() -> None:
    target = TargetPlan(function="api", aliases=(None,))
    with pytest.raises(ConfigError) as caught:
        checked_stage({"cache": {"size_gb": "0.5"}}, api=planned(target))
    assert str(caught.value) == "cache: only REST APIs have a cache, and there is none. Remove it."
    stable = {"canary": {"percent_traffic": 5, "stable_deployment_id": "abc123"}}
    with pytest.raises(ConfigError, match=r"^canary\.stable_deployment_id: the deployment would be deleted"):
        checked_stage(stable, api=planned_rest(target))
    assert checked_stage(stable, api=planned_rest(target, retain_deployments=True)).canary is not None


def test_rest_apis_have_no_default_stage() -> None:
    api = planned_rest(TargetPlan(function="api", aliases=(None,)))
    with pytest.raises(ConfigError) as caught:
        plan_single_stage("$default", checked_stage({}), api, log_group_of="x", tags={})
    assert str(caught.value) == (
        "stage_name: '$default' is not accepted. It takes letters, digits, '-' and '_', at most 128."
    )


def test_P8_a_canary_cannot_name_an_alias_that_has_no_permission() -> None:
    canary = {"percent_traffic": 5, "variables": {"backend": "next"}}
    api = planned_rest(by_variable("dev", "prod"))
    stage = checked_stage({"variables": {"backend": "dev"}, "canary": canary}, api=api)
    with pytest.raises(ConfigError) as caught:
        plan_single_stage("dev", stage, api, log_group_of="x", tags={})
    assert str(caught.value) == (
        "canary.variables.backend: the stage variable names the alias 'next', which function 'api' has not. "
        "Give one of: dev, prod."
    )
    api = planned_rest(by_variable("dev", "next"))
    assert plan_single_stage("dev", stage, api, log_group_of="x", tags={}).canary == stage.canary
