"""The workers of one version of a function: how many, who gets the next one, when they are replaced."""

from __future__ import annotations

import asyncio
import itertools
import os
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.local.functions.catalogue import Function
from pulumi_apigw.local.functions.changes import ChangeWatch
from pulumi_apigw.local.functions.environment import environment_of
from pulumi_apigw.local.functions.invocation import FunctionError, Invocation
from pulumi_apigw.local.functions.process import State, WorkerProcess
from pulumi_apigw.local.functions.source import CodeFolder, lay_out

__all__ = ["Sandboxes"]

INIT_SECONDS: Final = 10
"""Lambda's limit for loading a handler, tried once more within the function's timeout:
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html"""


class _LoadError(Exception):
    """The handler of the worker that was to answer could not be loaded."""

    def __init__(self, error: FunctionError) -> None:
        super().__init__(error.message)
        self.error = error


class Sandboxes:
    """The workers of one version of a function.

    `scratch` is the folder that code which is not a folder of the user's is unpacked below. A call takes an
    idle worker; where there is none it queues, first come first served, while workers are added up to
    `limit`. Beyond the reserved concurrency calls queue too, where Lambda answers 429.
    """

    def __init__(
        self,
        function: Function,
        version: str,
        *,
        python: str,
        limit: int,
        scratch: Path,
        on_line: Callable[[str], None],
    ) -> None:
        self._function, self._version, self._python = function, version, python
        self._limit = min(limit, function.reserved_concurrency or limit)
        self._scratch, self._layouts = scratch, itertools.count()
        self._on_line = on_line
        self._init_seconds = INIT_SECONDS + function.timeout_seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._code: CodeFolder | None = None
        self._libraries: list[str] = []
        self._watch: ChangeWatch | None = None
        self._workers: set[WorkerProcess] = set()
        self._idle: list[WorkerProcess] = []
        self._stale: set[WorkerProcess] = set()
        self._waiting: deque[asyncio.Future[WorkerProcess]] = deque()

    def warm(self) -> None:
        """Start the first worker without waiting. Raises `GatewayError` or OSError where nothing can run."""
        if not self._workers:
            self._start_worker()

    async def invoke(self, call_id: str, description: bytes, event: bytes) -> Invocation:
        """Answer one event, with an error where there is no code to run."""
        if self._loop is None:
            self._attach(asyncio.get_running_loop())
        self._reload()
        try:
            worker = await self._idle_worker()
        except _LoadError as failed:
            return Invocation(error=failed.error)
        seconds = self._function.timeout_seconds
        return await worker.call(call_id, description, event, seconds=seconds)

    def close(self) -> None:
        """End every worker; calls that wait get an error."""
        self._fail_waiting(FunctionError.stopped())
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        self._idle.clear()

    def worker_free(self, worker: WorkerProcess) -> None:
        """Give a worker to the call that has waited longest, or keep it idle."""
        if worker in self._stale:
            worker.end()
            self.worker_gone(worker, None)
            return
        while self._waiting:
            call = self._waiting.popleft()
            if not call.done():
                call.set_result(worker)
                self._grow()
                return
        self._idle.append(worker)

    def worker_gone(self, worker: WorkerProcess, error: FunctionError | None) -> None:
        """Forget a worker; if its handler could not be loaded, the call that has waited longest says so."""
        self._workers.discard(worker)
        self._stale.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        if error is not None and self._waiting:
            call = self._waiting.popleft()
            if not call.done():
                call.set_exception(_LoadError(self._explain(error)))
        self._grow()

    async def _idle_worker(self) -> WorkerProcess:
        while True:
            worker = self._idle.pop() if self._idle else await self._next_worker()
            # One that was given to this call may have ended, or been replaced, before the call goes on.
            if worker.state is State.IDLE:
                return worker

    async def _next_worker(self) -> WorkerProcess:
        assert self._loop is not None
        call: asyncio.Future[WorkerProcess] = self._loop.create_future()
        self._waiting.append(call)
        self._grow()
        try:
            return await call
        except asyncio.CancelledError:
            if call.done() and not call.cancelled() and call.exception() is None:
                self.worker_free(call.result())
            raise

    def _grow(self) -> None:
        """Start workers for the calls that wait, few at a time: loading handlers takes processor time."""
        room = self._limit - len(self._workers)
        if room <= 0 or not self._waiting:
            return
        starting = sum(worker.state is State.STARTING for worker in self._workers)
        wanted = min(len(self._waiting), os.cpu_count() or 1) - starting
        try:
            for _ in range(min(wanted, room)):
                self._start_worker()
        except (GatewayError, OSError) as error:
            self._fail_waiting(FunctionError.cannot_run(str(error)))

    def _attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hear the workers that were started before there was an event loop, and all that follow."""
        self._loop = loop
        for worker in self._workers:
            worker.attach(loop, self, init_seconds=self._init_seconds)

    def _start_worker(self) -> None:
        code = self._laid_out()
        worker = WorkerProcess(
            self._python,
            folder=code.path,
            in_place=code.in_place,
            libraries=self._libraries,
            environment=environment_of(self._function, self._version, code.path),
            on_line=self._on_line,
        )
        self._workers.add(worker)
        if self._loop is not None:
            worker.attach(self._loop, self, init_seconds=self._init_seconds)

    def _laid_out(self) -> CodeFolder:
        """The folder to run from, made once; an error is found anew each time, so it can be mended."""
        if self._code is None:
            owner = f"Function {self._function.name!r}"
            layouts = [
                lay_out(code, owner=owner, into=self._scratch / str(next(self._layouts)))
                for code in (self._function.code, *self._function.layers)
            ]
            self._libraries = [
                path for layer in layouts[1:] for path in _python_paths(layer.path, self._function)
            ]
            self._watch = ChangeWatch(path for layout in layouts for path in layout.watched)
            self._code = layouts[0]
        return self._code

    def _reload(self) -> None:
        """Replace the workers where their files have changed; a busy one answers its call first."""
        if self._watch is None or not self._watch.changed():
            return
        self._code = None
        for worker in [w for w in self._workers if w.state is not State.BUSY]:
            worker.end()
            self._workers.discard(worker)
        self._idle.clear()
        self._stale = set(self._workers)
        self._grow()

    def _fail_waiting(self, error: FunctionError) -> None:
        while self._waiting:
            call = self._waiting.popleft()
            if not call.done():
                call.set_exception(_LoadError(error))

    def _explain(self, error: FunctionError) -> FunctionError:
        """Add what to do on a laptop to Lambda's message on a module that is not found."""
        if error.type != "Runtime.ImportModuleError" or self._code is None:
            return error
        module = self._function.handler.rpartition(".")[0].replace("/", ".").replace(".", os.sep)
        roots = [self._code.path, *map(Path, self._libraries)]
        if any((root / module).is_dir() or (root / f"{module}.py").is_file() for root in roots):
            hint = f"If it is a dependency, install it for {self._python}."
        else:
            hint = (
                f"Function {self._function.name!r} has handler {self._function.handler!r}, and there is no "
                f"{module}.py in {self._code.path}. Mend the handler, or the folder of its code."
            )
        return FunctionError(error.kind, error.type, f"{error.message}. {hint}", error.stack_trace)


def _python_paths(layer: Path, function: Function) -> Sequence[str]:
    """Where Python looks in a layer: https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html"""
    return [str(layer / "python"), str(layer / "python" / "lib" / function.runtime / "site-packages")]
