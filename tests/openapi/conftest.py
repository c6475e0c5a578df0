"""What the tests of documents share: plans made by hand, and values as a deployment would supply them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pulumi_apigw.config.rest import RestApiConfig
from pulumi_apigw.openapi.body import rest_body
from pulumi_apigw.plan.model import TargetPlan
from pulumi_apigw.plan.rest.model import (
    AwsIntegrationPlan,
    FunctionIntegrationPlan,
    MethodPlan,
    RestApiPlan,
)

API = TargetPlan(function="api", aliases=("dev",), variable="backend")
FUNCTION = FunctionIntegrationPlan(target=API, timeout_ms=29_000)
ACCOUNT = "123456789012"

Body = dict[str, Any]
RestPlan = Callable[..., RestApiPlan]


class FakeValues:
    """Supplies texts that say what was asked for."""

    refs: Mapping[str, Any] = {"name": "shop", "endpoints": ["vpce-1", "vpce-2"]}

    def fill(self, data: Any) -> Any:
        if isinstance(data, str):
            if whole := re.fullmatch(r"\$\{ref\.(\w+)\}", data):
                return self.refs[whole[1]]
            return re.sub(r"\$\{ref\.(\w+)\}", lambda found: str(self.refs[found[1]]), data)
        if isinstance(data, Mapping):
            return {key: self.fill(value) for key, value in data.items()}
        return [self.fill(each) for each in data] if isinstance(data, list | tuple) else data

    def function_uri(self, target: TargetPlan, *, stream: bool = False) -> Any:
        return f"uri of {target.function}:{target.qualifier}{' streamed' if stream else ''}"

    def service_uri(self, integration: AwsIntegrationPlan) -> Any:
        return f"uri of {integration.service}:{integration.target}"

    def role_arn(self, integration: AwsIntegrationPlan) -> Any:
        return f"role of {integration.name}"

    def vpc_link_id(self, name: str) -> Any:
        return f"id of {name}"


def method(key: str = "GET /items", **changes: Any) -> MethodPlan:
    """A method that calls a function."""
    verb, _, path = key.partition(" ")
    return MethodPlan(method=verb, path=path, **{"integration": FUNCTION, **changes})


@pytest.fixture
def make_plan() -> RestPlan:
    """A plan of the methods given (one, if none are); `settings` are keys of the API's config."""

    def make(*methods: MethodPlan, settings: Mapping[str, Any] | None = None, **changes: Any) -> RestApiPlan:
        values: dict[str, Any] = {
            "name": "public",
            "api_name": "orders-public-dev",
            "settings": RestApiConfig.model_validate({"protocol": "rest", "routes": {}, **(settings or {})}),
            "authorizers": (),
            "methods": methods or (method(),),
            "models": (),
            "gateway_responses": (),
            "policy": None,
            "api_keys": (),
            "stages": (),
            "permissions": (),
        }
        return RestApiPlan(**{**values, **changes})

    return make


@pytest.fixture
def make_body(make_plan: RestPlan) -> Callable[..., Body]:
    """The body of such a plan."""

    def make(*methods: MethodPlan, **changes: Any) -> Body:
        return rest_body(make_plan(*methods, **changes), FakeValues())

    return make


@pytest.fixture
def make_operation(make_body: Callable[..., Body]) -> Callable[..., Body]:
    """The operation that a method becomes."""

    def make(key: str = "GET /items", **changes: Any) -> Body:
        ((_, item),) = make_body(method(key, **changes))["paths"].items()
        ((_, operation),) = item.items()
        found: Body = operation
        return found

    return make
