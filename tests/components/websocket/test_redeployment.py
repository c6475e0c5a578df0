"""What makes a new deployment of an API that does not deploy by itself, and what reaches a stage without one.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-set-up-websocket-deployment.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from pulumi_apigw.config.patch import merge_patch
from pulumi_apigw.graph import ResourceGraph

from ..conftest import AUTHORIZER, BUILT, INTEGRATION, PERMISSION, ROUTE, deployed
from .conftest import DEPLOYMENT, GATE, INTEGRATION_RESPONSE, MODEL, ROUTE_RESPONSE, stage, websocket

LEGACY = {"type": "http", "url": "https://a.example.com/", "proxy": False}
QUEUE = "arn:aws:sqs:us-east-1:123456789012:{}"
BASE = merge_patch(
    websocket(
        {
            "$connect": {"authorizer": "gate"},
            "say": {"reply": True, "body": "Message"},
            "legacy": {"integration": LEGACY, "reply": True, "replies": {"$default": {}}},
            "queue": {"integration": {"type": "SQS-SendMessage", "queue_arn": QUEUE.format("a")}},
        },
        auto_deploy=False,
        authorizers=GATE,
        models={"Message": {"type": "object"}},
        push=["api"],
    ),
    {
        "stage_variables": {"table": {}},
        "stages": {"dev": {"variables": {"table": "a"}}, "prod": {"variables": {"table": "b"}}},
    },
)


def api(**parts: Any) -> dict[str, Any]:
    return {"apis": {"live": parts}}


def routes(**changes: Mapping[str, Any] | None) -> dict[str, Any]:
    return api(routes=changes)


def graph_of(change: Mapping[str, Any], refs: Mapping[str, Any] | None = None) -> ResourceGraph:
    return deployed(merge_patch(BASE, change), refs=lambda: refs or {})


def trigger(change: Mapping[str, Any], refs: Mapping[str, Any] | None = None) -> str:
    return str(graph_of(change, refs).find(DEPLOYMENT, "orders-live").inputs["triggers"]["sha256"])


DEPLOYED_ANEW = {
    "a new route": routes(more={}),
    "a route less": routes(queue=None),
    "a route's integration": routes(say={"integration": {"type": "mock"}}),
    "a route's timeout": routes(say={"timeout_ms": 5000}),
    "a route's answer": routes(say={"reply": False}),
    "a route's model": routes(say={"body": None}),
    "a route's API key": api(
        routes={"$connect": {"api_key": True}}, api_keys={"a": {}}, usage_plans={"b": {"api_keys": ["a"]}}
    ),
    "a route's operation": routes(say={"operation_name": "say"}),
    "a route's guard": api(routes={"$connect": {"authorizer": "none"}}, authorizers={"gate": None}),
    "an integration's URL": routes(legacy={"integration": {"url": "https://b.example.com/"}}),
    "an integration's templates": routes(legacy={"request_templates": {"$default": "{}"}}),
    "an integration's parameters": routes(
        legacy={"request_parameters": {"integration.request.header.x": "route.request.body.x"}}
    ),
    "an integration's resource": routes(queue={"integration": {"queue_arn": QUEUE.format("b")}}),
    "an integration's answer": routes(
        legacy={"replies": {"$default": {"templates": {"$default": "changed"}}}}
    ),
    "another answer": routes(legacy={"replies": {r"4\d{2}": {}}}),
    "the content of an answer": routes(
        legacy={"replies": {"$default": {"content_handling": "CONVERT_TO_TEXT"}}}
    ),
    "an authorizer's identity": api(authorizers={"gate": {"identity_sources": ["$request.header.x"]}}),
    "a model": api(models={"Message": {"type": "object", "required": ["text"]}}),
    "what names a route": api(route_selection_expression="$request.body.kind"),
    "where keys come from": api(api_key_selection_expression="$context.authorizer.usageIdentifierKey"),
    "an API without an endpoint of its own": api(disable_execute_api_endpoint=True),
    "the content of a message": routes(legacy={"content_handling": "CONVERT_TO_BINARY"}),
    "what passes without a template": routes(legacy={"passthrough_behavior": "WHEN_NO_TEMPLATES"}),
    "the template of a message": routes(
        legacy={"request_templates": {"$default": "{}"}, "template_selection_expression": r"\$default"}
    ),
    "the default timeout": api(defaults={"timeout_ms": 5000}),
    "the function that routes call": {"functions": {"other": BUILT}, **routes(say={"function": "other"})},
}
LEFT_AS_IT_IS = {
    "nothing": {},
    "a stage variable": {"stages": {"dev": {"variables": {"table": "c"}}}},
    "an alias, by its variable": {"stages": {"dev": {"variables": {"lambda_alias": "blue"}}}},
    "a stage's throttle": {"stages": {"dev": {"throttle": {"rate_limit": 5, "burst_limit": 6}}}},
    "a stage's log": {"stages": {"dev": {"access_log": "none"}}},
    "another stage": {"stages": {"prod": {"throttle": {"rate_limit": 5, "burst_limit": 6}}}},
    "tags": {"tags": {"team": "shop"}},
    "the API's description": api(description="Chat"),
    "a route's throttle": routes(say={"throttle": {"rate_limit": 5}}),
    "a route's log": routes(say={"execution_log": {"level": "INFO"}}),
    "the execution log": api(execution_log={"level": "ERROR"}),
    "who pushes": api(push=[]),
    "a store of connections": api(connections={"type": "dynamodb"}),
    "a function's memory": {"functions": {"api": {"memory_mb": 512}}},
}


@pytest.mark.parametrize("change", DEPLOYED_ANEW.values(), ids=DEPLOYED_ANEW)
def test_P2_deployed_anew(change: dict[str, Any]) -> None:
    assert trigger(change) != trigger({})


@pytest.mark.parametrize("change", LEFT_AS_IT_IS.values(), ids=LEFT_AS_IT_IS)
def test_left_as_it_is(change: dict[str, Any]) -> None:
    assert trigger(change) == trigger({})


@pytest.mark.parametrize(
    "change",
    [
        routes(legacy={"integration": {"url": "https://${ref.x}/"}}),
        api(route_selection_expression="$request.body.${ref.x}"),
        api(models={"Message": {"enum": ["${ref.x}"]}}),
    ],
    ids=["an integration", "what names a route", "a model"],
)
def test_P2_what_a_reference_stands_for_counts(change: dict[str, Any]) -> None:
    assert trigger(change, {"x": "a"}) == trigger(change, {"x": "a"})
    assert trigger(change, {"x": "a"}) != trigger(change, {"x": "b"})


def test_P2_P4_a_deployment_comes_after_all_that_it_holds_and_its_stage_after_it() -> None:
    graph = graph_of({})
    kinds = (ROUTE, ROUTE_RESPONSE, INTEGRATION, INTEGRATION_RESPONSE, AUTHORIZER, MODEL, PERMISSION)
    parts = {each.urn for kind in kinds for each in graph.of_type(kind)}
    assert all(graph.of_type(kind) for kind in kinds)
    deployment = graph.find(DEPLOYMENT, "orders-live")
    assert parts <= set(deployment.dependencies)
    assert not deployment.retain_on_delete
    assert not deployment.delete_before_replace
    assert stage(graph).inputs["deploymentId"] == deployment.id
    assert stage(graph).inputs["autoDeploy"] is False
    assert deployment.urn in stage(graph).dependencies


def test_an_api_that_deploys_by_itself_has_no_deployment() -> None:
    graph = graph_of(api(auto_deploy=True))
    assert graph.of_type(DEPLOYMENT) == ()
    assert "deploymentId" not in stage(graph).inputs
