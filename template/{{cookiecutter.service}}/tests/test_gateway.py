"""Requests through the local gateway: the captured graph of dev, served as API Gateway would serve it."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from pulumi_apigw.local import Gateway, serve

WRITE = "{{ cookiecutter.service }}/quotes.write"
QUOTE = {"item_id": "lamp", "quantity": 10}


@pytest.fixture(scope="module")
def gateway(
    capture_service: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gateway]:
    with serve(capture_service("dev"), project_dir=tmp_path_factory.mktemp("keys")) as gateway:
        yield gateway


@pytest.fixture
def client(gateway: Gateway) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=gateway.url()) as client:
        yield client


def bearer(gateway: Gateway, *scopes: str) -> dict[str, str]:
    return {"authorization": f"Bearer {gateway.token(scopes=scopes)}"}


def test_anybody_may_ask_for_its_health(client: httpx.Client) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "stage": "dev"}


def test_items_need_a_token(client: httpx.Client, gateway: Gateway) -> None:
    assert client.get("/items").status_code == 401
    response = client.get("/items", headers=bearer(gateway))
    assert response.status_code == 200
    assert [item["id"] for item in response.json()] == ["desk", "chair", "lamp"]


def test_quotes_need_the_scope_and_are_priced_as_the_stage_says(
    client: httpx.Client, gateway: Gateway
) -> None:
    assert client.post("/quotes", json=QUOTE, headers=bearer(gateway)).status_code == 403
    response = client.post("/quotes", json=QUOTE, headers=bearer(gateway, WRITE))
    assert response.status_code == 200
    assert response.json() == {**QUOTE, "pricing": "volume", "total_cents": 35_550}


def test_the_preflight_of_the_shop_is_answered_without_a_token(client: httpx.Client) -> None:
    headers = {
        "origin": "http://localhost:5173",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    response = client.options("/quotes", headers=headers)
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "http://localhost:5173"


@pytest.mark.parametrize("path", ["/nothing", "/health/"])
def test_what_is_no_route_is_404(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404
