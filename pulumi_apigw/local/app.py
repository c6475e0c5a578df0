"""The ASGI application: bytes to `Request`, the right API's answer, `Response` to bytes.

Plain ASGI rather than a framework's routing: the routes are the graph's, and each request is to cost little.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from random import getrandbits
from typing import Any
from urllib.parse import urlsplit

from pulumi_apigw.aws.limits import PAYLOAD_BYTES
from pulumi_apigw.local.domains import Domain
from pulumi_apigw.local.handler import Answer, Handler
from pulumi_apigw.local.hosts import host_name, is_local_name
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Response, message

__all__ = ["App"]

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Line = Callable[[str], None]

# Connection headers are between a client and its gateway: events do not have them.
_DROPPED = frozenset({b"connection", b"keep-alive", b"transfer-encoding", b"x-forwarded-for"})
# The connection is the server's affair and so is the date, whatever a function or a backend says of them.
_NOT_SENT = frozenset(
    {"connection", "content-length", "date", "keep-alive", "proxy-connection", "te", "trailer"}
    | {"transfer-encoding", "upgrade"}
)


class App:
    """Serves several APIs: the port of a connection selects one, or a Host of `{api-id}.execute-api.*`.

    A Host that is one of `domains`, with or without `.localhost` at its end, leads to a stage by its path.
    With `local_names_only` a Host that a web page could have is refused (see `hosts`). `on_log` is told of
    that, `on_access` gets one line a request.
    """

    def __init__(
        self,
        by_port: Mapping[int, Handler],
        *,
        domains: Sequence[Domain] = (),
        on_log: Line,
        on_access: Line | None = None,
        local_names_only: bool = True,
    ) -> None:
        self._domains = domains
        self._by_port = by_port
        self._by_id = {handler.api.id: handler for handler in by_port.values()}
        self._by_domain = {handler.api.domain_name: handler for handler in by_port.values()}
        self._on_log = on_log
        self._on_access = on_access
        self._local_names_only = local_names_only

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """One request, or all of a WebSocket; `scope` is of type http or websocket."""
        if scope["type"] == "websocket":
            await self._converse(scope, receive, send)
            return
        started = time.perf_counter()
        request = _request(scope)
        body = await _body(scope, receive)
        handler = self._handler(scope, request)
        if handler is None:
            answer = Answer(message(403))
        elif body is None:
            answer = handler.refuse_size(request)
        else:
            request.body = body
            answer = await handler.answer(request)
        await _send(send, answer.response, handler.identify(request) if handler else ())
        if self._on_access is not None:
            elapsed_ms = (time.perf_counter() - started) * 1000
            status = answer.response.status
            line = f"{request.method} {request.raw_path} {status} {elapsed_ms:.0f} ms {answer.function}"
            self._on_access(line.rstrip())

    async def _converse(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        # Where there is no WebSocket API the server knows nothing of WebSockets either.
        from pulumi_apigw.local.websocket.handler import WebSocketHandler
        from pulumi_apigw.local.websocket.origins import is_local_origin
        from pulumi_apigw.local.websocket.sockets import Socket, handshake_headers

        headers = handshake_headers(scope)
        request = _request({**scope, "method": "GET", "scheme": "http", "headers": headers})
        socket = Socket(scope, receive, send)
        handler = self._handler(scope, request)
        if handler is not None and self._local_names_only and not is_local_origin(request.header("origin")):
            self._on_log(
                f"403 CONNECT {request.raw_path}: the page is of {request.header('origin')}, not of this "
                "computer. Serve it from localhost."
            )
            handler = None
        if isinstance(handler, WebSocketHandler):
            await handler.converse(request, socket, self._on_access or _nowhere)
            return
        if handler is not None:
            self._on_log(f"403 CONNECT {request.raw_path}: API {handler.api.name!r} is no WebSocket API.")
        await socket.refuse(message(403))

    def _handler(self, scope: Mapping[str, Any], request: Request) -> Handler | None:
        """The API that is asked; None where the Host may be a web page's."""
        host = host_name(request.header("host"))
        if host in self._by_domain:
            return self._by_domain[host]
        name = host.removesuffix(".localhost")
        if domain := next((each for each in self._domains if each.has(name)), None):
            return self._led(domain, name, request)
        if self._local_names_only and not is_local_name(host):
            self._on_log(
                f"403 {request.method} {request.raw_path}: Host {host!r} is no name of this computer. "
                "Ask for localhost or 127.0.0.1; have a tunnel or proxy send that Host."
            )
            return None
        api_id, _, rest = host.partition(".")
        if rest.startswith("execute-api.") and api_id in self._by_id:
            return self._by_id[api_id]
        return self._by_port[scope["server"][1]]

    def _led(self, domain: Domain, name: str, request: Request) -> Handler | None:
        """The API that a custom domain leads to, None where nothing does; the request gets to its stage."""
        request.domain_name = name
        lead = domain.lead(request)
        if lead is None or lead.api_id not in self._by_id:
            known = ", ".join(f"/{each.path}" for each in domain.base_paths) or "none"
            what = f"403 {request.method} {request.raw_path}"
            self._on_log(f"{what}: nothing leads from {name} to an API here. Its base paths: {known}.")
            return None
        request.raw_client_path = request.raw_path
        request.raw_path = lead.path if lead.stage == "$default" else f"/{lead.stage}{lead.path}"
        return self._by_id[lead.api_id]


