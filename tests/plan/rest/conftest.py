from __future__ import annotations

from typing import Any

from pulumi_apigw.plan.rest.model import MethodPlan, RestApiPlan, RestStagePlan

from ..conftest import service

POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbCdEf123"
ORIGIN = "https://shop.example.com"
TWO_ORIGINS = [ORIGIN, "https://admin.example.com"]


def rest_api(
    routes: dict[str, Any] | None = None, *, stage: dict[str, Any] | None = None, **api: Any
) -> RestApiPlan:
    """The plan of a REST API whose routes call the function `api` and are open, unless they say otherwise."""
    written = {key: {"authorizer": "none", **route} for key, route in (routes or {"GET /items": {}}).items()}
    whole = {"protocol": "rest", "defaults": {"function": "api"}, "routes": written, **api}
    plan = service(apis={"public": whole}, stages={"dev": stage or {}}).apis["public"]
    assert isinstance(plan, RestApiPlan)
    return plan


def method(route: dict[str, Any], key: str = "GET /items", **api: Any) -> MethodPlan:
    """The plan of the one route of an API."""
    return next(each for each in rest_api({key: route}, **api).methods if each.key == key)


def rest_stage(
    stage: dict[str, Any] | None = None, routes: dict[str, Any] | None = None, **api: Any
) -> RestStagePlan:
    """The plan of the one stage of an API."""
    (found,) = rest_api(routes, stage=stage, **api).stages
    return found
