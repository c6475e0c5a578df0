from __future__ import annotations

from typing import Any

from pulumi_apigw.config import resolve
from pulumi_apigw.plan import HttpApiPlan, ServicePlan, plan_service

FUNCTION: dict[str, Any] = {"runtime": "python3.13", "handler": "orders.api.handler", "source": "src"}


def service(stage: str = "dev", **parts: Any) -> ServicePlan:
    """The plan of a service with the functions `api` and `gate`; `parts` replace its own keys."""
    config = {
        "service": "orders",
        "functions": {"api": FUNCTION, "gate": FUNCTION},
        "apis": {"public": {"routes": {"GET /": {"function": "api", "authorizer": "none"}}}},
        "stages": {"dev": {}, "prod": {}},
    }
    return plan_service(resolve({**config, **parts}, stage), stage)


def http_api(routes: dict[str, Any], **api: Any) -> HttpApiPlan:
    """The plan of an API whose routes call the function `api` and are open, unless they say otherwise."""
    written = {key: {"authorizer": "none", **route} for key, route in routes.items()}
    return http(service(apis={"public": {"defaults": {"function": "api"}, "routes": written, **api}}))


def http(plan: ServicePlan) -> HttpApiPlan:
    """The API of a plan that has an HTTP API."""
    api = plan.apis["public"]
    assert isinstance(api, HttpApiPlan)
    return api
