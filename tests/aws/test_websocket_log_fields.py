"""What access logs of WebSocket APIs can hold."""

from __future__ import annotations

import json

import pytest

from pulumi_apigw.aws import limits
from pulumi_apigw.aws.log_fields import (
    DEFAULT_LOG_FIELDS,
    HTTP_LOG_FIELDS,
    LOG_FIELDS,
    REST_LOG_FIELDS,
    WEBSOCKET_DEFAULT_LOG_FIELDS,
    WEBSOCKET_LOG_FIELDS,
    WEBSOCKET_LOG_VARIABLES,
)

# https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html
DOCUMENTED = {
    *("apiId", "connectedAt", "connectionId", "domainName", "eventType", "extendedRequestId", "messageId"),
    *("integrationLatency", "requestId", "requestTime", "requestTimeEpoch", "routeKey", "stage", "status"),
    *(
        f"{step}.{name}"
        for step in ("authorize", "authenticate", "waf")
        for name in ("error", "latency", "status")
    ),
    *(f"authorizer.{name}" for name in ("error", "integrationLatency", "integrationStatus", "latency")),
    *(f"authorizer.{name}" for name in ("requestId", "status", "principalId")),
    *(f"error.{name}" for name in ("message", "messageString", "responseType", "validationErrorString")),
    *(f"identity.{name}" for name in ("accountId", "apiKey", "apiKeyId", "caller", "principalOrgId")),
    *(f"identity.cognito{name}" for name in ("AuthenticationProvider", "AuthenticationType")),
    *(f"identity.cognito{name}" for name in ("IdentityId", "IdentityPoolId")),
    *(f"identity.{name}" for name in ("sourceIp", "user", "userAgent", "userArn")),
    *(f"integration.{name}" for name in ("error", "integrationStatus", "latency", "requestId", "status")),
}
LEFT_OUT = {
    "error.messageString",
    "error.validationErrorString",
    "identity.apiKey",
    "integration.latency",
    "integration.requestId",
}


def test_every_documented_variable_has_one_field() -> None:
    variables = [variable.removeprefix("$context.") for variable in WEBSOCKET_LOG_FIELDS.values()]

    assert sorted(variables) == sorted(DOCUMENTED - LEFT_OUT)
    assert {f"$context.{name}" for name in DOCUMENTED} == WEBSOCKET_LOG_VARIABLES


def test_a_field_means_the_same_in_every_kind() -> None:
    others = {**HTTP_LOG_FIELDS, **REST_LOG_FIELDS}
    differing = {name for name in WEBSOCKET_LOG_FIELDS if others.get(name, "") != WEBSOCKET_LOG_FIELDS[name]}

    # A WebSocket API has the second name of the one that HTTP and REST APIs have two for.
    assert differing - others.keys() == {"connectedAt", "connectionId", "eventType", "messageId"}
    assert differing & others.keys() == {"integrationStatus"}


@pytest.mark.parametrize("names", [WEBSOCKET_DEFAULT_LOG_FIELDS, tuple(WEBSOCKET_LOG_FIELDS)])
def test_a_format_of_the_fields_fits_into_awss_limit(names: tuple[str, ...]) -> None:
    log_format = json.dumps({name: WEBSOCKET_LOG_FIELDS[name] for name in names}, separators=(",", ":"))

    assert len(log_format.encode()) <= limits.ACCESS_LOG_FORMAT_BYTES


def test_the_default_tells_connections_and_messages_apart() -> None:
    assert {"requestId", "connectionId", "messageId", "eventType", "routeKey"} <= {
        *WEBSOCKET_DEFAULT_LOG_FIELDS
    }
    assert DEFAULT_LOG_FIELDS["websocket"] == WEBSOCKET_DEFAULT_LOG_FIELDS
    assert LOG_FIELDS["websocket"] is WEBSOCKET_LOG_FIELDS
