"""What makes a new deployment, and what reaches a stage without one.

https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from pulumi_apigw.config.patch import merge_patch
from pulumi_apigw.graph import ResourceGraph

from ..conftest import BUILT, deployed
from .conftest import ACL, deployment, rest, rest_api

POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a"
BASE = merge_patch(
    rest(
        {"GET /items": {}, "POST /items": {"authorizer": "gate", "body": "Item", "api_key": True}},
        models={"Item": {"type": "object"}},
        authorizers={"gate": {"type": "lambda", "function": "api"}},
        policy={"deny_ips": ["203.0.113.1"]},
        api_keys={"shop": {}},
        usage_plans={"gold": {"throttle": {"rate_limit": 1, "burst_limit": 2}, "api_keys": ["shop"]}},
    ),
    {
        "stage_variables": {"table": {}},
        "stages": {"dev": {"variables": {"table": "a"}}, "prod": {"variables": {"table": "b"}}},
    },
)


def api(**parts: Any) -> dict[str, Any]:
    return {"apis": {"public": parts}}


def routes(**changes: Mapping[str, Any] | None) -> dict[str, Any]:
    return api(routes=changes)


def graph_of(change: Mapping[str, Any], refs: Mapping[str, Any] | None = None) -> ResourceGraph:
    return deployed(merge_patch(BASE, change), refs=lambda: refs or {})


def trigger(change: Mapping[str, Any], refs: Mapping[str, Any] | None = None) -> str:
    return str(deployment(graph_of(change, refs)).inputs["triggers"]["sha256"])


DEPLOYED_ANEW = {
    "a new route": routes(**{"GET /more": {"authorizer": "none"}}),
    "a route less": routes(**{"GET /items": None}),
    "a route's authorizer": routes(**{"GET /items": {"authorizer": "gate"}}),
    "a route's API key": routes(**{"GET /items": {"api_key": True}}),
    "a route's timeout": routes(**{"GET /items": {"timeout_ms": 5000}}),
    "a route's integration": routes(**{"GET /items": {"integration": {"type": "mock"}}}),
    "a route's parameters": routes(**{"GET /items": {"parameters": {"query.a": {"required": True}}}}),
    "a route's validation": routes(**{"POST /items": {"validation": "none"}}),
    "a route's documentation": routes(**{"GET /items": {"summary": "List"}}),
    "the default timeout": api(defaults={"timeout_ms": 5000}),
    "an authorizer's TTL": api(authorizers={"gate": {"ttl_seconds": 0}}),
    "an authorizer's identity": api(authorizers={"gate": {"identity_sources": ["$request.header.x"]}}),
    "an authorizer more": api(
        authorizers={"pool": {"type": "cognito", "user_pool_arns": [POOL]}},
        routes={"GET /items": {"authorizer": "pool"}},
    ),
    "a model": api(models={"Item": {"type": "object", "required": ["name"]}}),
    "a gateway response": api(gateway_responses={"THROTTLED": {"status": 430}}),
    "CORS": api(cors={"allow_origins": ["https://a.example.com"], "allow_methods": ["GET"]}),
    "the policy": api(policy={"deny_ips": ["203.0.113.2"]}),
    "binary media types": api(binary_media_types=["image/png"]),
    "the compression": api(minimum_compression_bytes=0),
    "the API key source": api(api_key_source="AUTHORIZER"),
    "an API key's state": api(api_keys={"shop": {"enabled": False}}),
    "the execute-api endpoint": api(disable_execute_api_endpoint=True),
    "the endpoint's type": api(endpoint="edge"),
    "the endpoint's addresses": api(ip_address_type="dualstack"),
    "the TLS policy": api(security_policy="SecurityPolicy_TLS13_1_3_2025_09", endpoint_access_mode="STRICT"),
    "the version of the documentation": api(documentation_version="2"),
    "the function that routes call": {
        "functions": {"other": BUILT},
        **api(routes={"GET /items": {"function": "other"}}),
    },
}
LEFT_AS_IT_IS = {
    "nothing": {},
    "a stage variable": {"stages": {"dev": {"variables": {"table": "c"}}}},
    "an alias, by its variable": {"stages": {"dev": {"variables": {"lambda_alias": "blue"}}}},
    "a stage's description": {"stages": {"dev": {"description": "For us"}}},
    "a stage's throttle": {"stages": {"dev": {"throttle": {"rate_limit": 5, "burst_limit": 6}}}},
    "a stage's log": {"stages": {"dev": {"access_log": "none"}}},
    "a stage's cache": {"stages": {"dev": {"cache": {"size_gb": 0.5}}}},
    "a stage's canary": {"stages": {"dev": {"canary": {"percent_traffic": 5, "variables": {"table": "x"}}}}},
    "another stage": {"stages": {"prod": {"throttle": {"rate_limit": 5, "burst_limit": 6}}}},
    "tags": {"tags": {"team": "shop"}},
    "the API's tags": api(tags={"team": "shop"}),
    "a route's throttle": routes(**{"GET /items": {"throttle": {"rate_limit": 5}}}),
    "a route's metrics": routes(**{"GET /items": {"detailed_metrics": False}}),
    "a route's log": routes(**{"GET /items": {"execution_log": {"level": "INFO"}}}),
    "the execution log": api(execution_log={"level": "ERROR"}),
    "tracing": api(tracing=True),
    "the web ACL": api(web_acl_arn=ACL),
    "the client certificate": api(client_certificate=True),
    "a usage plan": api(usage_plans={"gold": {"throttle": {"rate_limit": 9, "burst_limit": 9}}}),
    "a usage plan's keys": api(usage_plans={"gold": {"api_keys": []}}),
    "an API key's description": api(api_keys={"shop": {"description": "The shop"}}),
    "old deployments kept": api(retain_deployments=True),
    "a function's memory": {"functions": {"api": {"memory_mb": 512}}},
}


@pytest.mark.parametrize("change", DEPLOYED_ANEW.values(), ids=DEPLOYED_ANEW)
def test_P2_P19_deployed_anew(change: dict[str, Any]) -> None:
    assert trigger(change) != trigger({})


@pytest.mark.parametrize("change", LEFT_AS_IT_IS.values(), ids=LEFT_AS_IT_IS)
def test_left_as_it_is(change: dict[str, Any]) -> None:
    graph = graph_of(change)
    base = graph_of({})
    assert rest_api(graph).inputs["body"] == rest_api(base).inputs["body"]
    assert deployment(graph).inputs == deployment(base).inputs


def test_P2_what_a_reference_stands_for_counts() -> None:
    change = api(routes={"GET /items": {"integration": {"type": "http", "url": "https://${ref.host}/"}}})
    assert trigger(change, {"host": "a.example.com"}) == trigger(change, {"host": "a.example.com"})
    assert trigger(change, {"host": "a.example.com"}) != trigger(change, {"host": "b.example.com"})


def test_the_order_of_keys_in_the_config_does_not_count() -> None:
    public = BASE["apis"]["public"]
    turned = {
        **BASE,
        "apis": {
            "public": {**dict(reversed(public.items())), "routes": dict(reversed(public["routes"].items()))}
        },
    }
    assert deployment(deployed(turned)).inputs == deployment(deployed(BASE)).inputs
