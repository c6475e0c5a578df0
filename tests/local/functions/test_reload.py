"""Code that changes, goes and comes while the gateway runs."""

from __future__ import annotations

import asyncio
import shutil
import zipfile
from typing import Any

import pulumi
import pytest

from pulumi_apigw.local.functions import FunctionError, FunctionPool, Invocation


@pytest.fixture
def _look_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulumi_apigw.local.functions.changes.CHECK_SECONDS", 0)
    monkeypatch.setattr("pulumi_apigw.local.functions.changes._SHARE", 0)


def test_each_call_tries_again_to_load_a_handler(program: Any) -> None:
    """What failed may be outside the code: a file, a variable, a service."""
    arn = program.function("open('ready')\ndef handler(event, context): return 'ready'")

    async def scenario(pool: FunctionPool) -> list[Invocation]:
        first = [await pool.invoke(arn, {}) for _ in range(2)]
        program.write("ready", "")
        return [*first, await pool.invoke(arn, {})]

    *failed, ready = program.run(scenario)
    assert [answer.error.type for answer in failed] == ["FileNotFoundError"] * 2
    assert ready == Invocation("ready")


@pytest.mark.usefixtures("_look_every_time")
def test_an_edit_shows_in_the_next_call(program: Any) -> None:
    arn = program.function("import part\ndef handler(event, context): return part.X")
    program.write("part.py", "X = 1")

    async def scenario(pool: FunctionPool) -> list[Any]:
        before = (await pool.invoke(arn, {})).payload
        program.write("part.py", "X = 2")
        return [before, (await pool.invoke(arn, {})).payload]

    assert program.run(scenario) == [1, 2]


@pytest.mark.usefixtures("_look_every_time")
def test_an_edit_while_a_worker_is_handed_on_shows_in_the_call_that_gets_it(program: Any) -> None:
    arn = program.function(
        "import part\ndef handler(event, context): return part.X", reservedConcurrentExecutions=1
    )
    program.write("part.py", "X = 1")

    async def scenario(pool: FunctionPool) -> list[Any]:
        async def twice() -> Any:
            await pool.invoke(arn, {})
            # Goes on before the call below, which has the worker by now and has not sent its event yet.
            program.write("part.py", "X = 2")
            return (await pool.invoke(arn, {})).payload

        async def once() -> Any:
            return (await pool.invoke(arn, {})).payload

        return list(await asyncio.gather(twice(), once()))

    assert program.run(scenario) == [2, 2]


@pytest.mark.usefixtures("_look_every_time")
def test_a_zip_that_is_built_again_shows_in_the_next_call(program: Any) -> None:
    archive = program.folder / "api.zip"

    def build(text: str) -> None:
        with zipfile.ZipFile(archive, "w") as out:
            out.writestr("app.py", f"def handler(event, context): return {text!r}")

    arn = program.function(code=pulumi.FileArchive(str(archive)))
    build("old")

    async def scenario(pool: FunctionPool) -> list[Any]:
        before = (await pool.invoke(arn, {})).payload
        build("newer")
        return [before, (await pool.invoke(arn, {})).payload]

    assert program.run(scenario) == ["old", "newer"]


@pytest.mark.usefixtures("_look_every_time")
def test_a_call_under_way_ends_with_the_code_it_began_with(program: Any, meeting: Any) -> None:
    arn = program.function(meeting.handler, timeout=15)
    event = {"folder": str(meeting.folder), "workers": 2}

    async def scenario(pool: FunctionPool) -> list[Any]:
        old = asyncio.create_task(pool.invoke(arn, event))
        while not meeting.pids():
            await asyncio.sleep(0.002)
        program.write("app.py", "def handler(event, context): return 'new code'")
        new = await pool.invoke(arn, event)
        meeting.join()
        return [(await old).payload, new.payload, (await pool.invoke(arn, event)).payload]

    old, *new = program.run(scenario, workers=2)
    assert str(old) in meeting.pids()
    assert new == ["new code", "new code"]


def test_code_that_is_missing_is_an_answer_until_it_is_there(program: Any) -> None:
    arn = program.function()

    async def scenario(pool: FunctionPool) -> list[Invocation]:
        pool.start()
        missing = await pool.invoke(arn, {})
        program.write("app.py", "def handler(event, context): return 'here'")
        return [missing, await pool.invoke(arn, {})]

    missing, here = program.run(scenario)
    assert missing.error == FunctionError(
        "unhandled",
        "LocalGateway.CannotRun",
        f"Function 'api': its code is to be at {program.folder}/src, where there is nothing. "
        "Create it, or mend the path in the program (paths count from where the program runs).",
    )
    assert program.log == [f"api: {missing.error.message}"]
    assert here == Invocation("here")


@pytest.mark.usefixtures("_look_every_time")
def test_code_that_goes_while_calls_queue_answers_each_of_them(program: Any) -> None:
    arn = program.function("import os\ndef handler(event, context): os._exit(0)")

    async def scenario(pool: FunctionPool) -> list[Invocation]:
        await pool.invoke(arn, {})
        shutil.rmtree(program.folder / "src")
        return await asyncio.gather(*(pool.invoke(arn, {}) for _ in range(3)))

    answers = program.run(scenario, workers=1)
    assert {answer.error.type for answer in answers} == {"LocalGateway.CannotRun"}