def _nowhere(line: str) -> None:
    """Where lines of a gateway without `on_access` go."""


def _request(scope: Mapping[str, Any]) -> Request:
    source_ip = scope["client"][0] if scope.get("client") else "127.0.0.1"
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in scope["headers"]
        if name not in _DROPPED
    ]
    _add_forwarding(headers, scope, source_ip)
    return Request(
        method=scope["method"],
        raw_path=_path(scope["raw_path"].decode("latin-1")),
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        source_ip=source_ip,
        protocol=f"HTTP/{scope['http_version']}",
    )


def _path(target: str) -> str:
    """The path of a request's target, which a client that takes the gateway for its proxy sends as a URL."""
    return target if target.startswith("/") else urlsplit(target).path or "/"


def _add_forwarding(headers: list[tuple[str, str]], scope: Mapping[str, Any], source_ip: str) -> None:
    """The headers that API Gateway adds; `host` stays the client's, so that links made from it work here."""
    if not any(name == "content-length" for name, _ in headers):
        headers.append(("content-length", "0"))
    earlier = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    headers += [
        ("x-amzn-trace-id", f"Root=1-{int(time.time()):08x}-{getrandbits(96):024x}"),
        ("x-forwarded-for", ", ".join([*earlier, source_ip])),
        ("x-forwarded-port", str(scope["server"][1])),
        ("x-forwarded-proto", scope["scheme"]),
    ]


async def _body(scope: Mapping[str, Any], receive: Receive) -> bytes | None:
    """The body, None where it is too large for API Gateway or its client hung up.

    A large one is read to its end all the same, so that the client listens to the answer.
    """
    if not any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"]):
        return b""
    chunks: list[bytes] = []
    size = 0
    while True:
        part = await receive()
        if part["type"] == "http.disconnect":
            return None
        size += len(part.get("body", b""))
        if size <= PAYLOAD_BYTES:
            chunks.append(part.get("body", b""))
        if not part.get("more_body"):
            return b"".join(chunks) if size <= PAYLOAD_BYTES else None


async def _send(send: Send, response: Response, identity: Sequence[tuple[str, str]]) -> None:
    has_body = response.status not in (204, 304)
    headers = [
        (name.encode("latin-1"), value.encode("utf-8"))
        for name, value in (*response.headers, *identity)
        if name not in _NOT_SENT
    ]
    if has_body:
        headers.append((b"content-length", str(len(response.body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body if has_body else b""})
