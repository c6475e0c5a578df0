"""The @connections API, asked by AWS's own SDK."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3  # type: ignore[import-untyped]
import httpx
import pytest
from botocore.exceptions import ClientError  # type: ignore[import-untyped]
from websockets.exceptions import ConnectionClosedOK
from websockets.sync.client import ClientConnection

from pulumi_apigw.local import Gateway
from pulumi_apigw.local.websocket.management import connection_of

from .conftest import Log, id_of

UNKNOWN = "AAAAAAAAAAAAAAA="


@pytest.fixture
def management(gateway: Gateway) -> Any:
    return boto3.client(
        "apigatewaymanagementapi",
        endpoint_url=gateway.connections_url("chat", "dev"),
        region_name="us-east-1",
        aws_access_key_id="any",
        aws_secret_access_key="any",
    )


def error_of(call: Callable[..., Any], **arguments: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as raised:
        call(**arguments)
    response: Any = raised.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def test_a_push_reaches_its_client(management: Any, client: ClientConnection) -> None:
    management.post_to_connection(ConnectionId=id_of(client), Data="Grüße".encode())
    assert client.recv(timeout=20) == "Grüße"


def test_a_push_of_128_kb_is_the_largest(management: Any, client: ClientConnection) -> None:
    mine = id_of(client)
    management.post_to_connection(ConnectionId=mine, Data=b"x" * 128 * 1024)
    assert len(client.recv(timeout=20)) == 128 * 1024
    too_large = {"ConnectionId": mine, "Data": b"x" * (128 * 1024 + 1)}
    assert error_of(management.post_to_connection, **too_large) == ("PayloadTooLargeException", 413)


def test_a_connection_is_described(management: Any, client: ClientConnection) -> None:
    found = management.get_connection(ConnectionId=id_of(client))
    assert found["ConnectedAt"] <= found["LastActiveAt"] <= datetime.now(UTC)
    assert found["Identity"]["SourceIp"] == "127.0.0.1"
    assert found["Identity"]["UserAgent"].startswith("Python/")


def test_a_client_is_sent_away_and_gone_at_once(management: Any, client: ClientConnection, log: Log) -> None:
    mine = id_of(client)
    assert management.delete_connection(ConnectionId=mine)["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert error_of(management.get_connection, ConnectionId=mine) == ("GoneException", 410)
    with pytest.raises(ConnectionClosedOK) as raised:
        client.recv(timeout=20)
    assert raised.value.rcvd is not None
    assert raised.value.rcvd.code == 1000


def test_who_never_was_is_gone(management: Any, log: Log) -> None:
    for call in (management.get_connection, management.delete_connection):
        assert error_of(call, ConnectionId=UNKNOWN) == ("GoneException", 410)
    assert error_of(management.post_to_connection, ConnectionId=UNKNOWN, Data=b"x") == ("GoneException", 410)
    assert "has not been let in yet by $connect, or is not of stage 'dev'." in log.text()


def test_what_is_no_id_is_a_bad_request(management: Any) -> None:
    assert error_of(management.get_connection, ConnectionId="me") == ("BadRequestException", 400)


def test_an_unsigned_push_is_refused(gateway: Gateway, client: ClientConnection, log: Log) -> None:
    url = f"{gateway.connections_url('chat', 'dev')}/@connections/{id_of(client)}"
    response = httpx.post(url, content=b"x", trust_env=False)
    assert (response.status_code, json.loads(response.text)) == (
        403,
        {"message": "Missing Authentication Token"},
    )
    assert response.headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"
    assert (
        "the request is not signed. Use boto3's apigatewaymanagementapi, or sign it with SigV4." in log.text()
    )


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/@connections/abc=", "abc="),
        ("/%40connections/abc%3D", "abc="),
        ("/@connections/", None),
        ("/@connections/a/b", None),
        ("/", None),
    ],
)
def test_the_id_is_read_out_of_a_path(path: str, found: str | None) -> None:
    assert connection_of(path) == found
