"""What the tests of REST APIs share: an API made from a document, with functions that are plain Python."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.local.functions import Invocation
from pulumi_apigw.local.handler import Answer
from pulumi_apigw.local.integrations import FunctionCaller, HttpProxy
from pulumi_apigw.local.model import LocalStage, Permission
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.rest.body import read_body
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.handler import RestHandler
from pulumi_apigw.local.rest.integrations import RestIntegrations
from pulumi_apigw.local.rest.model import LocalRestApi, RestIntegration, RestRoute

ACCOUNT, API_ID = "123456789012", "abc123def4"
EXECUTION_ARN = f"arn:aws:execute-api:us-east-1:{ACCOUNT}:{API_ID}"
LAMBDA = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function"
INTEGRATION = "x-amazon-apigateway-integration"

Body = dict[str, Any]


class FakePool:
    """Answers each function by a plain Python function of its event; remembers what it was asked."""

    def __init__(self, **functions: Callable[[Any], Any]) -> None:
        self.functions = functions
        self.events: list[Mapping[str, Any]] = []

    async def invoke(self, function_arn: str, event: Mapping[str, Any]) -> Invocation:
        self.events.append(event)
        await asyncio.sleep(0)
        result = self.functions[function_arn.split(":")[6]](event)
        return result if isinstance(result, Invocation) else Invocation(payload=result)


class Service:
    """A REST API; `answer` is one request through it, `notes` what its log got."""

    def __init__(self, api: LocalRestApi, pool: FakePool, permissions: Sequence[Permission]) -> None:
        self.api, self.pool = api, pool
        self.notes: list[str] = []
        functions = FunctionCaller(pool, permissions)
        integrations = RestIntegrations(functions, HttpProxy())
        self._handler = RestHandler(api, functions, integrations, self._keys, self.notes.append)

    def answer(
        self, key: str = "GET /items", headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """The answer of stage dev to a request such as `GET /items?q=1`."""
        method, _, target = key.partition(" ")
        path, _, query = target.partition("?")
        given = [(name.lower(), value) for name, value in (headers or {}).items()]
        return asyncio.run(self._handler.answer(Request(method, f"/dev{path}", query, given, body)))

    def event(self, key: str = "GET /items", **request: Any) -> Mapping[str, Any]:
        """The event that the function of a method got."""
        assert self.answer(key, **request).response.status == 200
        return self.pool.events[-1]

    @staticmethod
    def _keys() -> Any:
        raise GatewayError("key.pem: the local signing key cannot be made or read: Full.")


def function(name: str = "orders", **operation: Any) -> Body:
    """An operation that a function answers; `integration` changes what stands in its integration."""
    changes = operation.pop("integration", {})
    integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": f"{LAMBDA}:{name}", **changes}
    return {"responses": {}, INTEGRATION: integration, **operation}


def mock(status: str = '{"statusCode": 200}', responses: Body | None = None, **integration: Any) -> Body:
    """An operation that a mock answers."""
    given: Body = {
        "type": "mock",
        "requestTemplates": {"application/json": status},
        "responses": responses if responses is not None else {"default": {"statusCode": "200"}},
    }
    return {"responses": {}, INTEGRATION: {**given, **integration}}


@pytest.fixture
def service() -> Callable[..., Service]:
    """An API of operations by their keys, with two functions that it may call: orders and judge."""

    def make(
        operations: Mapping[str, Body] | None = None,
        *,
        document: Body | None = None,
        orders: Callable[[Any], Any] = lambda event: {"statusCode": 200, "body": "{}"},
        judge: Callable[[Any], Any] = lambda event: None,
        permissions: Sequence[Permission] | None = None,
        **api: Any,
    ) -> Service:
        given = [
            Permission(
                name, "lambda:InvokeFunction", "apigateway.amazonaws.com", source_arn=f"{EXECUTION_ARN}/*"
            )
            for name in ("orders", "judge")
        ]
        pool = FakePool(orders=orders, judge=judge)
        made = make_api(operations or {"GET /items": function()}, document or {}, **api)
        return Service(made, pool, given if permissions is None else permissions)

    return make


def make_api(operations: Mapping[str, Body], document: Body, **changes: Any) -> LocalRestApi:
    """The API of a document with these operations."""
    paths: Body = {}
    for key, operation in operations.items():
        method, _, path = key.partition(" ")
        name = "x-amazon-apigateway-any-method" if method == "ANY" else method.lower()
        paths.setdefault(path, {})[name] = operation
    defined = read_body(json.dumps({"openapi": "3.0.1", "paths": paths, **document}), lambda note: None)
    values: Body = {
        "id": API_ID,
        "name": "public",
        "region": "us-east-1",
        "account_id": ACCOUNT,
        "execution_arn": EXECUTION_ARN,
        "stages": (LocalStage("dev", {"backend": "blue"}, deployment_id="dep123"),),
        "routes": defined.routes,
        "authorizers": defined.authorizers,
        "gateway_responses": defined.gateway_responses,
        "binary_types": defined.binary_types or (),
        "minimum_compression_size": defined.minimum_compression_size,
        "api_key_source": defined.api_key_source or "HEADER",
        "references": defined.references,
    }
    return LocalRestApi(**{**values, **changes})


@pytest.fixture
def make_call() -> Callable[..., RestCall]:
    """A call of `GET /items/{id}` in stage dev, with any of its parts replaced."""

    def make(request: Request | None = None, **changes: Any) -> RestCall:
        values: Body = {
            "api": make_api({}, {}),
            "stage": LocalStage("dev", {"backend": "blue"}),
            "route": RestRoute("GET /items/{id}", RestIntegration("AWS_PROXY")),
            "path": "/items/7",
            "parameters": {"id": "7"},
            "note": lambda line: None,
        }
        return RestCall(request=request or Request("GET", "/dev/items/7"), **{**values, **changes})

    return make
