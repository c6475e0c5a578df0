"""The gateway's end of one worker process: start it, send it a call, hear its answer and its log, end it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Any, Final, Protocol

from pulumi_apigw.local.functions import worker as protocol
from pulumi_apigw.local.functions.invocation import FunctionError, Invocation
from pulumi_apigw.local.functions.log import LogPipe

__all__ = ["Owner", "State", "WorkerProcess"]

_CHUNK: Final = 256 * 1024
_EXIT_SECONDS: Final = 0.2  # from closing its descriptor to an exit code; far more than exiting takes


class State(Enum):
    """What a worker is doing: loading its handler, waiting for a call, answering one, or nothing any more."""

    STARTING = auto()
    IDLE = auto()
    BUSY = auto()
    GONE = auto()


class Owner(Protocol):
    """Who is told what becomes of a worker."""

    def worker_free(self, worker: WorkerProcess) -> None:
        """It waits for a call: it has loaded its handler, or has answered."""

    def worker_gone(self, worker: WorkerProcess, error: FunctionError | None) -> None:
        """It has ended; `error` says why its handler could not be loaded, where that is the reason."""


class WorkerProcess:
    """A process that runs `worker.py`; `attach` it to the event loop before the first `call`."""

    def __init__(
        self,
        python: str,
        *,
        folder: Path,
        in_place: bool,
        libraries: Sequence[str],
        environment: Mapping[str, str],
        on_line: Callable[[str], None],
    ) -> None:
        self.state = State.STARTING
        self._owner: Owner | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._reply: asyncio.Future[Invocation] | None = None
        self._call_id = ""
        self._received = bytearray()
        self._unsent = memoryview(b"")
        self._socket, theirs = socket.socketpair()
        mode = "in-place" if in_place else "unpacked"
        self._log = LogPipe(on_line)
        try:
            self._process = subprocess.Popen(
                [python, protocol.__file__, str(theirs.fileno()), os.fspath(folder), mode, *libraries],
                stdin=subprocess.DEVNULL,
                stdout=self._log.write_end,
                stderr=self._log.write_end,
                env=dict(environment),
                cwd=folder,
                pass_fds=[theirs.fileno()],
                # A group of its own: Ctrl-C reaches the gateway alone; what the handler starts ends with it.
                start_new_session=True,
            )
        except OSError:
            self._socket.close()
            self._log.close()
            raise
        finally:
            theirs.close()
            self._log.close_write_end()
        self._socket.setblocking(False)

    def attach(self, loop: asyncio.AbstractEventLoop, owner: Owner, *, init_seconds: float) -> None:
        """Hear the worker from now on, and give it `init_seconds` to load its handler; once only."""
        if self._loop is None and self.state is not State.GONE:
            self._loop, self._owner = loop, owner
            loop.add_reader(self._socket, self._readable)
            loop.add_reader(self._log.read_end, self._log_readable)
            self._timer = loop.call_later(init_seconds, self._init_timed_out, init_seconds)

    def call(
        self, call_id: str, description: bytes, event: bytes, *, seconds: float
    ) -> asyncio.Future[Invocation]:
        """Send a call to an idle worker; the future's result comes whatever happens, within `seconds`.

        Cancelling the future leaves the handler at work, as a caller that hangs up does on AWS.
        """
        assert self._loop is not None
        assert self.state is State.IDLE
        self.state = State.BUSY
        self._call_id = call_id
        self._reply = self._loop.create_future()
        self._timer = self._loop.call_later(seconds, self._timed_out, seconds)
        self._send(protocol.REQUEST.pack(len(description), len(event)) + description + event)
        return self._reply

    def end(self) -> None:
        """Kill the process and whatever it started, and wait for it; harmless when repeated."""
        if self.state is State.GONE:
            return
        self.state = State.GONE
        # Killed before its channel closes, or it would log that the channel broke.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._release()
        self._log.close()
        self._settle(Invocation(error=FunctionError.stopped()))

    def _release(self) -> None:
        if self._socket.fileno() == -1:
            return
        if self._timer is not None:
            self._timer.cancel()
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
            self._loop.remove_reader(self._log.read_end)
        self._socket.close()

    def _log_readable(self) -> None:
        if not self._log.drain():
            assert self._loop is not None
            self._loop.remove_reader(self._log.read_end)

    def _send(self, frame: bytes) -> None:
        self._unsent = memoryview(frame)
        if not self._flush():
            assert self._loop is not None
            self._loop.add_writer(self._socket, self._writable)

    def _writable(self) -> None:
        if self._flush():
            assert self._loop is not None
            self._loop.remove_writer(self._socket)

    def _flush(self) -> bool:
        """Send what the socket takes; True when nothing is left, also where the worker is dying."""
        try:
            while self._unsent:
                self._unsent = self._unsent[self._socket.send(self._unsent) :]
        except BlockingIOError:
            return False
        except OSError:
            self._unsent = memoryview(b"")
        return True

    def _readable(self) -> None:
        try:
            chunk = self._socket.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if not chunk:
            self._exited()
            return
        received = self._received
        received += chunk
        head = protocol.ANSWER.size
        if len(received) >= head:
            kind, size = protocol.ANSWER.unpack_from(received)
            if len(received) == head + size:
                payload = bytes(received[head:])
                received.clear()
                self._answered(kind, payload)

    def _answered(self, kind: int, payload: bytes) -> None:
        assert self._timer is not None
        assert self._owner is not None
        self._timer.cancel()
        self._log.drain()  # what a call printed comes before its answer, whichever the selector reports first
        if kind == protocol.INIT_ERROR:
            self._retire(_function_error(payload))
            return
        if kind == protocol.RESULT:
            self._settle(Invocation(json.loads(payload)))
        elif kind == protocol.ERROR:
            self._settle(Invocation(error=_function_error(payload)))
        self.state = State.IDLE
        self._owner.worker_free(self)

    def _settle(self, invocation: Invocation) -> None:
        reply, self._reply = self._reply, None
        if reply is not None and not reply.done():
            reply.set_result(invocation)

    def _timed_out(self, seconds: float) -> None:
        message = f"RequestId: {self._call_id} Error: Task timed out after {seconds:.2f} seconds"
        self._log.write(message)
        self._settle(Invocation(error=FunctionError("timeout", "Sandbox.Timedout", message)))
        self._retire(None)

    def _init_timed_out(self, seconds: float) -> None:
        message = f"The handler was not loaded after {seconds:.2f} seconds: the worker was ended"
        self._log.write(message)
        self._retire(FunctionError("timeout", "Sandbox.Timedout", message))

    def _exited(self) -> None:
        """The worker closed its end: it exits, or has exited."""
        self._log.drain()
        state = self.state
        self._release()
        try:
            code = self._process.wait(timeout=_EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            code = -signal.SIGKILL  # it only closed its descriptor, and ends in `_retire`
        error = _exit_error(code, self._call_id if state is State.BUSY else "")
        self._log.write(error.message)
        self._settle(Invocation(error=error))
        self._retire(error if state is State.STARTING else None)

    def _retire(self, error: FunctionError | None) -> None:
        self.end()
        assert self._owner is not None
        self._owner.worker_gone(self, error)


def _function_error(payload: bytes) -> FunctionError:
    error: dict[str, Any] = json.loads(payload)
    return FunctionError("unhandled", error["errorType"], error["errorMessage"], tuple(error["stackTrace"]))


def _exit_error(code: int, call_id: str) -> FunctionError:
    if code == 0:
        reason = "Runtime exited without providing a reason"
    elif code < 0:
        reason = f"Runtime exited with error: signal: {(signal.strsignal(-code) or str(-code)).lower()}"
    else:
        reason = f"Runtime exited with error: exit status {code}"
    return FunctionError(
        "crash", "Runtime.ExitError", f"RequestId: {call_id} Error: {reason}" if call_id else reason
    )
