"""How long the commands take, from the start of their process: `python -m tests.bench.cli` prints a table.

`--json` prints one line of JSON: for each measurement the seconds of its fastest run, since what else the
computer does can only add to them; and for each command what a REST API takes as a share of what an HTTP API
with as many routes takes in the same run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

RUNS = 8
ROUTES = 300

APIGW = str(Path(sys.executable).with_name("apigw"))

# pip leaves bytecode of what it installs: a working tree is not to be compiled in every run.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

PROJECT = {
    "Pulumi.yaml": "name: orders\nruntime: python\n",
    "__main__.py": "import pulumi_apigw\n\npulumi_apigw.Service.from_file('api.yaml')\n",
    "src/app.py": "def handler(event, context):\n    return {'statusCode': 200, 'body': event['rawPath']}\n",
}
CONFIG = """\
service: orders
functions:
  api: {{runtime: python3.13, handler: app.handler, source: src}}
apis:
  public:
    protocol: http
    authorizers:
      customers: {{type: jwt, issuer: "https://issuer.example.com/", audience: [orders]}}
    defaults: {{function: api, authorizer: customers, timeout_ms: 10000}}
    routes:
      GET /health: {{authorizer: none}}
{routes}
stages:
  dev: {{}}
"""
ROUTE = "      {key}: {{scopes: [items.read], throttle: {{rate_limit: 20, burst_limit: 40}}}}"
REST_CONFIG = """\
service: orders
functions:
  api: {{runtime: python3.13, handler: app.handler, source: src}}
apis:
  public:
    protocol: rest
    cors: {{allow_origins: ["https://shop.example.com", "https://admin.example.com"]}}
    authorizers:
      customers:
        type: cognito
        user_pool_arns: ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbC"]
    models:
      Item: {{type: object, required: [name], properties: {{name: {{type: string, maxLength: 80}}}}}}
    defaults: {{function: api, authorizer: customers, timeout_ms: 10000}}
    routes:
      GET /health: {{authorizer: none}}
{routes}
stages:
  dev: {{}}
"""
REST_ROUTE = """\
      {key}:
        scopes: [items.read]
        throttle: {{rate_limit: 20, burst_limit: 40}}
        parameters: {{query.limit: {{required: true}}}}
        body: Item"""


def write_http_service(folder: Path, routes: int) -> Path:
    """Write a service of so many routes, one of which is open to all; its folder."""
    keys = [f"GET /kind{n}/{{id}}" for n in range(routes - 1)]
    return _write(folder, CONFIG.format(routes="\n".join(ROUTE.format(key=key) for key in keys)))


def write_rest_service(folder: Path, routes: int) -> Path:
    """The same of a REST API, three methods a path: more paths would take a raised quota."""
    methods = ("PUT", "PATCH", "DELETE")
    keys = [f"{methods[n % 3]} /kind{n // 3}/{{id}}" for n in range(routes - 1)]
    return _write(folder, REST_CONFIG.format(routes="\n".join(REST_ROUTE.format(key=key) for key in keys)))


def write_shared_service(folder: Path, routes: int) -> Path:
    """The same HTTP API with three stages that share it."""
    path = write_http_service(folder, routes) / "api.yaml"
    text = path.read_text().replace("service: orders\n", "service: orders\ntopology: shared\n")
    path.write_text(text + "  staging: {}\n  prod: {}\n")
    return folder


def _write(folder: Path, config: str) -> Path:
    for name, text in {**PROJECT, "api.yaml": config}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def run(*arguments: str, folder: Path) -> float:
    """Seconds that a command takes to end."""
    started = time.perf_counter()
    done = subprocess.run(
        [APIGW, *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"apigw {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return seconds


def first_answer(folder: Path) -> float:
    """Seconds from the start of `apigw serve` to the first answer of a function."""
    started = time.perf_counter()
    command = [APIGW, "serve", "--stage", "dev", "--port", "0", "--json"]
    with subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            with urlopen(ready["apis"][0]["stages"][0]["url"] + "/health", timeout=10) as answer:
                answer.read()
            return time.perf_counter() - started
        finally:
            process.terminate()


def measure() -> dict[str, float]:
    """The seconds of each measurement's fastest run, after one that warms the disk; and the ratios."""
    with tempfile.TemporaryDirectory() as scratch:
        large = write_http_service(Path(scratch, "large"), ROUTES)
        rest = write_rest_service(Path(scratch, "rest"), ROUTES)
        shared = write_shared_service(Path(scratch, "shared"), ROUTES)
        small = write_http_service(Path(scratch, "small"), 4)
        measurements: dict[str, Callable[[], float]] = {
            "help": lambda: run("--help", folder=large),
            "check_300_routes": lambda: run("check", folder=large),
            "check_300_rest_routes": lambda: run("check", folder=rest),
            "plan_300_routes": lambda: run("plan", "--stage", "dev", folder=large),
            "plan_300_rest_routes": lambda: run("plan", "--stage", "dev", folder=rest),
            "check_300_shared_routes": lambda: run("check", folder=shared),
            "plan_300_shared_routes": lambda: run("plan", folder=shared),
            "serve_first_answer": lambda: first_answer(small),
        }
        seconds = {name: _fastest(once) for name, once in measurements.items()}
    shares = {
        f"{command}_rest_ratio": seconds[f"{command}_300_rest_routes"] / seconds[f"{command}_300_routes"]
        for command in ("check", "plan")
    }
    return seconds | shares


def _fastest(once: Callable[[], float]) -> float:
    once()
    return min(once() for _ in range(RUNS))


def main(arguments: list[str]) -> None:
    figures = measure()
    if "--json" in arguments:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:24} {value:6.3f}" + ("" if name.endswith("ratio") else " s"))


if __name__ == "__main__":
    main(sys.argv[1:])
