"""A WebSocket API and its stages in a program that never saw a config's file."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from pulumi_apigw import Function, FunctionArgs, Stage, StageArgs, WebSocketApi, WebSocketApiArgs
from pulumi_apigw.config.websocket import WebSocketApiConfig
from pulumi_apigw.graph import ResourceGraph, capture
from pulumi_apigw.testing import assert_resource_counts

from ..conftest import (
    ALIAS,
    API,
    BUILT,
    FUNCTION,
    INTEGRATION,
    LOG_GROUP,
    PERMISSION,
    POLICY,
    ROLE,
    ROUTE,
    STAGE,
    policy,
    refused,
    uri,
)
from .conftest import DEPLOYMENT, TABLE

HOST = "execute-api.us-east-1.amazonaws.com"
ROOM: dict[str, Any] = {
    "protocol": "websocket",
    "defaults": {"function": "chat"},
    "push": ["chat"],
    "connections": {"type": "dynamodb", "functions": ["chat", "keeper"]},
    "routes": {"$connect": {"authorizer": "none"}, "say": {}},
}
FORWARDING = {"authorizer": "none", "integration": {"type": "http", "url": "https://chat.example.com/"}}


def told_to(api: WebSocketApi, name: str, stage_name: str | None = None, **args: Any) -> Function:
    """A function that knows of the connections of an API."""
    return Function(
        name, FunctionArgs(function=BUILT, connections=[api.connections(name, stage_name)], **args)
    )


def program(room: Any, stage_name: str | None = None) -> ResourceGraph:
    def make() -> None:
        api = WebSocketApi(
            "room",
            WebSocketApiArgs(
                api=room,
                functions=lambda api: {
                    "chat": told_to(api, "chat", stage_name, aliases=["live"]),
                    "keeper": told_to(api, "keeper", stage_name),
                },
                tags={"team": "shop"},
            ),
        )
        variables = {"lambda_alias": "live"}
        stage = Stage("room", StageArgs(api=api, stage_name=stage_name, stage={"variables": variables}))
        pulumi.export("url", stage.url)
        pulumi.export("stage", {"name": stage.stage_name, "arn": stage.execution_arn})
        pulumi.export("api", {"id": api.api_id, "endpoint": api.api_endpoint, "arn": api.execution_arn})

    return capture(make, stack="dev", project="rooms")


def variables(graph: ResourceGraph, function: str) -> dict[str, str]:
    return dict(graph.find(FUNCTION, function).inputs["environment"]["variables"])


@pytest.mark.parametrize("room", [ROOM, WebSocketApiConfig.model_validate(ROOM)], ids=["mapping", "model"])
def test_functions_that_are_made_within_know_of_the_api(room: Any) -> None:
    graph = program(room)
    assert_resource_counts(
        graph,
        {
            "apigw:index:Function": 2,
            "apigw:index:Stage": 1,
            "apigw:index:WebSocketApi": 1,
            ALIAS: 1,
            API: 1,
            FUNCTION: 2,
            INTEGRATION: 1,
            LOG_GROUP: 3,
            PERMISSION: 1,
            POLICY: 2,
            ROLE: 2,
            ROUTE: 2,
            STAGE: 1,
            TABLE: 1,
        },
    )
    api_id = graph.find(API, "room").id
    url = f"https://{api_id}.{HOST}/dev"
    assert variables(graph, "chat").items() >= {"CONNECTIONS_URL": url, "CONNECTIONS_URL_ROOM": url}.items()
    assert graph.find(API, "room").inputs["tags"] == {"team": "shop"}
    # The plan is made again once it is known how the functions are called.
    lambda_alias = uri("chat-dev", "${stageVariables.lambda_alias}")
    assert graph.of_type(INTEGRATION)[0].inputs["integrationUri"] == lambda_alias
    assert graph.of_type(PERMISSION)[0].inputs["qualifier"] == "live"


def test_who_only_keeps_connections_may_not_push() -> None:
    graph = program(ROOM)
    table = graph.find(TABLE, "room.connections").inputs["name"]
    assert variables(graph, "keeper").keys() == {
        "CONNECTIONS_TABLE",
        "CONNECTIONS_TABLE_ROOM",
        "CONNECTIONS_TTL_SECONDS",
        "CONNECTIONS_TTL_SECONDS_ROOM",
    }
    assert variables(graph, "keeper")["CONNECTIONS_TABLE"] == table
    actions = [action for each in policy(graph, "keeper.policy") for action in each["Action"]]
    assert not [action for action in actions if action.startswith("execute-api:")]


def test_functions_push_to_the_stage_that_they_are_told() -> None:
    graph = program(ROOM, "prod")
    assert variables(graph, "chat")["CONNECTIONS_URL"].endswith(f".{HOST}/prod")
    arn = f"arn:aws:execute-api:us-east-1:123456789012:{graph.find(API, 'room').id}/prod/*/@connections/*"
    assert [each for each in policy(graph, "chat.policy") if each["Resource"] == [arn]]


def test_outputs() -> None:
    graph = program(ROOM)
    api_id = graph.find(API, "room").id
    arn = f"arn:aws:execute-api:us-east-1:123456789012:{api_id}"
    assert graph.exports == {
        "url": f"wss://{api_id}.{HOST}/dev",
        "stage": {"name": "dev", "arn": f"{arn}/dev"},
        "api": {"id": api_id, "endpoint": f"wss://{api_id}.{HOST}", "arn": arn},
    }


def test_two_stages_serve_one_deployment() -> None:
    def make() -> None:
        api = {"auto_deploy": False, "routes": {"$connect": FORWARDING}}
        room = WebSocketApi("room", WebSocketApiArgs(api=api))
        for name in ("dev", "prod"):
            Stage(f"room-{name}", StageArgs(api=room, stage_name=name))

    graph = capture(make)
    (deployment,) = graph.of_type(DEPLOYMENT)
    assert [each.inputs["deploymentId"] for each in graph.of_type(STAGE)] == [deployment.id] * 2
    assert not any(each.inputs["autoDeploy"] for each in graph.of_type(STAGE))


def stopped(args: WebSocketApiArgs) -> tuple[str, ResourceGraph]:
    """What is told where only making the functions shows what is wrong, and what is there by then."""
    messages = []

    def make() -> None:
        with pytest.raises(pulumi.RunError) as caught:
            WebSocketApi("room", args)
        messages.append(str(caught.value))

    graph = capture(make)
    return messages[0], graph


def test_a_function_that_may_not_push_gets_no_connections() -> None:
    args = WebSocketApiArgs(api=ROOM, functions=lambda api: {"chat": told_to(api, "chta")})
    message, graph = stopped(args)
    assert message == (
        "WebSocketApi 'room' push: 'chta' is not among the functions that push to clients. "
        "Did you mean 'chat'? Add it to 'push'."
    )
    assert not graph.of_type(FUNCTION)


def test_functions_that_are_not_made_within_are_told() -> None:
    message, graph = stopped(WebSocketApiArgs(api=ROOM, functions=lambda api: {"chat": told_to(api, "chat")}))
    assert message.startswith("WebSocketApi 'room' connections.functions[1]: no function named 'keeper'.")
    assert not graph.of_type(ROUTE)


@pytest.mark.parametrize(
    ("api", "message"),
    [
        (
            {"protocol": "http", "routes": {"GET /": FORWARDING}},
            "protocol: this is the config of an HTTP API. Give it to an HttpApi.",
        ),
        (
            {"rotues": {}, "routes": {"$connect": FORWARDING}},
            "rotues: unknown key 'rotues'. Did you mean 'routes'?",
        ),
        (
            {"description": "${ref.note}", "routes": {"$connect": FORWARDING}},
            "description: the program supplies no ref named 'note'. There are none. Pass refs={'note': …}.",
        ),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_registered(api: dict[str, Any], message: str) -> None:
    assert refused(lambda: WebSocketApi("room", WebSocketApiArgs(api=api))) == message
