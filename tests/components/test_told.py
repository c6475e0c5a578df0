"""What is wrong with a component is told with its kind and name, or with the line it comes from."""

from __future__ import annotations

from pathlib import Path

import pulumi
import pytest

from pulumi_apigw import Function, FunctionArgs, HttpApi, HttpApiArgs, Service
from pulumi_apigw.graph import capture

BUILT = {"runtime": "python3.13", "handler": "app.handler", "source": "src", "memory": 1}


def told(make: object) -> str:
    messages = []

    def program() -> None:
        with pytest.raises(pulumi.RunError) as caught:
            make()  # type: ignore[operator]
        messages.append(str(caught.value))

    capture(program, project="orders")
    return messages[0]


def test_each_line_begins_with_the_component() -> None:
    api = {"routes": {"GET /": {"function": "api"}, "POST /": {"authorizer": "none"}}}
    assert told(lambda: Function("worker", FunctionArgs(function=BUILT))) == (
        "Function 'worker' memory: unknown key 'memory'. Did you mean 'memory_mb'?"
    )
    lines = told(lambda: HttpApi("shop", HttpApiArgs(api=api))).splitlines()
    assert (
        lines[0]
        == "HttpApi 'shop' routes[\"GET /\"].function: no function named 'api'. Add it to 'functions'."
    )
    assert len(lines) == 3
    assert all(line.startswith("HttpApi 'shop' routes[") for line in lines)


def test_what_has_a_line_needs_no_component(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.yaml").write_text(
        "service: orders\napi: {}\napis: {a: {routes: {$default: {}}}}\nstages: {dev: {}}\n"
    )
    assert told(lambda: Service.from_file("api.yaml")).startswith("api.yaml:2 api: unknown key 'api'. ")
