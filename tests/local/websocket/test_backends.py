"""HTTP integrations, asked over a real socket."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from pulumi_apigw.local.integrations import HttpProxy
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.integrations.backends import forward, forward_with_templates
from pulumi_apigw.local.websocket.integrations.replies import Reply
from pulumi_apigw.local.websocket.model import WebSocketIntegration, WebSocketRoute, WebSocketTransformation
from pulumi_apigw.local.websocket.refusals import Refusal

Make = Callable[..., WebSocketCall]


class Backend(BaseHTTPRequestHandler):
    """Answers `/418` with 418, and everything with what it was asked."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        self.send_response(418 if self.path.startswith("/418") else 200)
        self.end_headers()
        self.wfile.write(f"{self.path} {self.headers.get('x-id')} {body}".encode())

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def backend() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Backend) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def asked(send: Any, call: WebSocketCall) -> Reply:
    async def run() -> Reply:
        proxy = HttpProxy()
        try:
            return await send(call, call.route.integration, proxy)  # type: ignore[no-any-return]
        finally:
            await proxy.close()

    return asyncio.run(run())


def test_a_proxy_gets_the_message_and_what_is_mapped(make_call: Make, backend: str) -> None:
    integration = WebSocketIntegration(
        "HTTP_PROXY",
        f"{backend}/{{room}}?a=1",
        method="POST",
        request_parameters={
            "integration.request.path.room": "route.request.body.room",
            "integration.request.header.x-id": "context.stage",
            "integration.request.querystring.b": "stageVariables.backend",
        },
    )
    call = make_call('{"room": "tea time"}', route=WebSocketRoute("send", integration, two_way=True))
    assert asked(forward, call).body == '/tea%20time?a=1&b=blue dev {"room": "tea time"}'


def test_connect_passes_the_handshake_on_and_the_answer_decides(make_call: Make, backend: str) -> None:
    route = WebSocketRoute("$connect", WebSocketIntegration("HTTP_PROXY", f"{backend}/418", method="POST"))
    call = make_call(None, Request("GET", "/dev", "token=1", [("x-id", "7")]), message_id=None, route=route)
    answer = asked(forward, call)
    assert (answer.status, answer.accepts, answer.body) == (418, False, "/418?token=1 7 ")


def test_templates_make_what_is_asked_and_what_is_answered(make_call: Make, backend: str) -> None:
    integration = WebSocketIntegration(
        "HTTP",
        f"{backend}/418",
        method="POST",
        request_templates={"$default": "n=$input.json('$.n')"},
        responses=(
            WebSocketTransformation(
                "/4\\d\\d/", {"418": "short and stout"}, "${integration.response.statuscode}"
            ),
            WebSocketTransformation("$default"),
        ),
    )
    call = make_call('{"n": 7}', route=WebSocketRoute("send", integration, two_way=True))
    answer = asked(forward_with_templates, call)
    assert answer.accepts
    assert answer.body == "short and stout"
    one_way = make_call('{"n": 7}', route=WebSocketRoute("send", integration))
    assert asked(forward_with_templates, one_way).body == "/418 None n=7"


def test_nobody_there_is_told(make_call: Make) -> None:
    integration = WebSocketIntegration("HTTP_PROXY", "http://127.0.0.1:9/x", method="POST")
    with pytest.raises(Refusal, match=r"^send: no answer from http://127\.0\.0\.1:9/x: ") as raised:
        asked(forward, make_call(route=WebSocketRoute("send", integration)))
    assert raised.value.status == 502


@pytest.mark.parametrize("text", ["aGk", "né"])
def test_what_is_no_base64_does_not_become_binary(make_call: Make, text: str) -> None:
    integration = WebSocketIntegration("HTTP_PROXY", "http://a", content_handling="CONVERT_TO_BINARY")
    call = make_call(text, route=WebSocketRoute("send", integration))
    with pytest.raises(Refusal, match=r"^send: the content handling is CONVERT_TO_BINARY and the body is no"):
        asked(forward, call)


def test_a_key_that_is_no_pattern_is_told(make_call: Make, backend: str) -> None:
    integration = WebSocketIntegration(
        "HTTP", f"{backend}/", method="POST", responses=(WebSocketTransformation("/(4/"),)
    )
    call = make_call("{}", route=WebSocketRoute("send", integration, two_way=True))
    with pytest.raises(
        Refusal, match=r"^send: the integration response key '/\(4/' is no pattern: missing \)"
    ):
        asked(forward_with_templates, call)
