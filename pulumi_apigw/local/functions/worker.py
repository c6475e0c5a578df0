"""One Lambda execution environment: a process that loads a handler and answers one event at a time.

The service's own Python runs this file by its path, so it imports the standard library alone and works from
Python 3.9 on. Requests come and answers go as length-prefixed frames over one inherited descriptor, which
leaves standard output to the handler. What Lambda's own runtime does is kept: names, messages and shapes of
its errors, the context object, the root logger.
https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import select
import signal
import struct
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from decimal import Decimal
from importlib import machinery as imports
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import Buffer

REQUEST = struct.Struct("!II")  # bytes of the call's description, bytes of the event
ANSWER = struct.Struct("!BI")  # one of the kinds below, bytes of the payload
READY, INIT_ERROR, RESULT, ERROR = range(4)

# 6 MB, as Lambda's refusal names it: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
RESPONSE_BYTES = 6_291_556

# https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
_LEVELS = {
    "TRACE": logging.NOTSET,
    "DEBUG": logging.DEBUG,
    "INFO": logging.INFO,
    "WARN": logging.WARNING,
    "ERROR": logging.ERROR,
    "FATAL": logging.CRITICAL,
}

Handler = Callable[[Any, "LambdaContext"], Any]


class LambdaContext:
    """What a handler gets as its second argument."""

    def __init__(self, request_id: str, function_arn: str, deadline_ms: int) -> None:
        self.aws_request_id = request_id
        self.invoked_function_arn = function_arn
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.identity = CognitoIdentity()
        self.client_context = None
        self.tenant_id = None
        self._deadline_ms = deadline_ms

    def get_remaining_time_in_millis(self) -> int:
        """The milliseconds until the function's timeout, never below 0."""
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message: object) -> None:
        """Write to the function's log, without a line end."""
        sys.stdout.write(str(message))


class CognitoIdentity:
    """The Cognito identity of a mobile app's own call; API Gateway never sends one."""

    cognito_identity_id = None
    cognito_identity_pool_id = None


