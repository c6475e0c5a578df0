"""The plan of the largest API that AWS takes."""

from __future__ import annotations

import time

from pulumi_apigw.config import resolve
from pulumi_apigw.plan import plan_service

from .conftest import FUNCTION, http

ROUTES = 300


def test_P7_routes_add_neither_permissions_nor_integrations() -> None:
    config = resolve(
        {
            "service": "orders",
            "functions": {"api": FUNCTION},
            "apis": {
                "public": {
                    "authorizers": {
                        "tokens": {"type": "jwt", "issuer": "https://login.example.com/", "audience": ["a"]}
                    },
                    "defaults": {"function": "api", "authorizer": "tokens"},
                    "routes": {f"GET /{number}/{{id}}": {} for number in range(ROUTES)},
                }
            },
            "stages": {"dev": {}},
        },
        "dev",
    )
    started = time.process_time()
    plan = http(plan_service(config, "dev"))
    spent = time.process_time() - started
    assert (len(plan.routes), len(plan.integrations), len(plan.permissions)) == (ROUTES, 1, 1)
    # A hundredth of what `apigw plan` may take: what it costs must not grow with the square of the routes.
    assert spent < 0.1
