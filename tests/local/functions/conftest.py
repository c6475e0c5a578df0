"""A small program of functions, as a graph, and a pool that runs it for one test."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pulumi
import pytest

from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.local.functions import FunctionPool, Invocation

Result = TypeVar("Result")

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:"


class Program:
    """Functions and aliases by name, each function with the code that a test gives it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.resources: list[Resource] = []
        self.log: list[str] = []

    def write(self, name: str, text: str, *, folder: str = "src") -> Path:
        path = self.folder / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
        return path

    def function(self, body: str = "", *, name: str = "api", **inputs: Any) -> str:
        """Add a function whose module `app` is `body`; its ARN."""
        if body:
            self.write("app.py", body)
        defaults = {
            "name": name,
            "runtime": "python3.13",
            "handler": "app.handler",
            "code": pulumi.FileArchive(str(self.folder / "src")),
        }
        self.add(
            "aws:lambda/function:Function", name, {**defaults, **inputs}, {"arn": ARN + name, "version": "1"}
        )
        return ARN + name

    def alias(self, name: str, version: str, *, function: str = "api") -> None:
        inputs = {"name": name, "functionName": function, "functionVersion": version}
        self.add("aws:lambda/alias:Alias", f"{function}-{name}", inputs, {})

    def add(self, kind: str, name: str, inputs: Mapping[str, Any], computed: Mapping[str, Any]) -> None:
        self.resources.append(
            Resource(f"urn:{kind}:{name}", kind, name, inputs=inputs, outputs={**inputs, **computed})
        )

    def graph(self) -> ResourceGraph:
        return ResourceGraph("shop", "dev", "eu-west-1", "123456789012", tuple(self.resources))

    def run(self, scenario: Callable[[FunctionPool], Awaitable[Result]], **options: Any) -> Result:
        """Run a scenario with a pool of the program, which is closed whatever happens."""

        async def main() -> Result:
            pool = FunctionPool(self.graph(), on_log=self.log.append, **options)
            try:
                return await asyncio.wait_for(scenario(pool), 20)
            finally:
                await pool.close()

        return asyncio.run(main())

    def call(self, arn: str, event: Any = None, **options: Any) -> Invocation:
        """Call one function once."""
        return self.run(lambda pool: pool.invoke(arn, event or {}), **options)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


class Meeting:
    """Workers that wait for one another: each call ends when `workers` of them are there."""

    handler = """
import os, time
from pathlib import Path

def handler(event, context):
    here = Path(event["folder"])
    (here / str(os.getpid())).touch()
    deadline = time.monotonic() + 10
    while len(list(here.iterdir())) < event["workers"]:
        if time.monotonic() > deadline:
            return None
        time.sleep(0.002)
    return os.getpid()
"""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def pids(self) -> list[str]:
        """Who is there."""
        return [path.name for path in self.folder.iterdir()]

    def join(self) -> None:
        """Be there as one more, so that a lone call can end."""
        (self.folder / "test").touch()


@pytest.fixture
def meeting(tmp_path: Path) -> Meeting:
    return Meeting(tmp_path / "meeting")
