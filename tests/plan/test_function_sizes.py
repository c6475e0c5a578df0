from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.errors import Location
from pulumi_apigw.plan.function_sizes import environment_problems
from pulumi_apigw.source import SourceMap

from .conftest import FUNCTION, service
from .test_shared import shared

ORIGINS = [f"https://shop{number:03}.example.com" for number in range(10)]
REST: dict[str, Any] = {
    "protocol": "rest",
    "cors": {"allow_origins": ORIGINS},
    "routes": {"GET /": {"function": "api", "authorizer": "none"}},
}
CHAT: dict[str, Any] = {
    "protocol": "websocket",
    "routes": {"$connect": {"function": "gate", "authorizer": "none"}},
    "push": ["api"],
    "connections": "dynamodb",
}
# Names and values: CORS_ALLOW_ORIGINS; and each twice, once with the API's suffix, CONNECTIONS_URL with its
# endpoint, CONNECTIONS_TABLE with orders-dev-chat-connections, CONNECTIONS_TTL_SECONDS with 7200.
CORS_BYTES = 18 + 10 * 27 + 9
CHAT_BYTES = 2 * (15 + 63 + 17 + 27 + 23 + 4) + 3 * 5


def problems(size: int, **apis: Any) -> list[str]:
    """What is said of functions of which `api` has an environment of so many bytes."""
    api = {**FUNCTION, "environment": {"AB": "x" * (size - 2)}}
    plan = service(apis=apis, functions={"api": api, "gate": FUNCTION})
    sources = SourceMap({("functions", "api", "environment"): Location("api.yaml", 5)})
    return [str(each) for each in environment_problems(plan, sources)]


@pytest.mark.parametrize(
    ("apis", "added"),
    [
        ({"public": REST}, CORS_BYTES),
        ({"chat": CHAT}, CHAT_BYTES),
        ({"public": REST, "chat": CHAT}, CORS_BYTES + CHAT_BYTES),
    ],
    ids=["origins", "connections", "both"],
)
def test_what_apis_add_counts(apis: dict[str, Any], added: int) -> None:
    assert problems(4096 - added, **apis) == []
    assert problems(4097 - added, **apis) == [
        "api.yaml:5 functions.api.environment: with the variables of the APIs that it serves, the "
        "environment has about 4097 bytes. Lambda takes at most 4096: move values to SSM Parameter Store or "
        "Secrets Manager."
    ]


def test_functions_that_stages_share_get_no_endpoint() -> None:
    """Their one environment has no CONNECTIONS_URL, which would be too much for one that is full."""
    chat = {"protocol": "websocket", "routes": CHAT["routes"], "push": ["api"]}
    full = {"api": {**FUNCTION, "environment": {"AB": "x" * 4094}}, "gate": FUNCTION}
    parts: dict[str, Any] = {"functions": full, "apis": {"chat": chat}, "stages": {"dev": {}, "prod": {}}}
    assert list(environment_problems(shared(**parts, stage_variables={}), SourceMap())) == []
    assert len(list(environment_problems(service(**parts), SourceMap()))) == 1
