"""No process of a function outlives the gateway."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest

from pulumi_apigw.local.functions import FunctionPool

# Each process of the function holds a lock, which only its death releases; then the handler is busy for ever.
BUSY = """
import fcntl, os, subprocess
from pathlib import Path

def handler(event, context):
    lock = open(event["lock"])
    fcntl.flock(lock, fcntl.LOCK_SH)
    os.set_inheritable(lock.fileno(), True)
    subprocess.Popen(["sleep", "600"], close_fds=False)
    Path(event["started"]).touch()
    while True:
        pass
"""

GATEWAY = """
import asyncio, sys
import pulumi
from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.local.functions import FunctionPool

folder, lock, started = sys.argv[1:]
arn = "arn:aws:lambda:eu-west-1:123456789012:function:api"
inputs = {"name": "api", "runtime": "python3.13", "handler": "app.handler", "timeout": 60,
          "code": pulumi.FileArchive(folder)}
kind = "aws:lambda/function:Function"
api = Resource("urn:api", kind, "api", inputs=inputs, outputs={**inputs, "arn": arn})
pool = FunctionPool(ResourceGraph("shop", "dev", "eu-west-1", "123456789012", (api,)))
asyncio.run(pool.invoke(arn, {"lock": lock, "started": started}))
"""


def released(lock: Path) -> bool:
    """Whether nothing holds the lock within 5 seconds."""
    with lock.open() as file:
        for _ in range(1000):
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            time.sleep(0.005)
    return False


@pytest.fixture
def lock(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "lock"
    path.touch()
    yield path
    assert released(path)


def test_a_busy_worker_and_its_child_end_when_the_gateway_is_killed(program: Any, lock: Path) -> None:
    started = program.folder / "started"
    app = program.write("app.py", BUSY)
    gateway = subprocess.Popen([sys.executable, "-c", GATEWAY, app.parent, lock, started])
    try:
        while not started.exists():
            assert gateway.poll() is None
            time.sleep(0.005)
        assert gateway.poll() is None
    finally:
        gateway.kill()
        gateway.wait()
    assert released(lock)


def test_a_busy_worker_and_its_child_end_when_the_pool_closes(program: Any, lock: Path) -> None:
    started = program.folder / "started"
    arn = program.function(BUSY, timeout=60)

    async def scenario(pool: FunctionPool) -> None:
        call = asyncio.create_task(pool.invoke(arn, {"lock": str(lock), "started": str(started)}))
        while not started.exists():
            await asyncio.sleep(0.002)
        await pool.close()
        await call

    program.run(scenario)
    assert released(lock)


def test_what_a_worker_started_ends_with_its_timeout(program: Any, lock: Path) -> None:
    arn = program.function(BUSY, timeout=0.3)
    program.call(arn, {"lock": str(lock), "started": str(program.folder / "started")})
    assert released(lock)


def test_unpacked_code_is_removed_when_the_pool_closes(program: Any, tmp_path: Path) -> None:
    code = pulumi.AssetArchive({"app.py": pulumi.StringAsset("def handler(event, context): return __file__")})
    path = Path(program.call(program.function(code=code)).payload)
    assert path.name == "app.py"
    assert not path.parent.exists()
