"""Resource options of each component by itself reach every child that it makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw import (
    AccessLogRole,
    Authorizer,
    AuthorizerArgs,
    Function,
    FunctionArgs,
    HttpApi,
    HttpApiArgs,
    RestApi,
    RestApiArgs,
    Stage,
    StageArgs,
    WebSocketApi,
    WebSocketApiArgs,
)
from pulumi_apigw.graph import Resource, ResourceGraph, capture

from .conftest import BUILT

Options = pulumi.ResourceOptions | None
QUEUE = "arn:aws:sqs:us-east-1:123456789012:q"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:api"
SENT = {"authorizer": "none", "integration": {"type": "SQS-SendMessage", "queue_arn": QUEUE}}
KEYED = {"api_keys": {"shop": {}}, "usage_plans": {"gold": {"api_keys": ["shop"]}}}
GATE = {"gate": {"type": "lambda", "function": "api", "identity_sources": ["$request.querystring.token"]}}


def http(opts: Options = None) -> HttpApi:
    routes = {"GET /": {"function": "api", "authorizer": "gate"}, "POST /queue": SENT}
    api = {"authorizers": GATE, "routes": routes}
    return HttpApi("part", HttpApiArgs(api=api, functions={"api": ARN}), opts)


def rest(opts: Options = None) -> RestApi:
    routes = {"GET /": {"function": "api", "authorizer": "gate", "api_key": True}, "POST /queue": SENT}
    api = {"authorizers": GATE, "routes": routes, "documentation_version": "1", **KEYED}
    api["client_certificate"] = True
    return RestApi("part", RestApiArgs(api=api, functions={"api": ARN}), opts)


def websocket(opts: Options = None) -> WebSocketApi:
    queue = {"integration": SENT["integration"], "reply": True}
    connect = {"function": "api", "authorizer": "gate", "api_key": True}
    routes = {
        "$connect": connect,
        "say": {"function": "api", "reply": True, "body": "Message"},
        "queue": queue,
    }
    api: dict[str, Any] = {"authorizers": GATE, "routes": routes, "models": {"Message": {"type": "object"}}}
    api |= {"auto_deploy": False, "connections": {"type": "dynamodb", "functions": ["api"]}, **KEYED}
    return WebSocketApi("part", WebSocketApiArgs(api=api, functions={"api": ARN}), opts)


def staged(api: Callable[[], HttpApi | RestApi | WebSocketApi]) -> Callable[[Options], Stage]:
    return lambda opts: Stage("part", StageArgs(api=api()), opts)


PARTS: dict[str, tuple[Callable[[Options], Any], str]] = {
    "Function": (
        lambda opts: Function("part", FunctionArgs(function=BUILT, aliases=["live"]), opts),
        "Function",
    ),
    "HttpApi": (http, "HttpApi"),
    "RestApi": (rest, "RestApi"),
    "WebSocketApi": (websocket, "WebSocketApi"),
    "Authorizer": (
        lambda opts: Authorizer(
            "part",
            AuthorizerArgs(api_id="a", authorizer={"type": "jwt", "issuer": "https://x/", "audience": ["a"]}),
            opts,
        ),
        "Authorizer",
    ),
    "AccessLogRole": (lambda opts: AccessLogRole("part", opts=opts), "AccessLogRole"),
    "Stage of an HTTP API": (staged(http), "Stage"),
    "Stage of a REST API": (staged(rest), "Stage"),
    "Stage of a WebSocket API": (staged(websocket), "Stage"),
}


@pytest.fixture(params=PARTS)
def made(
    request: pytest.FixtureRequest,
) -> Callable[[Callable[[], Options]], tuple[ResourceGraph, Resource, list[Resource]]]:
    """Make one component with options, which only a program can: the component and what is within it."""
    make, type_ = PARTS[request.param]

    def run(opts: Callable[[], Options]) -> tuple[ResourceGraph, Resource, list[Resource]]:
        graph = capture(lambda: make(opts()), stack="dev", project="parts")
        component = graph.find(f"apigw:index:{type_}", "part")
        # What is only read cannot be protected.
        made = [
            each for each in within(graph, component.urn) if each.custom and not each.name.endswith(".now")
        ]
        assert made
        return graph, component, made

    return run


def within(graph: ResourceGraph, urn: str) -> list[Resource]:
    found = [each for each in graph.resources if each.parent == urn]
    return [*found, *(below for each in found for below in within(graph, each.urn))]


def test_protect(made: Any) -> None:
    *_, children = made(lambda: pulumi.ResourceOptions(protect=True))
    assert all(each.protect for each in children if ":Deployment" not in each.type)
    *_, children = made(lambda: None)
    assert not any(each.protect for each in children)


def test_a_provider(made: Any) -> None:
    def opts() -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(provider=aws.Provider("eu", region="eu-central-1"))

    graph, _, children = made(opts)
    assert {each.provider for each in children} == {graph.find("pulumi:providers:aws", "eu").urn}


def test_what_a_component_depends_on(made: Any) -> None:
    # Children wait for their component, and are gone before it.
    def opts() -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(depends_on=[aws.sns.Topic("first")])

    graph, component, _ = made(opts)
    assert graph.find("aws:sns/topic:Topic", "first").urn in component.dependencies
