"""The @connections API: how functions say something to clients, ask about them and send them away.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from urllib.parse import unquote

from pulumi_apigw.aws.websocket_limits import MESSAGE_BYTES
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Response
from pulumi_apigw.local.websocket.authorizers import caller_of
from pulumi_apigw.local.websocket.connections import Connection, Connections
from pulumi_apigw.local.websocket.model import LocalWebSocketApi
from pulumi_apigw.local.websocket.sockets import Closed

__all__ = ["Management", "connection_of", "error_response"]

ERROR_TYPE: Final = "x-amzn-errortype"
_ID: Final = re.compile(r"[A-Za-z0-9_-]{15}=")


def connection_of(path: str) -> str | None:
    """The connection's id in a path without its stage: `/@connections/{id}`; None for any other path.

    SDKs encode both the `@` and the `=` that ids end with.
    """
    found = re.fullmatch(r"/@connections/([^/]+)", unquote(path))
    return found[1] if found else None


def error_response(status: int, kind: str, text: str | None) -> Response:
    """An error as AWS's SDKs read it; `text` None is no body."""
    body = b"" if text is None else json.dumps({"message": text}).encode()
    return Response(status, [("content-type", "application/json"), (ERROR_TYPE, kind)], body)


class Management:
    """Answers requests about the connections of an API.

    A departure from AWS: no signature is checked, nor whether IAM allows the call.
    """

    def __init__(self, api: LocalWebSocketApi, connections: Connections, note: Callable[[str], None]) -> None:
        self._api = api
        self._connections = connections
        self._note = note

    async def answer(self, request: Request, stage: str, connection_id: str) -> Response:
        """What POST, GET or DELETE of a connection gives."""
        if caller_of(request, self._api.account_id) is None:
            # Nor can a web page send what is signed without a preflight.
            return self._refused(
                request, 403, "MissingAuthenticationTokenException", "Missing Authentication Token",
                "the request is not signed. Use boto3's apigatewaymanagementapi, or sign it with SigV4.",
            )  # fmt: skip
        if not _ID.fullmatch(connection_id):
            text = f"Invalid connectionId: {connection_id}"
            return self._refused(request, 400, "BadRequestException", text, "this is no connection's id.")
        connection = self._connections.find(stage, connection_id)
        if connection is None:
            return self._refused(
                request, 410, "GoneException", None,
                f"the client has left, or has not been let in yet by $connect, or is not of stage {stage!r}.",
            )  # fmt: skip
        if request.method == "POST":
            return await self._post(request, connection)
        if request.method == "GET":
            return _described(connection)
        if request.method == "DELETE":
            self._connections.remove(connection)
            await connection.close(Closed(1000))
            return Response(204)
        return self._refused(request, 403, "ForbiddenException", "Forbidden", "use POST, GET or DELETE.")

    async def _post(self, request: Request, connection: Connection) -> Response:
        if len(request.body) > MESSAGE_BYTES:
            text = f"The data has {len(request.body)} bytes, and {MESSAGE_BYTES} are the most."
            return self._refused(request, 413, "PayloadTooLargeException", text, text)
        try:
            await connection.send(request.body.decode(errors="replace"))
        except ConnectionError:
            return self._refused(request, 410, "GoneException", None, "the client has left.")
        return Response(200)

    def _refused(self, request: Request, status: int, kind: str, text: str | None, fact: str) -> Response:
        self._note(f"{status} {request.method} {request.raw_path}: {fact}")
        return error_response(status, kind, text)


def _described(connection: Connection) -> Response:
    identity = {
        "sourceIp": connection.request.source_ip,
        "userAgent": connection.request.header("user-agent"),
    }
    described = {
        "connectedAt": _time(connection.connected_at),
        "identity": identity,
        "lastActiveAt": _time(connection.last_active_at),
    }
    return Response(200, [("content-type", "application/json")], json.dumps(described).encode())


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
