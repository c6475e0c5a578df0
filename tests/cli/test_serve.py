from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from .conftest import Run
from .test_token import EXTRA


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`apigw serve` in a process and a session of its own, killed at the end if it has not stopped."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from pulumi_apigw.cli import main; main()",
            "serve",
            "--port",
            "0",
            *arguments,
        ],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line_of(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline()


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def descendants(pid: int) -> list[int]:
    """The processes that a process started, and theirs, as far as they live."""
    children: list[int] = []
    for task in Path("/proc", str(pid), "task").glob("*/children"):
        children += [int(child) for child in task.read_text().split()]
    return children + [each for child in children for each in descendants(child)]


def alive(pid: int) -> bool:
    try:
        return Path("/proc", str(pid), "stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def test_json_is_one_line_when_ready_and_a_signal_ends_all_processes(project: Path) -> None:
    with serving(project, "--json") as process:
        ready = json.loads(line_of(process.stdout))
        url = ready["url"]
        assert ready == {
            "url": url,
            "region": "us-east-1",
            "account_id": "123456789012",
            "apis": [
                {
                    "name": "shop",
                    "id": ready["apis"][0]["id"],
                    "protocol": "http",
                    "stages": [{"name": "dev", "url": f"{url}/dev"}],
                }
            ],
        }
        assert (status(f"{url}/dev/health"), status(f"{url}/dev/items/1")) == (200, 401)
        workers = descendants(process.pid)
        assert workers
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=10)
        assert (process.returncode, stdout) == (0, "")
        assert "GET /dev/health 200" in stderr
        assert [worker for worker in workers if alive(worker)] == []


def test_people_get_a_table_and_a_line_a_request(project: Path) -> None:
    with serving(project) as process:
        first = line_of(process.stdout)
        url = first.partition(": ")[2].partition(" ")[0]
        table = [line_of(process.stdout) for _ in range(5)]
        width = len(url) + len("/items/{id}")
        assert [first, *table] == [
            f"shop, stage dev: {url} (2 routes)\n",
            f"METHOD  {'URL':{width}}  AUTHORIZER\n",
            f"GET     {url + '/health':{width}}  none\n",
            f"ANY     {url}/items/{{id}}  customers: items.read items.write\n",
            "\n",
            "Ready: one line a request follows. Ctrl-C stops.\n",
        ]
        assert status(f"{url}/health") == 200
        assert line_of(process.stdout).startswith("GET /dev/health 200 ")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_a_websocket_api_is_told_with_both_its_urls(project: Path) -> None:
    (project / "__main__.py").write_text(
        "import pulumi_aws as aws\n"
        "api = aws.apigatewayv2.Api('chat', name='chat', protocol_type='WEBSOCKET')\n"
        "aws.apigatewayv2.Route('send', api_id=api.id, route_key='send')\n"
        "aws.apigatewayv2.Stage('dev', name='dev', api_id=api.id, auto_deploy=True)\n"
    )
    with serving(project) as process:
        told = [line_of(process.stdout) for _ in range(4)]
        url = told[0].partition(": ")[2].partition(" ")[0]
        assert url.startswith("ws://127.0.0.1:")
        assert told == [
            f"chat, stage dev: {url} (1 route)\n",
            f"Functions push to its clients by {url.replace('ws://', 'http://')}\n",
            "ROUTE  AUTHORIZER\n",
            "send   none\n",
        ]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_a_signal_before_it_is_ready_is_a_stop_too(project: Path) -> None:
    (project / "__main__.py").write_text("import time\nprint('started', flush=True)\ntime.sleep(60)\n")
    with serving(project) as process:
        assert line_of(process.stderr) == "started\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert process.communicate() == ("", "")


def test_a_changed_definition_is_told_with_the_next_request(project: Path) -> None:
    (project / "api.yaml").write_text("service: shop\n")
    with serving(project, "--json") as process:
        url = json.loads(line_of(process.stdout))["url"]
        assert status(f"{url}/dev/health") == 200
        (project / "api.yaml").write_text("service: shop\n\n")
        assert [status(f"{url}/dev/health") for _ in range(2)] == [200, 200]
        process.send_signal(signal.SIGTERM)
        lines = process.communicate(timeout=10)[1].splitlines()
        told = "api.yaml has changed since. Start again to serve what it says now."
        assert [line for line in lines if not line.startswith("GET")] == ["a program may print", told]


def test_a_port_in_use(apigw: Run, project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        outcome = apigw("serve", "--port", str(port))
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == (
        "a program may print\n"
        f"port {port} is in use. Stop what listens on 127.0.0.1:{port}, "
        "or choose another port (0 takes a free one).\n"
    )


def test_a_python_that_is_not_there(apigw: Run, project: Path) -> None:
    outcome = apigw("serve", "--python", "gone/python")
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert outcome.stderr.endswith(
        "Error: Invalid value for '--python': there is no program 'gone/python'. "
        "Name a Python, such as .venv/bin/python.\n"
    )


def test_a_program_that_raises(apigw: Run, project: Path) -> None:
    (project / "__main__.py").write_text("import pulumi_aws\n\npulumi_aws.s3.Bucket()\n")
    outcome = apigw("serve")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr.startswith("__main__.py:3: TypeError: ")
    assert outcome.stderr.count("\n") == 1


def test_a_program_without_apis(apigw: Run, project: Path) -> None:
    (project / "__main__.py").write_text("import pulumi\n")
    outcome = apigw("serve")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == (
        "the program registers no API that can be served. Add an API with `protocol: http`, `rest` or "
        "`websocket`, an aws.apigatewayv2.Api, or an aws.apigateway.RestApi.\n"
    )


@pytest.mark.parametrize("command", [("serve",), ("call", "/health")])
def test_the_extra_that_is_missing_is_named_before_the_program_runs(
    apigw_process: Run, project: Path, command: tuple[str, ...]
) -> None:
    outcome = apigw_process(*command, without=("uvicorn",))
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (1, "", EXTRA)
