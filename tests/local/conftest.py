"""What the gateway's tests share: a call to work on, and a stand-in for the functions' pool."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.local.calls import Call
from pulumi_apigw.local.functions import Invocation
from pulumi_apigw.local.handler import Answer, ApiHandler
from pulumi_apigw.local.integrations import FunctionCaller, HttpProxy, Integrations
from pulumi_apigw.local.model import LocalApi, LocalIntegration, LocalRoute, LocalStage, Permission
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


class Service:
    """An API with a stand-in pool; `answer` is one request through it, `notes` what its log got."""

    def __init__(self, api: LocalApi, pool: FakePool, permissions: Sequence[Permission]) -> None:
        self.pool = pool
        self.notes: list[str] = []
        functions = FunctionCaller(pool, permissions)
        self._handler = ApiHandler(
            api, functions, Integrations(functions, HttpProxy()), self._keys, self.notes.append
        )

    def answer(self, method: str = "GET", path: str = "/items", headers: Any = ()) -> Answer:
        return asyncio.run(self._handler.answer(Request(method, path, headers=headers)))

    @staticmethod
    def _keys() -> Any:
        raise GatewayError("key.pem: the local signing key cannot be made or read: Full.")


@pytest.fixture
def service(make_api: Callable[..., LocalApi]) -> Callable[..., Service]:
    """An API with the routes given and two functions that its permissions let it call: orders and judge."""

    def make(
        *routes: LocalRoute,
        orders: Callable[[Any], Any] = lambda event: {"ok": True},
        judge: Callable[[Any], Any] = lambda event: {"isAuthorized": True},
        permissions: Sequence[Permission] | None = None,
        **api: Any,
    ) -> Service:
        default = [
            Permission(
                name, "lambda:InvokeFunction", "apigateway.amazonaws.com", source_arn=f"{EXECUTION_ARN}/*"
            )
            for name in ("orders", "judge")
        ]
        given = default if permissions is None else permissions
        return Service(make_api(routes=routes, **api), FakePool(orders=orders, judge=judge), given)

    return make


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
