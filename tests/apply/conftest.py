"""Graphs applied for real: the AWS provider against emulators on loopback, driven by `applycheck.py`.

The tool lies outside this repository: these tests are collected only where APPLYCHECK names it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

collect_ignore_glob = [] if "APPLYCHECK" in os.environ else ["test_*_applies.py"]

_STEP = re.compile(r"(\w+) +(aws:\S+) (.+?) (?:\(.*\))?")


@dataclass(frozen=True)
class Step:
    """What was done to a resource: create, same, update, replace, delete, or DIFFERS if not stable."""

    op: str
    type: str
    name: str


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Applied:
    """One run of a program: its steps, what the tool said, and where the emulators listen."""

    steps: tuple[Step, ...]
    output: str
    rest_endpoint: str
    http_endpoint: str

    def named(self, op: str) -> list[str]:
        """The names of the resources to which `op` was done."""
        return [step.name for step in self.steps if step.op == op]

    def call(
        self, api_id: str, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The answer of a deployed HTTP API; `path` begins with the stage."""
        request = urllib.request.Request(
            f"{self.http_endpoint}{path}",
            method=method,
            headers={
                "Host": f"{api_id}.execute-api.localhost",
                "Content-Type": "application/json",
                **(headers or {}),
            },
            data=None if body is None else json.dumps(body).encode(),
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return _answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            return _answer(error.code, error.headers, error.read())


def _answer(status: int, headers: Any, body: bytes) -> Answer:
    lower = {name.lower(): value for name, value in headers.items()}
    return Answer(status, lower, json.loads(body) if body else None)


class ApplyCheck:
    """`applycheck.py` with a state folder of its own: emulators run and remember until `stop`."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._endpoints = state / "endpoints.json"
        self._emulators = state / "emulators.json"
        self._then = state / "then.py"
        self._then.write_text(
            "import json, os, pathlib\n"
            f"pathlib.Path({str(self._endpoints)!r}).write_text(\n"
            "    json.dumps([os.environ['ENDPOINT'], os.environ['ENDPOINT_V2']])\n"
            ")\n"
        )

    def apply(self, project: Path, *, stack: str = "dev", config: Mapping[str, str] | None = None) -> Applied:
        """Apply the project's `__main__.py`; fails with the tool's output where a resource does not apply."""
        self._endpoints.unlink(missing_ok=True)
        settings = [part for key, value in (config or {}).items() for part in ("--config", f"{key}={value}")]
        arguments = ["--project", project.name, "--stack", stack, *settings, "--then", str(self._then)]
        output = self._run(*arguments, cwd=project)
        assert self._endpoints.exists(), output
        rest, http = json.loads(self._endpoints.read_text())
        return Applied(_steps(output), output, rest, http)

    def destroy(self, project: Path, *, stack: str = "dev") -> tuple[Step, ...]:
        """Delete what was applied, and say what became of each resource."""
        return _steps(self._run("--project", project.name, "--stack", stack, "--destroy", cwd=project))

    def outputs(self, project: Path, type_: str, *, stack: str = "dev") -> dict[str, dict[str, Any]]:
        """What AWS computed for the resources of a type, by name, with `id` among it."""
        state = json.loads(self.state(project, stack=stack).read_text())
        found = {urn.split("::", 3)[3]: known for urn, known in state.items() if _type_of(urn) == type_}
        return {name: {**known["outputs"], "id": known["id"]} for name, known in found.items()}

    def state(self, project: Path, *, stack: str = "dev") -> Path:
        """The file that holds what a stack deployed: by URN, the id, inputs and outputs of each resource."""
        return self._state / f"{project.name}.{stack}.json"

    def use(self, endpoint: str) -> None:
        """Let a server of the test's own answer for AWS, in place of the emulators."""
        urls = {"moto": endpoint, "ministack": endpoint}
        self._emulators.write_text(json.dumps({"pids": [], "urls": urls}))

    def start(self) -> dict[str, str]:
        """Start the emulators before a program needs them; where each of them listens."""
        self._run("--destroy", cwd=self._state)
        urls: dict[str, str] = json.loads(self._emulators.read_text())["urls"]
        return urls

    def put_before(self, urls: Mapping[str, str]) -> None:
        """Let servers of the test's own answer, which ask the emulators that run."""
        running = json.loads(self._emulators.read_text())
        self._emulators.write_text(json.dumps({**running, "urls": dict(urls)}))

    def stop(self) -> None:
        """End the emulators."""
        self._run("--stop", cwd=self._state)

    def _run(self, *arguments: str, cwd: Path) -> str:
        command = [sys.executable, os.environ["APPLYCHECK"], "--state", str(self._state), *arguments]
        finished = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
        return finished.stdout + finished.stderr


def _type_of(urn: str) -> str:
    return urn.split("::")[2].rpartition("$")[2]


def _steps(output: str) -> tuple[Step, ...]:
    found = (_STEP.fullmatch(line) for line in output.splitlines())
    return tuple(Step(*match.groups()) for match in found if match)


@pytest.fixture(scope="module")
def apply_check(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApplyCheck]:
    """Emulators that live as long as the module's tests."""
    check = ApplyCheck(tmp_path_factory.mktemp("applycheck"))
    yield check
    check.stop()
