"""Pulumi's Python runtime with our monitor in the engine's place, isolated from any other use of it."""

# ruff: noqa: N802 (the methods are named by Pulumi's gRPC interface)
from __future__ import annotations

import contextlib
import contextvars
import gc
import logging
import threading
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import pulumi
from google.protobuf import empty_pb2
from pulumi._utils import ContextProperty
from pulumi.runtime import settings as pulumi_settings
from pulumi.runtime.proto import engine_pb2

from pulumi_apigw.graph.loop import run_in_new_loop
from pulumi_apigw.graph.monitor import RecordingMonitor
from pulumi_apigw.graph.program import Program

__all__ = ["no_garbage_collection", "run", "sdk_warnings_off"]

_LOG = logging.getLogger("pulumi_apigw.graph")
_LEVELS = {
    engine_pb2.DEBUG: logging.DEBUG,
    engine_pb2.INFO: logging.INFO,
    engine_pb2.WARNING: logging.WARNING,
    engine_pb2.ERROR: logging.ERROR,
}


class _Engine:
    """Takes what a program logs; a logged error fails a deployment, so it fails the capture."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def Log(self, request: engine_pb2.LogRequest) -> empty_pb2.Empty:
        if request.severity == engine_pb2.ERROR:
            self.errors.append(request.message)
        else:
            _LOG.log(_LEVELS[request.severity], request.message)
        return empty_pb2.Empty()

    def RequirePulumiVersion(self, _: Any) -> empty_pb2.Empty:
        return empty_pb2.Empty()


def run(
    program: Program,
    monitor: RecordingMonitor,
    *,
    project: str,
    stack: str,
    config: Mapping[str, str],
    secret_keys: list[str],
) -> BaseException | None:
    """Run a program to its end against a monitor, and return what it raised.

    It runs in a thread, with an event loop and a context of its own: the caller may be inside a running
    loop, and what the SDK sets (mocks of a test, say) stays as it was.
    """
    failures: list[BaseException] = []

    def work() -> None:
        engine = _Engine()
        pulumi.runtime.configure(
            pulumi.runtime.Settings(
                project=project,
                stack=stack,
                monitor=monitor,
                engine=engine,
                dry_run=False,
                organization="organization",
                root_directory=str(program.folder),
            )
        )
        pulumi_settings.SETTINGS.callbacks = monitor.callbacks
        pulumi.runtime.set_all_config(dict(config), secret_keys)
        error = run_in_new_loop(program)
        if error is None and engine.errors:
            error = pulumi.RunError("\n".join(engine.errors))
        if error is not None:
            failures.append(error)

    thread = threading.Thread(
        target=contextvars.Context().run, args=(work,), name="pulumi-program", daemon=True
    )
    with _defaults_kept(), program.surroundings():
        thread.start()
        thread.join()
    return failures[0] if failures else None


@contextlib.contextmanager
def no_garbage_collection() -> Iterator[None]:
    """A program makes many objects and drops few: collecting meanwhile costs a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextlib.contextmanager
def sdk_warnings_off() -> Iterator[None]:
    """Hide warnings that are no news to the user.

    Importing `pulumi_aws.lambda_` warns of a class nobody uses; made an error, that breaks the module. And
    a program that failed leaves coroutines of the SDK that nobody awaited.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"pulumi_aws\.")
        warnings.filterwarnings("ignore", category=RuntimeWarning, message="coroutine .* was never awaited")
        yield


@contextlib.contextmanager
def _defaults_kept() -> Iterator[None]:
    """Put back what the SDK's settings fall back to in a context that set none.

    A first assignment in a new context becomes the default of all contexts, so our monitor would stay behind.
    """
    name = "_ContextProperty__default"
    properties = [p for p in vars(pulumi.runtime.Settings).values() if isinstance(p, ContextProperty)]
    defaults = [getattr(prop, name) for prop in properties]
    try:
        yield
    finally:
        for prop, default in zip(properties, defaults, strict=True):
            setattr(prop, name, default)
