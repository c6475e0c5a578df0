"""HTTP proxy integrations against a real server."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from pulumi_apigw.local.calls import Call
from pulumi_apigw.local.integrations.functions import CannotCallError
from pulumi_apigw.local.integrations.proxies import HttpProxy, forward, target_url
from pulumi_apigw.local.model import LocalIntegration, LocalRoute, LocalStage
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Rejection, Response

MakeCall = Callable[..., Call]


class Echo(BaseHTTPRequestHandler):
    """Says what it got, compressed where `/gzip` asks; `/slow` takes a second, `/moved` redirects.

    `/drip` sends a byte now and then, `/large` more than API Gateway passes on.
    """

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        if self.path == "/slow":
            time.sleep(1)
        if self.path in ("/drip", "/large"):
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b"x" * (1 if self.path == "/drip" else 1024 * 1024))
                time.sleep(0.02 if self.path == "/drip" else 0)
        length = int(self.headers.get("content-length") or 0)
        got = {
            "method": self.command,
            "path": self.path,
            "headers": [[name.lower(), value] for name, value in self.headers.items()],
            "body": self.rfile.read(length).decode(),
        }
        body = json.dumps(got).encode()
        self.send_response(302 if self.path == "/moved" else 200)
        if self.path == "/moved":
            self.send_header("Location", "/elsewhere")
        if self.path == "/gzip":
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        for value in ("a=1", "b=2"):
            self.send_header("Set-Cookie", value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_DELETE = answer  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Backend(ThreadingHTTPServer):
    """Does not mind a client that hangs up, as `/slow`'s does."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@pytest.fixture(scope="module")
