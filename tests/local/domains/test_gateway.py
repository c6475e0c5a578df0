"""Requests by a custom domain's name, over a real socket, as functions of each kind of API see them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from socket import create_connection
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from pulumi_apigw import Service, ServiceArgs
from pulumi_apigw.graph import capture
from pulumi_apigw.local import Gateway, serve

HANDLER = """
import json
import os


def api(event, context):
    shown = {"event": event, "endpoint": os.environ.get("CONNECTIONS_URL_LIVE")}
    return {"statusCode": 200, "body": json.dumps(shown)}
"""
OPEN = {"function": "api", "authorizer": "none"}
CONFIG: dict[str, Any] = {
    "service": "orders",
    "functions": {"api": {"runtime": "python3.13", "handler": "handlers.api", "source": "src"}},
    "apis": {
        "web": {"routes": {"GET /items": OPEN}},
        "old": {"routes": {"GET /items": {**OPEN, "payload_format": "1.0"}}},
        "rest": {"protocol": "rest", "routes": {"GET /items/{id}": OPEN}},
        "live": {
            "protocol": "websocket",
            "push": ["api"],
            "disable_execute_api_endpoint": True,
            "routes": {"$connect": OPEN, "$default": {"function": "api", "reply": True}},
        },
    },
    "stages": {
        "dev": {
            "domain": [
                {
                    "name": "api.example.com",
                    "certificate": "arn:aws:acm:us-east-1:123456789012:certificate/a",
                    "apis": {"web": "", "old": "old", "rest": "rest/v1"},
                },
                {
                    "name": "live.example.com",
                    "certificate": "arn:aws:acm:us-east-1:123456789012:certificate/b",
                    "apis": {"live": "v1"},
                },
                {
                    "name": "*.shop.example.com",
                    "certificate": "arn:aws:acm:us-east-1:123456789012:certificate/c",
                    "apis": {},
                    "routing_rules": {
                        "b": {"priority": 1, "headers": {"Host": "b.shop.example.com"}, "api": "rest"}
                    },
                },
            ]
        }
    },
}


@pytest.fixture(scope="module")
def log() -> list[str]:
    return []


@pytest.fixture(scope="module")
def gateway(log: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("service")
    (folder / "src").mkdir()
    (folder / "src" / "handlers.py").write_text(HANDLER)
    args = ServiceArgs(config=CONFIG, folder=folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        graph = capture(lambda: Service("orders", args))
        with serve(graph, project_dir=folder, on_log=log.append, workers=1) as gateway:
            yield gateway


def asked(gateway: Gateway, path: str, host: str = "api.example.com") -> httpx.Response:
    base = httpx.URL(gateway.description()["url"])
    return httpx.get(f"{base}{path}", headers={"host": host}, trust_env=False)


def event(gateway: Gateway, path: str) -> dict[str, Any]:
    response = asked(gateway, path)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()["event"]
    return found


def names(context: dict[str, Any]) -> tuple[str, str]:
    return context["domainName"], context["domainPrefix"]


def test_an_http_api_sees_the_stage_and_never_a_base_path(gateway: Gateway) -> None:
    """https://github.com/CodeGenieApp/serverless-express/issues/465"""
    found = event(gateway, "/items")
    assert found["rawPath"] == found["requestContext"]["http"]["path"] == "/dev/items"
    assert names(found["requestContext"]) == ("api.example.com", "api")


def test_payload_1_has_the_path_that_the_client_sent(gateway: Gateway) -> None:
    found = event(gateway, "/old/items")
    assert found["path"] == found["requestContext"]["path"] == "/old/items"
    assert (found["resource"], *names(found["requestContext"])) == ("/items", "api.example.com", "api")


def test_a_rest_api_has_the_path_that_the_client_sent(gateway: Gateway) -> None:
    """https://github.com/aws-powertools/powertools-lambda-python/pull/579"""
    found = event(gateway, "/rest/v1/items/7")
    assert found["path"] == found["requestContext"]["path"] == "/rest/v1/items/7"
    assert (found["resource"], found["pathParameters"]) == ("/items/{id}", {"id": "7"})
    assert names(found["requestContext"]) == ("api.example.com", "api")


def test_the_name_resolves_here_with_localhost_at_its_end(gateway: Gateway) -> None:
    assert asked(gateway, "/items", "api.example.com.localhost").json()["event"]["rawPath"] == "/dev/items"


@pytest.mark.parametrize("host", ["API.Example.com:8443", "api.example.com.", "api.example.com.LOCALHOST:80"])
def test_a_host_is_its_name_whatever_its_case_and_port(gateway: Gateway, host: str) -> None:
    found = asked(gateway, "/old/items", host).json()["event"]["requestContext"]
    assert names(found) == ("api.example.com", "api")


@pytest.mark.parametrize("host", ["b.shop.example.com", "B.Shop.example.com.localhost:8080"])
def test_a_rule_that_looks_at_the_host_sees_the_name(gateway: Gateway, host: str) -> None:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html#wildcard-custom-domain-names"""
    assert asked(gateway, "/items/7", host).json()["event"]["resource"] == "/items/{id}"
    assert asked(gateway, "/items/7", host.replace("b", "a", 1).replace("B", "A", 1)).status_code == 403


def test_what_leads_nowhere_is_said(gateway: Gateway, log: list[str]) -> None:
    assert asked(gateway, "/v2/connect", "live.example.com").status_code == 403
    assert (
        "403 GET /v2/connect: nothing leads from live.example.com to an API here. Its base paths: /v1." in log
    )


def test_another_name_is_no_name_of_this_computer(gateway: Gateway) -> None:
    assert asked(gateway, "/items", "web.example.com").status_code == 403


def test_stages_say_where_they_answer(gateway: Gateway) -> None:
    apis = {api["name"]: api for api in gateway.description()["apis"]}
    (stage,) = apis["orders-rest-dev"]["stages"]
    port = httpx.URL(stage["url"]).port
    assert stage["domain_urls"] == [f"http://api.example.com.localhost:{port}/rest/v1"]
    (live,) = apis["orders-live-dev"]["stages"]
    assert live["domain_urls"][0].startswith("ws://live.example.com.localhost:")


def test_a_websocket_api_is_connected_to_and_pushed_to_by_its_domain(gateway: Gateway) -> None:
    port = httpx.URL(gateway.url("live")).port
    assert port is not None
    here = create_connection(("127.0.0.1", port))
    with connect("ws://live.example.com/v1", sock=here, proxy=None) as client:
        client.send("hello")
        try:
            reply = json.loads(client.recv(timeout=5))
        finally:
            print(log)
        assert reply["event"]["requestContext"]["domainName"] == "live.example.com"
        assert reply["event"]["requestContext"]["stage"] == "dev"
        assert reply["endpoint"] == gateway.connections_url("live")
