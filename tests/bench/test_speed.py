"""What the project promises of its speed; run alone: `pytest -m bench`."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.bench


@cache
def figures(module: str) -> dict[str, Any]:
    command = [sys.executable, "-m", f"tests.bench.{module}", "--json"]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_the_gateway_answers_at_least_half_the_requests_of_a_bare_app() -> None:
    assert figures("gateway")["ratio"] >= 0.5, figures("gateway")


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("help", 0.3),
        ("check_300_routes", 1.5),
        ("check_300_rest_routes", 1.5),
        ("plan_300_routes", 1.5),
        ("plan_300_rest_routes", 1.5),
        ("check_300_shared_routes", 1.5),
        ("plan_300_shared_routes", 1.5),
        ("serve_first_answer", 1.0),
    ],
)
def test_a_command_takes_no_longer_than_promised(name: str, seconds: float) -> None:
    assert figures("cli")[name] < seconds


@pytest.mark.parametrize("command", ["check", "plan"])
def test_a_rest_api_takes_no_longer_than_two_http_apis(command: str) -> None:
    assert figures("cli")[f"{command}_rest_ratio"] < 2, figures("cli")