def backend() -> Iterator[str]:
    with Backend(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def proxied(call: Call, integration: LocalIntegration) -> Response:
    async def run() -> Response:
        proxy = HttpProxy()
        try:
            return await forward(call, integration, proxy)
        finally:
            await proxy.close()

    return asyncio.run(run())


def test_forwards_a_request_and_its_answer(make_call: MakeCall, backend: str) -> None:
    request = Request(
        "POST",
        "/dev/items/7",
        "a=1&a=2",
        [
            ("host", "laptop"),
            ("x-tag", "1"),
            ("x-tag", "2"),
            ("connection", "close"),
            ("content-length", "2"),
        ],
        b"hi",
    )
    response = proxied(make_call(request), LocalIntegration("HTTP_PROXY", backend + "/v1/{id}"))
    got = json.loads(response.body)
    assert (response.status, got["method"], got["path"], got["body"]) == (200, "POST", "/v1/7?a=1&a=2", "hi")
    assert [pair for pair in got["headers"] if pair[0] == "x-tag"] == [["x-tag", "1"], ["x-tag", "2"]]
    assert ["host", backend.removeprefix("http://")] in got["headers"]
    assert [value for name, value in response.headers if name == "set-cookie"] == ["a=1", "b=2"]


@pytest.mark.parametrize(
    ("addresses", "forwarded"),
    [
        ("192.0.2.1", "by=127.0.0.1;for=192.0.2.1;host=laptop:3000;proto=http"),
        ("::1, 192.0.2.1", 'for="[::1]", by=127.0.0.1;for=192.0.2.1;host=laptop:3000;proto=http'),
    ],
)
def test_other_servers_get_forwarded_in_place_of_x_forwarded(
    make_call: MakeCall, backend: str, addresses: str, forwarded: str
) -> None:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html"""
    names = [("x-forwarded-proto", "https"), ("x-forwarded-for", addresses), ("x-forwarded-proto", "http")]
    request = Request("GET", "/dev/items/7", headers=[("host", "laptop:3000"), *names])
    response = proxied(make_call(request), LocalIntegration("HTTP_PROXY", backend))
    got = dict(json.loads(response.body)["headers"])
    assert got == {"host": backend.removeprefix("http://"), "forwarded": forwarded}


def test_nothing_is_asked_for_that_the_caller_does_not_ask(make_call: MakeCall, backend: str) -> None:
    call = make_call(Request("GET", "/dev/items/7", headers=[("x-a", "1")]))
    response = proxied(call, LocalIntegration("HTTP_PROXY", backend))
    sent = [name for name, _ in json.loads(response.body)["headers"]]
    assert sorted(sent) == ["host", "x-a"]


def test_the_method_of_the_integration_wins(make_call: MakeCall, backend: str) -> None:
    response = proxied(make_call(), LocalIntegration("HTTP_PROXY", backend, method="DELETE"))
    assert json.loads(response.body)["method"] == "DELETE"


def test_parameters_change_the_request(make_call: MakeCall, backend: str) -> None:
    integration = LocalIntegration(
        "HTTP_PROXY",
        backend + "/ignored",
        request_parameters={
            "overwrite:path": "/v2/$request.path.id",
            "append:header.x-request": "$context.routeKey",
            "overwrite:querystring.stage": "$context.stage",
        },
    )
    got = json.loads(proxied(make_call(), integration).body)
    assert got["path"] == "/v2/7?stage=dev"
    assert ["x-request", "GET /items/{id}"] in got["headers"]


def test_compressed_answers_and_redirects_pass_as_they_are(make_call: MakeCall, backend: str) -> None:
    response = proxied(make_call(), LocalIntegration("HTTP_PROXY", backend + "/gzip"))
    assert ("content-encoding", "gzip") in response.headers
    assert json.loads(gzip.decompress(response.body))["path"] == "/gzip"
    moved = proxied(make_call(), LocalIntegration("HTTP_PROXY", backend + "/moved"))
    assert (moved.status, dict(moved.headers)["location"]) == (302, "/elsewhere")


@pytest.mark.parametrize(
    ("uri", "timeout_ms"),
    [("{}/slow", 100), ("{}/drip", 100), ("http://127.0.0.1:9", 1000), ("nothing", 1000)],
)
def test_no_answer_in_time_is_503(make_call: MakeCall, backend: str, uri: str, timeout_ms: int) -> None:
    integration = LocalIntegration("HTTP_PROXY", uri.format(backend), timeout_ms=timeout_ms)
    with pytest.raises(Rejection, match=r"^GET /items/\{id\}: no answer from .*: \w+") as e:
        proxied(make_call(), integration)
    assert (e.value.response.status, e.value.response.body) == (503, b'{"message":"Service Unavailable"}')


def test_the_log_does_not_show_the_query(make_call: MakeCall) -> None:
    request = Request("GET", "/dev/items/7", "token=secret")
    with pytest.raises(Rejection, match=r"no answer from http://127\.0\.0\.1:9: "):
        proxied(make_call(request), LocalIntegration("HTTP_PROXY", "http://127.0.0.1:9"))


def test_an_answer_that_is_too_large_is_500(make_call: MakeCall, backend: str) -> None:
    with pytest.raises(Rejection, match=r": an answer of more than 10485760 bytes is refused\.$") as e:
        proxied(make_call(), LocalIntegration("HTTP_PROXY", backend + "/large"))
    assert e.value.response.status == 500


@pytest.mark.parametrize(
    ("uri", "changes", "path", "expected"),
    [
        ("https://b.example/v1/{id}", {}, None, "https://b.example/v1/7"),
        ("https://b.example/{proxy}", {"parameters": {"proxy": "a b/c"}}, None, "https://b.example/a%20b/c"),
        ("https://b.example/{proxy+}", {"parameters": {"proxy": "a/c"}}, None, "https://b.example/a/c"),
        ("https://${stageVariables.backend}.example", {}, None, "https://dev.example"),
        ("https://b.example/v1", {}, "items", "https://b.example/items"),
        (
            "https://b.example/v1/",
            {"route": LocalRoute("$default")},
            None,
            "https://b.example/v1/dev/items/7",
        ),
    ],
)
def test_P32_target_urls(
    make_call: MakeCall, uri: str, changes: dict[str, Any], path: str | None, expected: str
) -> None:
    call = make_call(**changes)
    assert target_url(call, LocalIntegration("HTTP_PROXY", uri), call.request, path) == expected


def test_a_missing_stage_variable_is_named(make_call: MakeCall) -> None:
    call = make_call(stage=LocalStage("dev"))
    with pytest.raises(CannotCallError, match="stage 'dev' has no stage variable 'backend'"):
        target_url(
            call, LocalIntegration("HTTP_PROXY", "https://${stageVariables.backend}"), call.request, None
        )
