from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any, get_args

import pytest

from pulumi_apigw.aws import websocket_limits
from pulumi_apigw.aws.limits import Range
from pulumi_apigw.config.rest.routes import ContentHandling, PassthroughBehavior
from pulumi_apigw.config.websocket import WebSocketApiConfig

ServiceModels = Callable[[str], Any]


@pytest.fixture
def shape(service_model: ServiceModels) -> Callable[[str], Any]:
    """A shape of API Gateway's model of HTTP and WebSocket APIs, by its name."""
    return lambda name: service_model("apigatewayv2").shape_for(name)


def test_numbers_that_the_api_model_has_too(shape: Callable[[str], Any]) -> None:
    timeout = shape("CreateIntegrationRequest").members["TimeoutInMillis"]

    assert Range(50, 29_000) == websocket_limits.TIMEOUT_MS
    assert timeout.metadata["min"] == websocket_limits.TIMEOUT_MS.minimum
    # The model's end is that of HTTP APIs; its words name the other one.
    assert "between 50 and 29,000 milliseconds for WebSocket APIs" in said(timeout)


def test_the_length_of_a_schema(shape: Callable[[str], Any]) -> None:
    schema = shape("CreateModelRequest").members["Schema"]
    assert f"[0-{websocket_limits.MODEL_CHARACTERS}]" in said(shape(schema.name))


@pytest.mark.parametrize(
    ("name", "known"),
    [("PassthroughBehavior", PassthroughBehavior), ("ContentHandlingStrategy", ContentHandling)],
)
def test_words_are_those_of_the_api_model(name: str, known: Any, shape: Callable[[str], Any]) -> None:
    assert sorted(shape(name).enum) == sorted(get_args(known))


@pytest.mark.parametrize(
    ("request_name", "member", "words"),
    [
        ("CreateRouteRequest", "AuthorizationType", "For WebSocket APIs, valid values are NONE"),
        ("CreateRouteRequest", "ApiKeyRequired", "Supported only for WebSocket APIs"),
        ("CreateAuthorizerRequest", "AuthorizerResultTtlInSeconds", "Supported only for HTTP API Lambda"),
        ("CreateAuthorizerRequest", "JwtConfiguration", "Supported only for HTTP APIs"),
        ("CreateAuthorizerRequest", "EnableSimpleResponses", "Supported only for HTTP APIs"),
        ("CreateAuthorizerRequest", "IdentitySource", "route.request.header.Auth"),
        ("CreateIntegrationRequest", "ConnectionId", "Supported only for HTTP APIs"),
        ("CreateIntegrationRequest", "ResponseParameters", "Supported only for HTTP APIs"),
        ("CreateApiRequest", "CorsConfiguration", "Supported only for HTTP APIs"),
        ("CreateModelRequest", "Name", "Must be alphanumeric"),
    ],
)
def test_the_api_model_says_so(
    request_name: str, member: str, words: str, shape: Callable[[str], Any]
) -> None:
    assert words in said(shape(request_name).members[member])


def test_sources_of_api_keys_are_those_that_a_config_takes() -> None:
    known = get_args(WebSocketApiConfig.model_fields["api_key_selection_expression"].annotation)

    assert known == websocket_limits.API_KEY_SOURCES


def test_a_message_has_four_frames_and_a_connection_twelve_idle_times() -> None:
    assert websocket_limits.MESSAGE_BYTES == 4 * websocket_limits.FRAME_BYTES == 131_072
    assert websocket_limits.CONNECTION_SECONDS == 12 * websocket_limits.IDLE_SECONDS == 7200


def said(member: Any) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", "", member.documentation)).split())