class RuntimeFaultError(Exception):
    """An error that Lambda's runtime names itself."""

    def __init__(self, kind: str, message: str, stack_trace: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.kind = kind
        self.stack_trace = stack_trace


def load_handler(handler: str) -> Handler:
    """Import the module of `package.module.function` (or `package/module.function`) and take the function."""
    module_name, dot, function_name = handler.rpartition(".")
    if not dot:
        raise RuntimeFaultError(
            "Runtime.MalformedHandlerName",
            f"Bad handler '{handler}': not enough values to unpack (expected 2, got 1)",
        )
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        # Lambda logs the message alone, which hides the file that has the bad import.
        print("".join(traceback.format_list(_frames(error))), end="")
        message = f"Unable to import module '{module_name}': {error}"
        raise RuntimeFaultError("Runtime.ImportModuleError", message) from error
    except SyntaxError as error:
        place = f'  File "{error.filename}" Line {error.lineno}\n    {error.text}'
        message = f"Syntax error in module '{module_name}': {error}"
        raise RuntimeFaultError("Runtime.UserCodeSyntaxError", message, [place]) from error
    try:
        function: Handler = getattr(module, function_name)
    except AttributeError:
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        raise RuntimeFaultError("Runtime.HandlerNotFound", message) from None
    return function


def invoke(handler: Handler, description: bytes, event: bytes) -> tuple[int, bytes]:
    """Run the handler once; the kind of the answer and its JSON."""
    request_id, function_arn, deadline_ms = json.loads(description)
    _RequestId.current = request_id
    try:
        result = handler(json.loads(event), LambdaContext(request_id, function_arn, deadline_ms))
        return RESULT, marshal(result)
    except Exception as error:
        return ERROR, describe(error)


def marshal(result: Any) -> bytes:
    """The result as JSON; as in Lambda's runtime `Decimal`, DynamoDB's number, is one too."""
    try:
        payload = json.dumps(result, ensure_ascii=False, default=_number).encode("utf-8", "surrogatepass")
    except Exception as error:
        raise RuntimeFaultError("Runtime.MarshalError", f"Unable to marshal response: {error}") from error
    if len(payload) > RESPONSE_BYTES:
        fact = f"Response payload size exceeded maximum allowed payload size ({RESPONSE_BYTES} bytes)."
        raise RuntimeFaultError("Function.ResponseSizeTooLarge", fact)
    return payload


def _number(value: object) -> float:
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def _frames(error: Exception) -> list[traceback.FrameSummary]:
    """Where an error was raised, less this file and Python's own importing, which lead to the user's code."""
    ours = (__file__, importlib.__file__)
    return [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename not in ours and not frame.filename.startswith("<frozen importlib")
    ]


def describe(error: Exception) -> bytes:
    """The error object of Lambda's answer; also written to the function's log, as Lambda does."""
    if isinstance(error, RuntimeFaultError):
        kind, stack = error.kind, list(error.stack_trace)
    else:
        kind = type(error).__name__
        stack = traceback.format_list(_frames(error))
    lines = [f"[ERROR] {kind}: {error}", *(["Traceback (most recent call last):", *stack] if stack else [])]
    print("\n".join(line.rstrip("\n") for line in lines))
    return json.dumps({"errorMessage": str(error), "errorType": kind, "stackTrace": stack}).encode()


def receive(channel: int) -> tuple[bytes, bytes] | None:
    """The next request: the call's description and the event; None when the gateway has gone."""
    head = _read(channel, REQUEST.size)
    if head is None:
        return None
    description_size, event_size = REQUEST.unpack(head)
    body = _read(channel, description_size + event_size)
    return None if body is None else (body[:description_size], body[description_size:])


def _read(channel: int, size: int) -> bytes | None:
    chunks = []
    while size:
        chunk = os.read(channel, size)
        if not chunk:
            return None
        chunks.append(chunk)
        size -= len(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def send(channel: int, kind: int, payload: bytes = b"") -> None:
    """Send one answer, after everything the handler has printed."""
    sys.stdout.flush()
    sys.stderr.flush()
    rest = memoryview(ANSWER.pack(kind, len(payload)) + payload)
    while rest:
        rest = rest[os.write(channel, rest) :]


def end_with(channel: int) -> None:
    """End this process and its children as soon as the gateway has gone, even while the handler is busy."""

    def wait() -> None:
        poll = select.poll()
        poll.register(channel, 0)  # a hang-up is reported whatever is asked for
        poll.poll()
        end()

    threading.Thread(target=wait, name="gateway-watch", daemon=True).start()
    os.register_at_fork(after_in_child=lambda: os.close(channel))


def end() -> None:
    """End this process and whatever the handler started; the process leads a group of its own."""
    os.killpg(0, signal.SIGKILL)


class _UncachedSource(imports.SourceFileLoader):
    """Imports from the folder that is being edited, and leaves no bytecode in it.

    Bytecode is matched to its source by size and whole seconds, so a quick edit could go unseen; and the
    folder is the user's, where Lambda's is read-only.
    """

    def set_data(self, path: str, data: Buffer, *, _mode: int = 0o666) -> None:
        """Write nothing."""


def import_without_bytecode(folder: str) -> None:
    """Have modules below `folder` imported by `_UncachedSource`."""

    def hook(path: str) -> imports.FileFinder:
        if path != folder and not path.startswith(folder + os.sep):
            raise ImportError(path)
        return imports.FileFinder(
            path,
            (imports.ExtensionFileLoader, imports.EXTENSION_SUFFIXES),
            (_UncachedSource, imports.SOURCE_SUFFIXES),
            (imports.SourcelessFileLoader, imports.BYTECODE_SUFFIXES),
        )

    sys.path_hooks.insert(0, hook)


class _RequestId(logging.Filter):
    current = ""

    def filter(self, record: logging.LogRecord) -> bool:
        record.aws_request_id = self.current
        return True


def set_up_logging() -> None:
    """Give the root logger the handler that Lambda gives it; without one `info` would print nothing."""
    line = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
    formatter = logging.Formatter(line, "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    log = logging.StreamHandler(sys.stdout)
    log.setFormatter(formatter)
    log.addFilter(_RequestId())
    logging.getLogger().addHandler(log)
    level = _LEVELS.get(os.environ.get("AWS_LAMBDA_LOG_LEVEL", ""))
    if level is not None:
        logging.getLogger().setLevel(level)


def main(channel: int, task_root: str, libraries: Sequence[str]) -> None:
    """Load the handler that `_HANDLER` names and answer until the gateway goes; `libraries` are layers."""
    end_with(channel)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]
    set_up_logging()
    sys.path[0:1] = [task_root, *libraries]
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        send(channel, INIT_ERROR, describe(error))
        return
    send(channel, READY)
    while (request := receive(channel)) is not None:
        send(channel, *invoke(handler, *request))
    end()


if __name__ == "__main__":
    descriptor, folder, mode, *layers = sys.argv[1:]
    sys.argv = sys.argv[:1]
    if mode == "in-place":
        import_without_bytecode(folder)
    main(int(descriptor), folder, layers)
