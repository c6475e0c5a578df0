"""The event loop a program runs in: one thread, a fixed order, and failures that keep their place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any

import pulumi

from pulumi_apigw.graph.program import Program

__all__ = ["run_in_new_loop"]

_Work = Coroutine[Any, Any, Any] | Generator[Any, None, Any]


def run_in_new_loop(program: Program) -> BaseException | None:
    """Run a program as Pulumi's stack does, to its last output, and return what it raised."""
    tracebacks = _Tracebacks()
    failures: list[BaseException] = []

    async def start() -> None:
        try:
            rest = program.start()
            if rest is not None:
                await rest
        except BaseException as error:
            tracebacks.keep(error)
            failures.append(error)
            raise

    loop = _new_loop(tracebacks)
    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(start))
    except BaseException as error:
        failures.append(error)
    finally:
        _close(loop)
    # The first is the cause: what fails later fails because resources it needed are missing.
    return tracebacks.restored(failures[0]) if failures else None


def _new_loop(tracebacks: _Tracebacks) -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.set_default_executor(_InlineExecutor(max_workers=1))
    loop.set_task_factory(tracebacks.task)
    # What a failed program leaves unawaited is no news: its first error is returned.
    loop.set_exception_handler(lambda *_: None)
    return loop


def _close(loop: asyncio.AbstractEventLoop) -> None:
    pending = asyncio.all_tasks(loop)
    for task in pending:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
    asyncio.set_event_loop(None)
    loop.close()


class _Tracebacks:
    """Remembers where exceptions were raised: asyncio drops that when a task is awaited a second time."""

    def __init__(self) -> None:
        self._kept: list[tuple[BaseException, TracebackType | None]] = []

    def task(self, loop: asyncio.AbstractEventLoop, work: _Work, **options: Any) -> asyncio.Task[Any]:
        task = asyncio.Task(work, loop=loop, **options)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.keep(error)

    def keep(self, error: BaseException) -> None:
        if not any(error is kept for kept, _ in self._kept):
            self._kept.append((error, error.__traceback__))

    def restored(self, error: BaseException) -> BaseException:
        """The exception with the traceback it had when it was first seen."""
        return next((kept.with_traceback(place) for kept, place in self._kept if kept is error), error)


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
