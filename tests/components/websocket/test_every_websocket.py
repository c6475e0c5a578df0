"""A service with every integration, answer, authorizer and setting of WebSocket APIs, whole and sealed.

`every_websocket.txt` holds each of its resources as a line, as `every_kind.txt` does for HTTP APIs. After a
change that is meant, write it anew with `WRITE_GRAPHS=1 python -m pytest tests/components`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.graph import Resource, ResourceGraph, capture
from pulumi_apigw.testing import assert_resource_counts

from ..conftest import (
    ALIAS,
    API,
    AUTHORIZER,
    FUNCTION,
    INTEGRATION,
    LOG_GROUP,
    PERMISSION,
    POLICY,
    ROLE,
    ROUTE,
    STAGE,
    ours,
)
from ..rest.conftest import ACCOUNT, API_KEY, USAGE_PLAN, USAGE_PLAN_KEY
from ..test_every_kind import plain, stand_ins
from .conftest import DEPLOYMENT, INTEGRATION_RESPONSE, MODEL, ROUTE_RESPONSE, TABLE

PROGRAM = Path(__file__).parents[2] / "apply" / "websocket" / "every_websocket" / "__main__.py"
GRAPH = Path(__file__).with_name("every_websocket.txt")
# What the emulators lack, so that the program that is applied to them goes without it.
BESIDES: dict[str, Any] = {
    "apis": {
        "live": {
            "ip_address_type": "dualstack",
            "models": {
                "Message": {
                    "type": "object",
                    "required": ["kind", "text"],
                    "properties": {"text": {"$ref": "#/models/Text"}},
                },
                "Text": {"type": "string", "maxLength": 500},
            },
            "routes": {"say": {"body": "Message"}},
            "connections": {
                "point_in_time_recovery": True,
                "kms_key_arn": "arn:aws:kms:us-east-1:123456789012:key/1a2b",
            },
        },
    }
}


def every_websocket(stack: str = "dev") -> ResourceGraph:
    return capture(PROGRAM, stack=stack, project="shop", config={"apigw:patch": json.dumps(BESIDES)})


@pytest.fixture(scope="module")
def graph() -> ResourceGraph:
    return every_websocket()


def lines(graph: ResourceGraph) -> list[str]:
    parents, known = {each.urn: each.name for each in graph.resources}, stand_ins(graph)

    def line(resource: Resource) -> str:
        written = {key: value for key, value in resource.inputs.items() if key != "triggers"}
        inputs = json.dumps(plain(written), ensure_ascii=False)
        for value, whose in known.items():
            inputs = inputs.replace(value, whose)
        return f"{resource.type} | {resource.name} | {parents.get(resource.parent or '', '-')} | {inputs}"

    return sorted(line(each) for each in ours(graph, "every-websocket"))


def test_every_input_of_every_resource(graph: ResourceGraph) -> None:
    if "WRITE_GRAPHS" in os.environ:
        GRAPH.write_text("\n".join(lines(graph)) + "\n")
    assert lines(graph) == GRAPH.read_text().splitlines()


def test_there_is_nothing_else(graph: ResourceGraph) -> None:
    services = ResourceGraph(
        project="shop", stack="dev", region="", account_id="", resources=tuple(ours(graph, "every-websocket"))
    )
    assert_resource_counts(
        services,
        {
            "apigw:index:AccessLogRole": 1,
            "apigw:index:Authorizer": 1,
            "apigw:index:Function": 3,
            "apigw:index:HttpApi": 1,
            "apigw:index:Service": 1,
            "apigw:index:Stage": 3,
            "apigw:index:WebSocketApi": 2,
            ACCOUNT: 2,
            ALIAS: 3,
            API: 3,
            API_KEY: 1,
            AUTHORIZER: 2,
            DEPLOYMENT: 1,
            FUNCTION: 3,
            INTEGRATION: 12,
            INTEGRATION_RESPONSE: 13,
            LOG_GROUP: 5,
            MODEL: 2,
            PERMISSION: 5,
            POLICY: 6,
            ROLE: 7,
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 1,
            ROUTE: 16,
            ROUTE_RESPONSE: 8,
            STAGE: 3,
            TABLE: 1,
            USAGE_PLAN: 1,
            USAGE_PLAN_KEY: 1,
        },
    )


def test_no_two_resources_have_one_urn(graph: ResourceGraph) -> None:
    urns = [each.urn for each in graph.resources]
    assert len(urns) == len(set(urns))


def test_what_is_exported(graph: ResourceGraph) -> None:
    ids = {name: graph.find(API, f"every-websocket-{name}").id for name in ("live", "pinned", "web")}
    host = "execute-api.us-east-1.amazonaws.com"
    assert graph.exports["urls"] == {
        "live": {"dev": f"wss://{ids['live']}.{host}/dev"},
        "pinned": {"dev": f"wss://{ids['pinned']}.{host}/dev"},
        "web": {"dev": f"https://{ids['web']}.{host}/dev"},
    }
    assert graph.exports["connections_urls"] == {
        "live": {"dev": f"https://{ids['live']}.{host}/dev"},
        "pinned": {"dev": f"https://{ids['pinned']}.{host}/dev"},
    }
    assert graph.exports["api_ids"] == ids
    assert graph.exports["api_keys"] == {"live": {"shop": "a-value-of-20-letters"}}
    assert "api_keys" in graph.secret_exports


def test_each_stack_has_its_own_variables_limits_and_endpoint() -> None:
    prod = every_websocket("prod")
    stage = prod.find(STAGE, "every-websocket-live.prod").inputs
    assert stage["stageVariables"] == {"backend": "prod", "lambda_alias": "prod", "table_name": "rooms-prod"}
    assert stage["defaultRouteSettings"]["throttlingRateLimit"] == 500
    variables = prod.find(FUNCTION, "every-websocket-chat").inputs["environment"]["variables"]
    assert variables["CONNECTIONS_URL_LIVE"].endswith("/prod")
    assert variables["CONNECTIONS_TABLE"] == "every-websocket-prod-live-connections"
    assert not prod.of_type(ACCOUNT)


def test_P31_capturing_it_again_gives_the_same(graph: ResourceGraph) -> None:
    again = every_websocket()
    assert lines(again) == lines(graph)
    names = [each.name for each in graph.of_type(DEPLOYMENT)]
    assert names == ["every-websocket-pinned"]
    assert [again.find(DEPLOYMENT, name).inputs for name in names] == [
        graph.find(DEPLOYMENT, name).inputs for name in names
    ]
