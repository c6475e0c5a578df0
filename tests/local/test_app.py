"""The application between uvicorn and the APIs: which Host it answers to, which headers it sends."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pulumi_apigw.local.app import App
from pulumi_apigw.local.handler import Answer
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Response


class Api:
    """Stands in for an `ApiHandler`: answers with its own name and the headers given."""

    def __init__(self, api: Any, headers: list[tuple[str, str]], status: int) -> None:
        self.api, self._headers, self._status = api, headers, status

    async def answer(self, request: Request) -> Answer:
        return Answer(Response(self._status, self._headers, self.api.name.encode()))

    def refuse_size(self, request: Request) -> Answer:
        raise AssertionError("no body here is large")

    def identify(self, request: Request) -> list[tuple[str, str]]:
        return [("apigw-requestid", request.id)]


class Asked:
    """One request to an application with two APIs, on the port of the first."""

    def __init__(
        self,
        make_api: Any,
        host: str,
        *,
        headers: Any = (),
        status: int = 200,
        path: str = "/a",
        **options: Any,
    ) -> None:
        self.log: list[str] = []
        self.sent: list[Any] = []
        apis: dict[int, Any] = {
            3000: Api(make_api(), list(headers), status),
            3001: Api(make_api(id="other1", name="other"), list(headers), status),
        }
        app = App(apis, on_log=self.log.append, on_access=self.log.append, **options)
        scope = {
            "type": "http",
            "method": "GET",
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(b"host", host.encode())],
            "http_version": "1.1",
            "scheme": "http",
            "server": ("127.0.0.1", 3000),
            "client": ("127.0.0.1", 5000),
        }
        asyncio.run(app(scope, self._receive, self._send))
        self.status, self.body = self.sent[0]["status"], self.sent[1]["body"]
        self.headers = [
            (name, value) for name, value in self.sent[0]["headers"] if name != b"apigw-requestid"
        ]

    async def _receive(self) -> Any:
        raise AssertionError

    async def _send(self, message: Any) -> None:
        self.sent.append(message)


@pytest.mark.parametrize(
    ("host", "api"),
    [
        ("localhost:3000", b"public"),
        ("127.0.0.1:3000", b"public"),
        ("[::1]:3000", b"public"),
        ("192.168.1.7", b"public"),
        ("", b"public"),
        ("gateway:3000", b"public"),
        ("host.docker.internal:3000", b"public"),
        ("other1.execute-api.localhost:3000", b"other"),
        ("OTHER1.execute-api.us-east-1.amazonaws.com", b"other"),
    ],
)
def test_answers_to_names_that_are_no_web_pages(make_api: Any, host: str, api: bytes) -> None:
    asked = Asked(make_api, host)
    assert (asked.status, asked.body) == (200, api)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:3000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "other1.execute-api.evil.example",
    ],
)
def test_refuses_a_host_that_a_web_page_may_have(make_api: Any, host: str) -> None:
    asked = Asked(make_api, host)
    assert (asked.status, asked.body) == (403, b'{"message":"Forbidden"}')
    name = host.partition(":")[0]
    assert asked.log[0] == (
        f"403 GET /a: Host '{name}' is no name of this computer. Ask for localhost or 127.0.0.1; have a "
        "tunnel or proxy send that Host."
    )


def test_a_gateway_for_the_network_answers_to_any_name(make_api: Any) -> None:
    assert Asked(make_api, "laptop.example", local_names_only=False).status == 200


@pytest.mark.parametrize(("status", "body"), [(200, [(b"content-length", b"6")]), (204, []), (304, [])])
def test_functions_do_not_speak_for_the_connection(make_api: Any, status: int, body: Any) -> None:
    headers = [
        ("connection", "close"),
        ("content-length", "99"),
        ("date", "yesterday"),
        ("transfer-encoding", "chunked"),
        ("x-tag", "1"),
    ]
    asked = Asked(make_api, "localhost", headers=headers, status=status)
    assert asked.headers == [(b"x-tag", b"1"), *body]


@pytest.mark.parametrize(
    ("target", "path"),
    [("http://localhost:3000/a?b", "/a"), ("http://localhost:3000", "/"), ("/a:b", "/a:b")],
)
def test_a_url_as_target_is_read_for_its_path(make_api: Any, target: str, path: str) -> None:
    assert Asked(make_api, "localhost", path=target).log[0].startswith(f"GET {path} 200 ")


def test_the_log_shows_the_path_as_it_was_sent(make_api: Any) -> None:
    # Decoded, it could hold line ends and what terminals take for commands.
    assert Asked(make_api, "localhost", path="/a%0A%1B[2J").log[0].startswith("GET /a%0A%1B[2J 200 ")
