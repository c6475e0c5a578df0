"""The local gateway: a captured graph, served on loopback."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from queue import SimpleQueue
from socket import socket
from types import TracebackType
from typing import Any

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.graph import ResourceGraph
from pulumi_apigw.local.addresses import Addresses
from pulumi_apigw.local.apis import read_graph
from pulumi_apigw.local.domains import read_domains
from pulumi_apigw.local.functions import FunctionPool
from pulumi_apigw.local.hosts import is_loopback
from pulumi_apigw.local.keys import load_keys, mint_token
from pulumi_apigw.local.kinds import find_route, make_handler, token_terms
from pulumi_apigw.local.model import Api, Authorizer, Route
from pulumi_apigw.local.server import Server, bind
from pulumi_apigw.source import did_you_mean

__all__ = ["Gateway", "serve"]

Log = Callable[[str], None]


class Gateway:
    """The APIs of a captured graph, each on a port of its own.

        with serve(graph) as gateway:
            httpx.get(gateway.url("public", "dev") + "/items")

    `project_dir` is the service's folder, which holds the local key set. The first API listens on `port`, the
    next on the ports after it; 0 takes free ones. `python` and `workers` go to `FunctionPool`. `on_log` gets
    what the gateway and the functions say (standard error by default), `on_access` one line a request. Raises
    `GatewayError` where the graph has no such API.
    """

    def __init__(
        self,
        graph: ResourceGraph,
        *,
        project_dir: str | os.PathLike[str] = ".",
        host: str = "127.0.0.1",
        port: int = 0,
        python: str | None = None,
        workers: int | None = None,
        on_log: Log | None = None,
        on_access: Log | None = None,
    ) -> None:
        self._graph = graph
        self._project_dir = project_dir
        self._host = host
        self._first_port = port
        self._open_pool = partial(FunctionPool, graph, python=python, workers=workers, on_log=on_log)
        self._log = on_log or _print
        self._on_access = on_access
        self._served = read_graph(graph)
        self._domains = read_domains(graph)
        self._ports: dict[str, int] = {}
        self._addresses: Addresses | None = None
        self._server: Server | None = None
        # Not an Event: a signal's handler that sets one while the main thread enters `wait` blocks for ever.
        self._stopping: SimpleQueue[None] = SimpleQueue()
        if not self._served.apis:
            raise GatewayError(_nothing_to_serve(self._served.notes))

    @property
    def apis(self) -> Sequence[Api]:
        """The APIs of the graph, in the order of the program."""
        return self._served.apis

    def api(self, name: str | None = None) -> Api:
        """The API of an AWS name, a logical name, a component's name or an id; without one, the only API.

        Raises `GatewayError` with the names there are.
        """
        apis = self._served.apis
        if name is None and len(apis) == 1:
            return apis[0]
        found = [api for api in apis if name in (api.name, api.id)]
        found = found or [api for api in apis if name in api.aliases]
        if len(found) == 1:
            return found[0]
        if name is not None and not found:
            raise GatewayError(f"no API named {name!r}. {did_you_mean(name, [api.name for api in apis])}")
        names = _listed([api.name for api in found or apis])
        raise GatewayError(f"{len(found or apis)} APIs are meant. Name one of: {names}.")

    def route(self, api: str | None, method: str, path: str) -> Route | None:
        """The route of an API that answers a method and a path (as sent, without the stage), if any."""
        return find_route(self.api(api), method, path)

    def start(self) -> Gateway:
        """Serve from a background thread; raises `GatewayError` for a port in use, and when repeated."""
        if self._server is not None:
            raise GatewayError("the gateway is started already. Call `stop()` first.")
        self._stopping = SimpleQueue()
        sockets = self._bind()
        self._ports = {
            api.id: listener.getsockname()[1]
            for api, listener in zip(self._served.apis, sockets, strict=True)
        }
        self._addresses = Addresses(self._host, self._ports, self._domains)
        pool = self._open_pool(substitutes=self._addresses.substitutes(self._served.apis))
        try:
            pool.start()
            self._server = self._make_server(sockets, pool)
            self._server.start()
        except BaseException:
            _close(sockets)
            pool.end()
            self._server = None
            raise
        for note in self._served.notes:
            self._log(note)
        return self

    def stop(self) -> None:
        """End the server and the functions' processes; harmless when repeated."""
        self._stopping.put(None)
        if self._server is not None:
            self._server.stop()
            self._server = None

    def wait(self) -> None:
        """Block until Ctrl-C, SIGTERM or `stop`; for the main thread of a command."""
        previous = signal.signal(signal.SIGTERM, lambda *_: self._stopping.put(None))
        try:
            with suppress(KeyboardInterrupt):
                self._stopping.get()
        finally:
            signal.signal(signal.SIGTERM, previous)

    def __enter__(self) -> Gateway:
        return self.start()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def url(self, api: str | None = None, stage: str | None = None) -> str:
        """Where a stage's routes answer, without a slash at the end; `ws://` for a WebSocket API.

        `api` is its AWS name, its logical name, its component's name or its id; `stage` is a stage's name.
        Either may be left out where there is one. Raises `GatewayError` with the names there are.
        """
        found = self.api(api)
        return self._located().stage(found, self._stage(found, stage))

    def connections_url(self, api: str | None = None, stage: str | None = None) -> str:
        """What a stage of a WebSocket API is pushed to by: the `endpoint_url` of apigatewaymanagementapi."""
        found = self.api(api)
        return self._located().connections(found, self._stage(found, stage))

    def token(
        self,
        api: str | None = None,
        *,
        authorizer: str | None = None,
        scopes: Sequence[str] = (),
        subject: str = "local-user",
        claims: Mapping[str, Any] | None = None,
        lifetime_seconds: int = 3600,
    ) -> str:
        """A token that a JWT or Cognito authorizer of an API takes here.

        A Cognito authorizer's is an access token where there are `scopes`, else an identity token. See
        `mint_token` for the other arguments.
        """
        terms = token_terms(_token_authorizer(self.api(api), authorizer), scopes, subject)
        return mint_token(
            self._project_dir,
            issuer=terms.issuer,
            audience=terms.audience,
            scopes=scopes,
            subject=subject,
            claims={**terms.claims, **(claims or {})},
            lifetime_seconds=lifetime_seconds,
        )

    def api_key(self, api: str | None = None, stage: str | None = None) -> str | None:
        """A key that a stage's routes take in the header `x-api-key`; None where no usage plan has one."""
        found = self.api(api)
        return next((key.value for key in found.keys_of(self._stage(found, stage))), None)

    def description(self) -> dict[str, Any]:
        """What `apigw serve --json` prints: base URL, region, account, APIs' stages with URLs and keys."""
        located = self._located()
        return {
            "url": located.base(self._served.apis[0]),
            "region": self._graph.region,
            "account_id": self._graph.account_id,
            "apis": [located.described(api) for api in self._served.apis],
        }

    def _stage(self, api: Api, name: str | None) -> str:
        names = [known.name for known in api.stages]
        if name is None and len(names) == 1:
            return names[0]
        if name is None and names:
            raise GatewayError(f"API {api.name!r} has {len(names)} stages. Name one of: {_listed(names)}.")
        if name is None or name not in names:
            raise GatewayError(f"API {api.name!r} has no stage {name!r}. It has: {_listed(names)}.")
        return name

    def _bind(self) -> list[socket]:
        sockets: list[socket] = []
        try:
            for offset in range(len(self._served.apis)):
                sockets.append(bind(self._host, self._first_port and self._first_port + offset))
        except GatewayError:
            _close(sockets)
            raise
        return sockets

    def _make_server(self, sockets: Sequence[socket], pool: FunctionPool) -> Server:
        # Imported here, while the functions' processes import what their handlers need.
        from pulumi_apigw.local.app import App
        from pulumi_apigw.local.integrations import FunctionCaller, HttpProxy

        functions = FunctionCaller(pool, self._served.permissions, self._served.function_names)
        proxy = HttpProxy()

        async def cleanup() -> None:
            await proxy.close()
            await pool.close()

        keys = cache(partial(load_keys, self._project_dir))
        handlers = {
            self._ports[api.id]: make_handler(api, functions, proxy, keys, self._log)
            for api in self._served.apis
        }
        app = App(
            handlers,
            domains=self._domains,
            on_log=self._log,
            on_access=self._on_access,
            local_names_only=is_loopback(sockets[0].getsockname()[0]),
        )
        websockets = any(api.protocol == "websocket" for api in self._served.apis)
        return Server(app, sockets, cleanup, websockets=websockets)

    def _located(self) -> Addresses:
        if self._addresses is None:
            raise GatewayError("the gateway is not started. Call `start()`, or use it in a `with`.")
        return self._addresses


serve = Gateway
"""The same, by the name that reads well in a `with`."""


def _token_authorizer(api: Api, name: str | None) -> Authorizer:
    known = [authorizer for authorizer in api.authorizers if authorizer.takes_tokens]
    found = [authorizer for authorizer in known if name in (None, authorizer.name)]
    if len(found) == 1:
        return found[0]
    names = _listed([authorizer.name for authorizer in known])
    kind = "JWT or Cognito authorizer"
    fact = f"no {kind} named {name!r}" if name else f"{len(known)} {kind}s"
    raise GatewayError(f"API {api.name!r} has {fact}. Name one of: {names}.")


def _close(sockets: Sequence[socket]) -> None:
    for listener in sockets:
        listener.close()


def _nothing_to_serve(notes: Sequence[str]) -> str:
    fact = "the program registers no API that can be served."
    fix = (
        "Add an API with `protocol: http`, `rest` or `websocket`, an aws.apigatewayv2.Api, or an "
        "aws.apigateway.RestApi."
    )
    return "\n".join([f"{fact} {fix}", *notes])


def _listed(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names) or "none"


def _print(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
