"""Timeouts, crashes, callers that hang up, and the end of the pool."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.local.functions import FunctionError, FunctionPool, Invocation


def test_a_pool_that_was_started_and_never_called_closes(program: Any) -> None:
    program.function("def handler(event, context): pass")
    pool = FunctionPool(program.graph())
    pool.start()
    asyncio.run(pool.close())
    with pytest.raises(
        GatewayError, match=r"^the local gateway has stopped\. Start it again to call a function\.$"
    ):
        asyncio.run(pool.invoke("arn", {}))


def test_a_function_that_takes_too_long_is_ended_and_the_next_call_is_answered(program: Any) -> None:
    arn = program.function(
        "import time\ndef handler(event, context):\n if event: time.sleep(60)\n return 'quick'", timeout=0.4
    )

    async def scenario(pool: FunctionPool) -> tuple[Invocation, Invocation]:
        return await pool.invoke(arn, {"slow": True}), await pool.invoke(arn, {})

    slow, quick = program.run(scenario)
    assert (slow.error.kind, slow.error.type) == ("timeout", "Sandbox.Timedout")
    assert slow.error.message.endswith(" Error: Task timed out after 0.40 seconds")
    assert quick == Invocation("quick")
    assert program.log == [f"api: {slow.error.message}"]


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        ("os._exit(3)", "exit status 3"),
        ("sys.exit('bye')", "exit status 1"),
        ("os.kill(os.getpid(), 9)", "signal: killed"),
        ("os.kill(os.getpid(), 11)", "signal: segmentation fault"),
    ],
)
def test_a_worker_that_dies_is_a_crash_and_the_next_call_is_answered(
    program: Any, ending: str, reason: str
) -> None:
    arn = program.function(
        f"import os, sys\ndef handler(event, context):\n if event: {ending}\n return 'alive'"
    )

    async def scenario(pool: FunctionPool) -> tuple[Invocation, Invocation]:
        return await pool.invoke(arn, {"die": True}), await pool.invoke(arn, {})

    dead, alive = program.run(scenario)
    assert (dead.error.kind, dead.error.type) == ("crash", "Runtime.ExitError")
    assert dead.error.message.endswith(f" Error: Runtime exited with error: {reason}")
    assert alive == Invocation("alive")


def test_a_module_that_ends_the_process_is_a_crash(program: Any) -> None:
    error = program.call(program.function("import os\nos._exit(0)")).error
    assert error == FunctionError("crash", "Runtime.ExitError", "Runtime exited without providing a reason")


def test_a_module_that_never_loads_is_a_timeout(program: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulumi_apigw.local.functions.sandboxes.INIT_SECONDS", 0.1)
    error = program.call(program.function("import time\ntime.sleep(60)", timeout=0.1)).error
    assert error.kind == "timeout"
    assert error.message == "The handler was not loaded after 0.20 seconds: the worker was ended"


def test_a_caller_that_hangs_up_leaves_the_handler_at_work(program: Any, meeting: Any) -> None:
    arn = program.function(meeting.handler, timeout=15)
    event = {"folder": str(meeting.folder), "workers": 2}

    async def scenario(pool: FunctionPool) -> Any:
        caller = asyncio.create_task(pool.invoke(arn, event))
        while not meeting.pids():
            await asyncio.sleep(0.002)
        caller.cancel()
        meeting.join()
        return (await pool.invoke(arn, event)).payload

    assert str(program.run(scenario, workers=1)) in meeting.pids()


def test_a_caller_that_hangs_up_while_it_queues_gives_up_its_place(program: Any) -> None:
    arn = program.function("def handler(event, context): return event['n']")

    async def scenario(pool: FunctionPool) -> list[Any]:
        calls = [asyncio.create_task(pool.invoke(arn, {"n": n})) for n in range(4)]
        await asyncio.sleep(0)
        calls[0].cancel()
        calls[2].cancel()
        answers = await asyncio.gather(*calls, return_exceptions=True)
        return [type(answer) if isinstance(answer, BaseException) else answer.payload for answer in answers]

    assert program.run(scenario, workers=1) == [asyncio.CancelledError, 1, asyncio.CancelledError, 3]


def test_closing_answers_the_calls_under_way_and_those_that_queue(program: Any, meeting: Any) -> None:
    arn = program.function(meeting.handler, timeout=15)
    event = {"folder": str(meeting.folder), "workers": 2}

    async def scenario(pool: FunctionPool) -> list[Invocation]:
        calls = [asyncio.create_task(pool.invoke(arn, event)) for _ in range(2)]
        while not meeting.pids():
            await asyncio.sleep(0.002)
        await pool.close()
        return await asyncio.gather(*calls)

    answers = program.run(scenario, workers=1)
    assert [answer.error.message for answer in answers] == ["The local gateway stopped."] * 2


def test_a_worker_is_not_lost_with_a_caller_that_hangs_up_as_it_gets_it(program: Any) -> None:
    arn = program.function("def handler(event, context): return event['n']")

    async def scenario(pool: FunctionPool) -> Any:
        async def first() -> None:
            await pool.invoke(arn, {"n": 1})
            second.cancel()  # it has the worker by now, and has not yet run

        running = asyncio.create_task(first())
        second = asyncio.create_task(pool.invoke(arn, {"n": 2}))
        await asyncio.wait([running, second])
        assert second.cancelled()
        return (await pool.invoke(arn, {"n": 3})).payload

    assert program.run(scenario, workers=1) == 3


def test_a_crash_is_told_at_once_though_a_forked_child_lives_on(program: Any) -> None:
    arn = program.function(
        """
        import os, time
        def handler(event, context):
            if os.fork() == 0:
                time.sleep(60)
            os._exit(3)
        """,
        timeout=5,
    )
    assert program.call(arn).error.kind == "crash"
