"""All functions of one graph, ready to be called by their ARNs."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.graph import ResourceGraph
from pulumi_apigw.local.functions.catalogue import Catalogue, Function, Target
from pulumi_apigw.local.functions.invocation import REQUEST_BYTES, FunctionError, Invocation
from pulumi_apigw.local.functions.sandboxes import Sandboxes

__all__ = ["FunctionPool"]

# One encoder for every event: json.dumps would make one a call.
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class FunctionPool:
    """The functions of a graph, each with warm worker processes that answer one event at a time.

    `python` is the interpreter of the service's virtual environment; by default the one that runs this where
    its environment is in the working directory, else $VIRTUAL_ENV's, else the one that runs this. `workers`
    bounds the processes a function may have: by default four more than there are processors, since most
    handlers wait for other services. `on_log` gets each line that a function prints, after `name: `; standard
    error gets them by default. `substitutes` are what stands on this computer for the beginnings of URLs on
    AWS in the functions' environments.

    Departures from Lambda: every version runs the program's present code; calls beyond the reserved
    concurrency queue instead of failing; a layer that is not part of the program is left out (install it in
    the service's virtual environment); memory is not limited, threads of a handler go on between two calls,
    and what Python's own `logging` writes is text where `loggingConfig` asks for JSON.
    """

    def __init__(
        self,
        graph: ResourceGraph,
        *,
        python: str | None = None,
        workers: int | None = None,
        on_log: Callable[[str], None] | None = None,
        substitutes: Mapping[str, str] | None = None,
    ) -> None:
        self._catalogue = Catalogue(graph, substitutes or {})
        self._python = _absolute(python) if python else _default_python()
        self._workers = workers or (os.cpu_count() or 1) + 4
        self._on_log = on_log or _print
        self._scratch = tempfile.TemporaryDirectory(prefix="apigw-functions-")
        self._sandboxes: dict[tuple[str, str], Sandboxes] = {}
        self._targets: dict[str, Target | FunctionError] = {}
        self._closed = False

    def start(self) -> None:
        """Begin to start one worker a function, and do not wait; works before an event loop runs.

        What keeps a worker from starting goes to the log here and to its caller at each call; a function that
        no laptop can run says so when it is called. The others are served.
        """
        for function in self._catalogue.functions.values():
            for arn in function.foreign_layers:
                self._log(function, f"layer {arn} is not part of this program: install it for {self._python}")
            if function.refusal is not None:
                continue
            try:
                self._sandboxes_of(function, function.warm_version).warm()
            except (GatewayError, OSError) as error:
                self._log(function, str(error))

    async def invoke(self, function_arn: str, event: Mapping[str, Any]) -> Invocation:
        """Call a function by its ARN, with or without an alias or version; what it raises is in the answer.

        `event` is plain JSON data of 6 MB at most. Cancelling the call leaves the handler at work, as on AWS.
        Raises `GatewayError` once the pool is closed.
        """
        if self._closed:
            raise GatewayError("the local gateway has stopped. Start it again to call a function.")
        target = self._targets.get(function_arn) or self._resolve(function_arn)
        if isinstance(target, FunctionError):
            return Invocation(error=target)
        body = _encode(event).encode("utf-8", "surrogatepass")
        if len(body) > REQUEST_BYTES:
            message = f"Request must be smaller than {REQUEST_BYTES} bytes for the InvokeFunction operation"
            return Invocation(error=FunctionError("too-large", "RequestEntityTooLargeException", message))
        call_id = str(uuid.uuid4())
        deadline_ms = int((time.time() + target.function.timeout_seconds) * 1000)
        description = _encode([call_id, target.invoked_arn, deadline_ms]).encode()
        sandboxes = self._sandboxes_of(target.function, target.version)
        return await sandboxes.invoke(call_id, description, body)

    async def close(self) -> None:
        """End every worker and what it started, and remove unpacked code; harmless when repeated."""
        self.end()

    def end(self) -> None:
        """As `close`, for a pool that has never been called: no event loop knows of its workers."""
        self._closed = True
        for sandboxes in self._sandboxes.values():
            sandboxes.close()
        self._scratch.cleanup()

    def _resolve(self, arn: str) -> Target | FunctionError:
        target = self._catalogue.resolve(arn)
        if isinstance(target, Target) and target.function.refusal is not None:
            target = FunctionError.cannot_run(target.function.refusal)
        self._targets[arn] = target
        return target

    def _sandboxes_of(self, function: Function, version: str) -> Sandboxes:
        key = (function.arn, version)
        if key not in self._sandboxes:
            self._sandboxes[key] = Sandboxes(
                function,
                version,
                python=self._python,
                limit=self._workers,
                scratch=Path(self._scratch.name) / str(len(self._sandboxes)),
                on_line=lambda line: self._log(function, line),
            )
        return self._sandboxes[key]

    def _log(self, function: Function, line: str) -> None:
        self._on_log(f"{function.label}: {line}")


def _default_python() -> str:
    # `.venv/bin/pytest` is the service's own, whichever environment the terminal has active; an `apigw` of
    # pipx or the like is nobody's, and what is active then is meant.
    if Path(sys.prefix).is_relative_to(Path.cwd()):
        return sys.executable
    environment = os.environ.get("VIRTUAL_ENV")
    python = Path(environment, "bin", "python") if environment else None
    return str(python) if python is not None and python.is_file() else sys.executable


def _absolute(python: str) -> str:
    """A path from here, since workers start elsewhere; a bare name is left to PATH."""
    return os.path.abspath(python) if os.sep in python else python


def _print(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
