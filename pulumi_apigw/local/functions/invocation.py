"""What comes back from a call of a function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

__all__ = ["REQUEST_BYTES", "FunctionError", "Invocation"]

REQUEST_BYTES: Final = 6 * 1024 * 1024
"""The largest event Lambda takes: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"""


@dataclass(frozen=True)
class FunctionError:
    """Why a call gave no result.

    `kind`: `unhandled` (the handler or its import raised, or the function cannot run on a laptop), `timeout`,
    `not-found` (no such function, alias or version), `too-large` (the event is more than Lambda takes) and
    `crash` (the process ended). `type`, `message` and `stack_trace` are Lambda's `errorType`, `errorMessage`
    and `stackTrace`.
    https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html
    """

    kind: Literal["unhandled", "timeout", "not-found", "too-large", "crash"]
    type: str
    message: str
    stack_trace: tuple[str, ...] = ()

    @classmethod
    def cannot_run(cls, message: str) -> FunctionError:
        """A function that is in the program and that the local gateway has no way to run."""
        return cls("unhandled", "LocalGateway.CannotRun", message)

    @classmethod
    def stopped(cls) -> FunctionError:
        """A call that was under way or queued when the gateway stopped."""
        return cls("crash", "Runtime.ExitError", "The local gateway stopped.")


@dataclass(frozen=True)
class Invocation:
    """The answer to one call: `payload` is the handler's result as plain JSON data, None beside an error."""

    payload: Any = None
    error: FunctionError | None = None
