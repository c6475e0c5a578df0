"""P35: functions that push know where to, may do so, and may do nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.graph import ResourceGraph

from ..conftest import API, BUILT, FUNCTION, OPEN, POLICY, ROUTE, config, deployed, policy
from .conftest import TABLE, environment, live, websocket

HOST = "execute-api.us-east-1.amazonaws.com"
ACTIONS = [f"dynamodb:{each}Item" for each in ("Get", "Put", "Update", "Delete")]
STORED = [*ACTIONS, "dynamodb:Query", "dynamodb:Scan"]


def granted(graph: ResourceGraph, function: str = "api") -> list[dict[str, Any]]:
    """What a function may do besides writing its log."""
    return policy(graph, f"orders-{function}.policy")[1:]


def two(**live: Any) -> dict[str, Any]:
    """Two WebSocket APIs, the second of which `api` pushes to."""
    routes = {"$connect": {"authorizer": "none", "function": "api"}}
    return config(
        functions={"api": BUILT, "other": BUILT},
        apis={
            "live": {"protocol": "websocket", "routes": routes, **live},
            "staff-room": {"protocol": "websocket", "routes": routes, "push": ["api"]},
        },
    )


def test_P35_a_function_that_pushes_knows_where_to_and_may() -> None:
    graph = deployed(websocket(push=["api"]))
    url = f"https://{live(graph).id}.{HOST}/dev"
    assert environment(graph) == {"CONNECTIONS_URL": url, "CONNECTIONS_URL_LIVE": url}
    resource = f"arn:aws:execute-api:us-east-1:123456789012:{live(graph).id}/dev/*/@connections/*"
    assert granted(graph) == [
        {"Effect": "Allow", "Action": ["execute-api:ManageConnections"], "Resource": [resource]}
    ]
    assert graph.exports["connections_urls"] == {"live": {"dev": url}}


def test_P35_the_endpoint_is_that_of_the_stage() -> None:
    graph = deployed(websocket(push=["api"]), stack="prod")
    assert environment(graph)["CONNECTIONS_URL"].endswith("/prod")
    assert granted(graph)[0]["Resource"][0].endswith("/prod/*/@connections/*")


@pytest.mark.parametrize(
    ("domain", "url"),
    [
        ({"name": "live.example.com", "base_path": "v1"}, "https://live.example.com/v1"),
        ({"name": "live.example.com"}, "https://live.example.com"),
        ({"existing": "live.example.com", "base_path": "v1/chat"}, "https://live.example.com/v1/chat"),
    ],
)
def test_P35_the_endpoint_is_a_domains_where_aws_has_none(domain: dict[str, Any], url: str) -> None:
    written = {**websocket(push=["api"]), "stages": {"dev": {"domain": domain}}}
    own = f"https://{live(deployed(written)).id}.{HOST}/dev"
    assert environment(deployed(written))["CONNECTIONS_URL"] == own
    written["apis"]["live"]["disable_execute_api_endpoint"] = True
    graph = deployed(written)
    assert environment(graph) == {"CONNECTIONS_URL": url, "CONNECTIONS_URL_LIVE": url}
    assert graph.exports["connections_urls"] == {"live": {"dev": url}}
    assert granted(graph)[0]["Resource"][0].endswith(f":{live(graph).id}/dev/*/@connections/*")


@pytest.mark.parametrize(
    "domain",
    [
        {"name": "*.example.com"},
        {"name": "live.example.com", "mutual_tls": {"truststore_uri": "s3://bucket/truststore.pem"}},
    ],
)
def test_P35_no_function_is_sent_to_a_domain_that_it_cannot_push_by(domain: dict[str, Any]) -> None:
    written = websocket(push=["api"], disable_execute_api_endpoint=True)
    graph = deployed({**written, "stages": {"dev": {"domain": domain}}})
    assert environment(graph)["CONNECTIONS_URL"] == f"https://{live(graph).id}.{HOST}/dev"


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("cn-north-1", "execute-api.cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", "execute-api.us-gov-west-1.amazonaws.com"),
    ],
)
def test_P35_the_endpoint_is_that_of_the_partition(region: str, host: str) -> None:
    graph = deployed(websocket(push=["api"]), region=region)
    assert environment(graph)["CONNECTIONS_URL"] == f"https://{live(graph).id}.{host}/dev"
    assert granted(graph)[0]["Resource"][0].startswith(live(graph).outputs["executionArn"])


def test_P35_a_function_that_does_not_push_has_none_of_it() -> None:
    graph = deployed(websocket())
    assert environment(graph) == {}
    assert granted(graph) == []
    assert graph.exports["connections_urls"].keys() == {"live"}


def test_P35_the_function_is_made_between_its_api_and_the_routes_to_it() -> None:
    graph = deployed(websocket(push=["api"], connections="dynamodb"))
    function = graph.find(FUNCTION, "orders-api")
    assert {live(graph).urn, graph.find(TABLE, "orders-live.connections").urn} <= set(function.dependencies)
    assert graph.find(POLICY, "orders-api.policy").urn in function.dependencies
    order = [each.urn for each in graph.resources]
    assert order.index(live(graph).urn) < order.index(function.urn)
    assert order.index(function.urn) < order.index(graph.find(ROUTE, "orders-live.say").urn)


def test_P35_a_function_may_push_to_several_apis_which_are_told_apart() -> None:
    graph = deployed(two(push=["api", "other"]))
    urls = {
        name: f"https://{graph.find(API, f'orders-{name}').id}.{HOST}/dev" for name in ("live", "staff-room")
    }
    assert environment(graph) == {
        "CONNECTIONS_URL_LIVE": urls["live"],
        "CONNECTIONS_URL_STAFF_ROOM": urls["staff-room"],
    }
    assert environment(graph, "other") == {
        "CONNECTIONS_URL": urls["live"],
        "CONNECTIONS_URL_LIVE": urls["live"],
    }
    assert [each["Action"] for each in granted(graph)] == [["execute-api:ManageConnections"]] * 2
    assert len(granted(graph, "other")) == 1


def test_P35_a_function_of_another_api_may_push() -> None:
    written = websocket(push=["web"])
    written["functions"]["web"] = BUILT
    written["apis"]["public"] = {"routes": {"GET /": {**OPEN, "function": "web"}}}
    graph = deployed(written)
    assert environment(graph, "web")["CONNECTIONS_URL"] == f"https://{live(graph).id}.{HOST}/dev"
    assert environment(graph) == {}
    assert graph.exports["connections_urls"].keys() == {"live"}


def test_what_the_config_sets_itself_wins() -> None:
    written = websocket(push=["api"])
    written["functions"]["api"] = {**BUILT, "environment": {"CONNECTIONS_URL": "https://a.example.com"}}
    graph = deployed(written)
    assert environment(graph)["CONNECTIONS_URL"] == "https://a.example.com"
    assert environment(graph)["CONNECTIONS_URL_LIVE"].startswith(f"https://{live(graph).id}.")


def test_every_input_of_a_store() -> None:
    graph = deployed(websocket(push=["api"], connections="dynamodb", tags={"team": "chat"}))
    table = graph.find(TABLE, "orders-live.connections")
    assert table.inputs == {
        "name": "orders-dev-live-connections",
        "billingMode": "PAY_PER_REQUEST",
        "hashKey": "connection_id",
        "attributes": [{"name": "connection_id", "type": "S"}],
        "ttl": {"attributeName": "expires_at", "enabled": True},
        "pointInTimeRecovery": {"enabled": False},
        "tags": {"team": "chat"},
    }
    assert (
        environment(graph).items()
        >= {
            "CONNECTIONS_TABLE": "orders-dev-live-connections",
            "CONNECTIONS_TABLE_LIVE": "orders-dev-live-connections",
            "CONNECTIONS_TTL_SECONDS": "7200",
            "CONNECTIONS_TTL_SECONDS_LIVE": "7200",
        }.items()
    )
    assert granted(graph)[1:] == [{"Effect": "Allow", "Action": STORED, "Resource": [table.outputs["arn"]]}]


def test_a_store_may_be_for_functions_that_do_not_push() -> None:
    written = websocket(push=["api"], connections={"type": "dynamodb", "functions": ["web"]})
    written["functions"]["web"] = BUILT
    written["apis"]["public"] = {"routes": {"GET /": {**OPEN, "function": "web"}}}
    graph = deployed(written)
    assert environment(graph).keys() == {"CONNECTIONS_URL", "CONNECTIONS_URL_LIVE"}
    assert environment(graph, "web").keys() == {
        f"CONNECTIONS_{each}{suffix}" for each in ("TABLE", "TTL_SECONDS") for suffix in ("", "_LIVE")
    }
    assert [each["Action"] for each in granted(graph, "web")] == [STORED]


def test_a_store_with_a_key_and_recovery() -> None:
    key = "arn:aws:kms:us-east-1:123456789012:key/1a2b"
    store = {"type": "dynamodb", "kms_key_arn": "${ref.key}", "point_in_time_recovery": True}
    graph = deployed(websocket(push=["api"], connections=store), refs=lambda: {"key": key})
    inputs = graph.find(TABLE, "orders-live.connections").inputs
    assert inputs["serverSideEncryption"] == {"enabled": True, "kmsKeyArn": key}
    assert inputs["pointInTimeRecovery"] == {"enabled": True}
    assert granted(graph)[2] == {
        "Effect": "Allow",
        "Action": ["kms:Decrypt"],
        "Resource": [key],
        "Condition": {"StringEquals": {"kms:ViaService": "dynamodb.us-east-1.amazonaws.com"}},
    }


def test_there_is_no_endpoint_where_there_is_no_websocket_api() -> None:
    assert "connections_urls" not in deployed(config()).exports
