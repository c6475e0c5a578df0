"""The yardstick: a bare uvicorn app that hands one JSON event to worker processes of the gateway's own kind.

It routes, checks and builds nothing. `python -m tests.bench.bare FOLDER` prints its URL when it answers.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections import deque
from pathlib import Path
from typing import Any

import uvicorn

from pulumi_apigw.local.functions.invocation import FunctionError
from pulumi_apigw.local.functions.process import WorkerProcess
from tests.bench.workload import EVENT, HANDLER, WORKERS


class Workers:
    """A fixed number of workers, each call to the one that has been idle longest."""

    def __init__(self, folder: Path) -> None:
        self._idle: deque[WorkerProcess] = deque()
        self._waiting: deque[asyncio.Future[WorkerProcess]] = deque()
        loop = asyncio.get_running_loop()
        for _ in range(WORKERS):
            worker = WorkerProcess(
                sys.executable,
                folder=folder,
                in_place=True,
                libraries=(),
                environment={"_HANDLER": HANDLER, "PATH": os.environ["PATH"]},
                on_line=print,
            )
            worker.attach(loop, self, init_seconds=10)

    def worker_free(self, worker: WorkerProcess) -> None:
        if self._waiting:
            self._waiting.popleft().set_result(worker)
        else:
            self._idle.append(worker)

    def worker_gone(self, worker: WorkerProcess, error: FunctionError | None) -> None:
        raise SystemExit(f"a worker ended: {error}")

    async def take(self) -> WorkerProcess:
        if self._idle:
            return self._idle.popleft()
        self._waiting.append(asyncio.get_running_loop().create_future())
        return await self._waiting[-1]


async def main(folder: Path) -> None:
    workers = Workers(folder)
    description = json.dumps(["id", "arn", 0]).encode()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        event = json.dumps(EVENT).encode()
        invocation = await (await workers.take()).call("id", description, event, seconds=10)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": invocation.payload["body"].encode()})

    # With the protocol named, or asyncio leaves Nagle on and each answer waits 40 ms for an acknowledgement.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", ws="none", log_config=None, access_log=False))
    serving = asyncio.ensure_future(server.serve([listener]))
    while not server.started:
        await asyncio.sleep(0.001)
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    await serving


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
