"""One uvicorn server on several sockets, in a thread of its own."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from pulumi_apigw.errors import GatewayError

__all__ = ["Server", "bind"]

_GRACE_SECONDS: Final = 2
_NO_BODY: Final = ((b"content-length", b"0"),)


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises `GatewayError` with the port and the fix."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Without the protocol's number asyncio leaves Nagle's algorithm on: answers wait 40 ms for the client.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # So that the gateway can start again at once; it does not let two servers share a port.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise GatewayError(
                f"port {port} is in use. Stop what listens on {host}:{port}, or choose another port "
                "(0 takes a free one)."
            ) from None
        raise GatewayError(f"cannot listen on {host}:{port}: {error}. Choose another host or port.") from None
    return listener


class Server:
    """Runs an ASGI application until it is stopped; `cleanup` is awaited in the server's loop at the end.

    WebSockets are refused unless `websockets` is true.
    """

    def __init__(
        self,
        app: Any,
        sockets: Sequence[socket.socket],
        cleanup: Callable[[], Awaitable[None]],
        *,
        websockets: bool = False,
    ) -> None:
        self._websockets = websockets
        self._app = app
        self._sockets = list(sockets)
        self._cleanup = cleanup
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._server: Any = None
        self._thread = threading.Thread(target=self._run, name="apigw-gateway", daemon=True)

    def start(self) -> None:
        """Returns once requests are answered; raises what kept the server from starting."""
        self._thread.start()
        self._started.wait()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Lets the requests under way end, for two seconds at most, and returns when all is closed."""
        if self._server is not None:
            self._server.should_exit = True
        self.wait()

    def wait(self) -> None:
        """Returns when the server has ended."""
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            self._failure = error
        finally:
            self._started.set()

    async def _serve(self) -> None:
        try:
            self._server = self._make_server()
            serving = asyncio.ensure_future(self._server.serve(sockets=self._sockets))
            while not (self._server.started or serving.done()):
                await asyncio.sleep(0.001)
            self._started.set()
            await serving
        finally:
            await self._cleanup()

    def _make_server(self) -> Any:
        # 60 ms, while the functions' workers start.
        import uvicorn

        config = uvicorn.Config(
            self._answer,
            interface="asgi3",
            lifespan="off",
            **self._websocket_settings(),
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        return uvicorn.Server(config)

    async def _answer(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        """The application's answer, or 503 where the server stops first: uvicorn would log a traceback."""
        try:
            await self._app(scope, receive, send)
        except asyncio.CancelledError:
            prefix = "websocket.http" if scope["type"] == "websocket" else "http"
            # What has been answered already, or let in, has been told all it can be.
            with suppress(RuntimeError, OSError):
                await send({"type": f"{prefix}.response.start", "status": 503, "headers": _NO_BODY})
                await send({"type": f"{prefix}.response.body"})

    def _websocket_settings(self) -> dict[str, Any]:
        if not self._websockets:
            return {"ws": "none"}
        from pulumi_apigw.local.websocket.protocol import SERVER_SETTINGS

        return SERVER_SETTINGS
