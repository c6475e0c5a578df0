"""What the gateway's tests share: a call to work on, and a stand-in for the functions' pool."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pulumi_apigw.local.calls import Call
from pulumi_apigw.local.functions import Invocation
from pulumi_apigw.local.model import LocalApi, LocalIntegration, LocalRoute, LocalStage
from pulumi_apigw.local.requests import Request

REGION, ACCOUNT, API_ID = "us-east-1", "123456789012", "abc123def4"
EXECUTION_ARN = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{API_ID}"


class FakePool:
    """Answers each function by a plain Python function of its event; remembers what it was asked."""

    def __init__(self, **functions: Callable[[Any], Any]) -> None:
        self.functions = functions
        self.calls: list[tuple[str, Mapping[str, Any]]] = []

    async def invoke(self, function_arn: str, event: Mapping[str, Any]) -> Invocation:
        self.calls.append((function_arn, event))
        await asyncio.sleep(0)
        result = self.functions[function_arn.split(":")[6]](event)
        return result if isinstance(result, Invocation) else Invocation(payload=result)


@pytest.fixture
def fake_pool() -> type[FakePool]:
    return FakePool


@pytest.fixture
def make_api() -> Callable[..., LocalApi]:
    def make(**changes: Any) -> LocalApi:
        values: dict[str, Any] = {
            "id": API_ID,
            "name": "public",
            "region": REGION,
            "account_id": ACCOUNT,
            "execution_arn": EXECUTION_ARN,
            "stages": (LocalStage("$default"),),
        }
        return LocalApi(**{**values, **changes})

    return make


@pytest.fixture
def make_call(make_api: Callable[..., LocalApi]) -> Callable[..., Call]:
    """A call of `GET /items/{id}` in stage dev, with any of its parts replaced."""

    def make(request: Request | None = None, **changes: Any) -> Call:
        values: dict[str, Any] = {
            "api": make_api(),
            "stage": LocalStage("dev", {"backend": "dev"}),
            "route": LocalRoute("GET /items/{id}", LocalIntegration("AWS_PROXY")),
            "path": "/items/7",
            "parameters": {"id": "7"},
            "note": lambda line: None,
        }
        return Call(request=request or Request("GET", "/dev/items/7"), **{**values, **changes})

    return make
