"""The plan of the largest REST API that AWS takes."""

from __future__ import annotations

import time

from pulumi_apigw.config import resolve
from pulumi_apigw.plan import RestApiPlan, plan_service

from ..conftest import FUNCTION
from .conftest import POOL

ROUTES = 300


def test_P7_P15_routes_add_methods_and_nothing_else() -> None:
    # Three hundred paths with a method each need the raised quota of resources: these share theirs.
    keys = [f"{method} /kind{n}/{{id}}" for n in range(100) for method in ("GET", "PUT", "DELETE")]
    config = resolve(
        {
            "service": "orders",
            "functions": {"api": FUNCTION},
            "apis": {
                "public": {
                    "protocol": "rest",
                    "cors": {"allow_origins": ["https://a.example.com", "https://b.example.com"]},
                    "authorizers": {"pool": {"type": "cognito", "user_pool_arns": [POOL]}},
                    "defaults": {"function": "api", "authorizer": "pool"},
                    "models": {"Order": {"type": "object"}},
                    "routes": {key: {"body": "Order"} if "PUT" in key else {} for key in keys},
                }
            },
            "stages": {"dev": {}},
        },
        "dev",
    )
    started = time.process_time()
    plan = plan_service(config, "dev").apis["public"]
    spent = time.process_time() - started
    assert isinstance(plan, RestApiPlan)
    assert len([each for each in plan.methods if not each.preflight]) == ROUTES
    assert len([each for each in plan.methods if each.preflight]) == 100
    assert (len(plan.permissions), len(plan.authorizers), len(plan.gateway_responses)) == (1, 1, 2)
    assert len(plan.stages[0].settings) == 1
    # A tenth of what `apigw plan` may take: what it costs must not grow with the square of the routes.
    assert spent < 0.15
