"""Who answers a call, and what is refused."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pulumi_apigw.local.functions import FunctionError, FunctionPool, Invocation


def test_calls_at_the_same_time_run_in_workers_of_their_own(program: Any, meeting: Any) -> None:
    arn = program.function(meeting.handler, timeout=15)
    event = {"folder": str(meeting.folder), "workers": 3}

    async def scenario(pool: FunctionPool) -> list[Invocation]:
        return await asyncio.gather(*(pool.invoke(arn, event) for _ in range(3)))

    answers = program.run(scenario, workers=3)
    assert len({answer.payload for answer in answers} - {None}) == 3


@pytest.mark.parametrize(("workers", "reserved"), [(2, None), (8, 2)])
def test_calls_beyond_the_limit_queue_for_the_same_workers(
    program: Any, workers: int, reserved: int | None
) -> None:
    arn = program.function(
        "import os, time\ndef handler(event, context):\n time.sleep(0.02)\n return os.getpid()",
        **({"reservedConcurrentExecutions": reserved} if reserved else {}),
    )

    async def scenario(pool: FunctionPool) -> list[Invocation]:
        return await asyncio.gather(*(pool.invoke(arn, {}) for _ in range(24)))

    answers = program.run(scenario, workers=workers)
    assert {answer.error for answer in answers} == {None}
    assert len({answer.payload for answer in answers}) == 2


def test_calls_that_queue_are_answered_in_the_order_they_came(program: Any) -> None:
    arn = program.function("def handler(event, context): return event['n']")
    order: list[int] = []

    async def scenario(pool: FunctionPool) -> None:
        async def call(n: int) -> None:
            order.append((await pool.invoke(arn, {"n": n})).payload)

        await asyncio.gather(*(call(n) for n in range(10)))

    program.run(scenario, workers=1)
    assert order == list(range(10))


def test_one_worker_answers_calls_that_come_one_after_the_other(program: Any) -> None:
    arn = program.function("import os\ndef handler(event, context): return os.getpid()")

    async def scenario(pool: FunctionPool) -> set[int]:
        return {(await pool.invoke(arn, {})).payload for _ in range(5)}

    assert len(program.run(scenario)) == 1


def test_each_version_has_workers_of_its_own(program: Any) -> None:
    arn = program.function(
        "import os\ndef handler(event, context): return [os.getpid(), context.function_version]"
    )
    program.alias("dev", "1")
    program.alias("test", "1")

    async def scenario(pool: FunctionPool) -> list[Any]:
        return [(await pool.invoke(arn + q, {})).payload for q in ("", ":dev", ":test")]

    latest, dev, test = program.run(scenario)
    assert (latest[1], dev[1]) == ("$LATEST", "1")
    assert dev == test
    assert latest[0] != dev[0]


def test_a_pool_is_started_before_there_is_a_loop_and_answers_from_its_warm_worker(
    program: Any, meeting: Any
) -> None:
    arn = program.function(
        f"import os\nopen(f'{meeting.folder}/{{os.getpid()}}', 'w')\ndef handler(e, c): return os.getpid()"
    )
    program.alias("dev", "1")
    pool = FunctionPool(program.graph(), on_log=program.log.append)
    pool.start()

    async def main() -> Any:
        try:
            return (await asyncio.wait_for(pool.invoke(f"{arn}:dev", {}), 10)).payload
        finally:
            await pool.close()

    assert [str(asyncio.run(main()))] == meeting.pids()


def test_a_runtime_other_than_python_is_said_when_it_is_called(program: Any) -> None:
    arn = program.function("", runtime="nodejs22.x")

    async def scenario(pool: FunctionPool) -> Invocation:
        pool.start()
        assert program.log == []
        return await pool.invoke(arn, {})

    error = program.run(scenario).error
    assert (error.kind, error.type) == ("unhandled", "LocalGateway.CannotRun")
    assert error.message.startswith("Function 'api' has runtime 'nodejs22.x'; the local gateway runs Python")


def test_an_interpreter_that_is_not_there_is_an_answer(program: Any) -> None:
    error = program.call(program.function("def handler(e, c): pass"), python="/nowhere/python").error
    assert error.type == "LocalGateway.CannotRun"
    assert "No such file or directory: '/nowhere/python'" in error.message


def test_a_layer_of_another_program_is_said_at_the_start(program: Any) -> None:
    program.function("def handler(e, c): pass", layers=["arn:aws:lambda:eu-west-1:1:layer:x:2"])

    async def scenario(pool: FunctionPool) -> None:
        pool.start()

    program.run(scenario, python="/venv/python")
    assert program.log[0] == (
        "api: layer arn:aws:lambda:eu-west-1:1:layer:x:2 is not part of this program: "
        "install it for /venv/python"
    )


def test_an_event_of_six_megabytes_is_taken_and_a_larger_one_refused(program: Any) -> None:
    arn = program.function("def handler(event, context): return len(event['x'])")
    most = 6 * 1024 * 1024 - len('{"x":""}')

    async def scenario(pool: FunctionPool) -> tuple[Invocation, Invocation]:
        return await pool.invoke(arn, {"x": "a" * most}), await pool.invoke(arn, {"x": "a" * (most + 1)})

    taken, refused = program.run(scenario)
    assert taken == Invocation(most)
    assert refused.error == FunctionError(
        "too-large",
        "RequestEntityTooLargeException",
        "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
    )
