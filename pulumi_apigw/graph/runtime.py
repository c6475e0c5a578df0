"""Pulumi's Python runtime with our monitor in the engine's place, isolated from any other use of it."""

# ruff: noqa: N802 (the methods are named by Pulumi's gRPC interface)
from __future__ import annotations

import asyncio
import contextlib
import contextvars
import gc
import logging
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pulumi
from google.protobuf import empty_pb2
from pulumi._utils import ContextProperty
from pulumi.runtime import settings as pulumi_settings
from pulumi.runtime.proto import engine_pb2

from pulumi_apigw.graph.monitor import RecordingMonitor
from pulumi_apigw.graph.program import Program

__all__ = ["run"]

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


class _InlineExecutor(ThreadPoolExecutor):
    """Runs at once what the SDK hands to threads: our monitor never blocks, and order stays fixed.

    A monitor method that has to wait for a transform returns a `Future`, which is then the answer.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            result = fn(*args, **kwargs)
        except BaseException as error:
            done.set_exception(error)
            return done
        if isinstance(result, Future):
            return result
        if isinstance(result, tuple) and result and isinstance(result[0], Future):
            # The SDK pairs the answer of an invoke with its error.
            _resolve_pair(result, done)
            return done
        done.set_result(result)
        return done


def _resolve_pair(pair: tuple[Any, ...], done: Future[Any]) -> None:
    def resolve(answer: Future[Any]) -> None:
        error = answer.exception()
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result((answer.result(), *pair[1:]))

    pair[0].add_done_callback(resolve)


def run(
    program: Program,
    monitor: RecordingMonitor,
    *,
    project: str,
    stack: str,
    config: Mapping[str, str],
    secret_keys: list[str],
) -> None:
    """Run a program to its end against a monitor. Raises what the program raised.

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
        try:
            _run_in_new_loop(program, failures)
        except BaseException as error:
            failures.append(error)
        if engine.errors and not failures:
            failures.append(pulumi.RunError("\n".join(engine.errors)))

    thread = threading.Thread(
        target=contextvars.Context().run, args=(work,), name="pulumi-program", daemon=True
    )
    with _defaults_kept(), _no_garbage_collection(), _no_sdk_deprecations(), program.surroundings():
        thread.start()
        thread.join()
    if failures:
        # The first is the cause: what fails later fails because resources it needed are missing.
        raise failures[0]


def _run_in_new_loop(program: Program, failures: list[BaseException]) -> None:
    async def start() -> None:
        try:
            rest = program.start()
            if rest is not None:
                await rest
        except BaseException as error:
            failures.append(error)
            raise

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.set_default_executor(_InlineExecutor(max_workers=1))
    # What a failed program leaves unawaited is no news: its first error is raised.
    loop.set_exception_handler(lambda *_: None)
    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(start))
    finally:
        pending = asyncio.all_tasks(loop)
        for task in pending:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        asyncio.set_event_loop(None)
        loop.close()


@contextlib.contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """A program makes many objects and drops few: collecting meanwhile costs a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextlib.contextmanager
def _no_sdk_deprecations() -> Iterator[None]:
    """Importing `pulumi_aws.lambda_` warns of a class nobody uses; as an error, that breaks the module."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"pulumi_aws\.")
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
