"""The server alone, with applications of a few lines."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from pulumi_apigw.local import server
from pulumi_apigw.local.server import Server, bind

Serve = Callable[[Any], tuple[str, Server]]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    monkeypatch.setattr(server, "_GRACE_SECONDS", 0)
    started: list[Server] = []

    async def cleanup() -> None:
        pass

    def make(app: Any) -> tuple[str, Server]:
        listener = bind("127.0.0.1", 0)
        started.append(Server(app, [listener], cleanup, websockets=True))
        started[-1].start()
        return f"127.0.0.1:{listener.getsockname()[1]}", started[-1]

    yield make
    for each in started:
        each.stop()


class Silent:
    """An application that never answers; `asked` once somebody waits for it. It may let WebSockets in."""

    def __init__(self, *, lets_in: bool = False) -> None:
        self.asked = threading.Event()
        self._lets_in = lets_in

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self._lets_in:
            await send({"type": "websocket.accept"})
        self.asked.set()
        await asyncio.Event().wait()


def test_a_request_that_is_cut_off_gets_503_and_no_traceback(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    app = Silent()
    address, running = serve(app)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(httpx.get, f"http://{address}/", trust_env=False, timeout=20)
        assert app.asked.wait(20)
        running.stop()
        assert answer.result().status_code == 503
    assert [record for record in caplog.records if record.exc_info] == []


@pytest.mark.parametrize("lets_in", [True, False])
def test_a_websocket_that_is_cut_off_ends_without_a_traceback(
    serve: Serve, caplog: pytest.LogCaptureFixture, lets_in: bool
) -> None:
    app = Silent(lets_in=lets_in)
    address, running = serve(app)

    def meet() -> int:
        try:
            with connect(f"ws://{address}/", proxy=None) as client:
                client.recv(timeout=20)
        except InvalidStatus as refused:
            return refused.response.status_code
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0
        return 0

    with caplog.at_level(logging.INFO), ThreadPoolExecutor(1) as pool:
        answer = pool.submit(meet)
        assert app.asked.wait(20)
        running.stop()
        assert answer.result() == (1012 if lets_in else 500)
    assert [record for record in caplog.records if record.exc_info] == []
