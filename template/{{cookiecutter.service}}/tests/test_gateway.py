"""Requests through the local gateway: the captured graph of dev, served as API Gateway would serve it."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from pulumi_apigw.local import Gateway, serve

{% if cookiecutter.protocol == "rest" %}
READ = "{{ cookiecutter.service }}/items.read"
{% endif %}
WRITE = "{{ cookiecutter.service }}/quotes.write"
QUOTE = {"item_id": "lamp", "quantity": 10}
{% if cookiecutter.protocol == "rest" %}
SHOP = "http://localhost:5173"
OFFICE = "http://localhost:5174"
{% endif %}


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


{% if cookiecutter.protocol == "rest" %}
@pytest.fixture
def partner(capture_service: Callable[..., Any], gateway: Gateway) -> dict[str, str]:
    """What a partner sends to ask for a quote: a token, their API key and the customer."""
    key = capture_service("dev").exports["api_keys"]["public"]["partner"]
    return {**bearer(gateway, WRITE), "x-api-key": key, "x-customer": "acme"}


{% endif %}
def test_anybody_may_ask_for_its_health(client: httpx.Client) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "stage": "dev"}


{% if cookiecutter.protocol == "rest" %}
def test_items_need_a_token_to_read_them(client: httpx.Client, gateway: Gateway) -> None:
    assert client.get("/items").status_code == 401
    assert client.get("/items", headers=bearer(gateway, WRITE)).status_code == 401
    response = client.get("/items", headers=bearer(gateway, READ))
    assert response.status_code == 200
    assert [item["id"] for item in response.json()] == ["desk", "chair", "lamp"]


def test_quotes_are_priced_as_the_stage_says(client: httpx.Client, partner: dict[str, str]) -> None:
    response = client.post("/quotes", json=QUOTE, headers=partner)
    assert response.status_code == 200
    assert response.json() == {**QUOTE, "pricing": "volume", "total_cents": 35_550}


@pytest.mark.parametrize("key", ["", "guessed-by-somebody-else"])
def test_quotes_need_the_key_of_a_partner(client: httpx.Client, partner: dict[str, str], key: str) -> None:
    response = client.post("/quotes", json=QUOTE, headers={**partner, "x-api-key": key})
    assert response.status_code == 403


def test_quotes_need_their_customer(client: httpx.Client, partner: dict[str, str]) -> None:
    del partner["x-customer"]
    response = client.post("/quotes", json=QUOTE, headers=partner)
    assert response.status_code == 400
    assert response.json() == {"message": "Missing required request parameters: [x-customer]"}


@pytest.mark.parametrize(
    "body", [{}, {"item_id": "lamp"}, {**QUOTE, "quantity": 0}, {**QUOTE, "quantity": "many"}]
)
def test_a_body_that_does_not_fit_never_reaches_the_function(
    client: httpx.Client, partner: dict[str, str], body: dict[str, Any]
) -> None:
    response = client.post("/quotes", json=body, headers=partner)
    assert response.status_code == 400
    assert response.json() == {"message": "Invalid request body"}


@pytest.mark.parametrize("origin", [SHOP, OFFICE])
def test_preflights_are_answered_without_a_token(client: httpx.Client, origin: str) -> None:
    headers = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,x-api-key,x-customer",
    }
    response = client.options("/quotes", headers=headers)
    assert response.is_success
    assert response.headers["access-control-allow-origin"] == origin
    assert "x-api-key" in response.headers["access-control-allow-headers"]


@pytest.mark.parametrize("origin", [SHOP, OFFICE])
def test_a_page_can_read_the_answer_of_the_function_and_the_refusal(
    client: httpx.Client, gateway: Gateway, origin: str
) -> None:
    answered = client.get("/items", headers={**bearer(gateway, READ), "origin": origin})
    refused = client.get("/items", headers={"origin": origin})
    assert (answered.status_code, refused.status_code) == (200, 401)
    assert answered.headers["access-control-allow-origin"] == origin
    assert refused.headers["access-control-allow-origin"] == origin


def test_another_page_gets_no_leave_to_read(client: httpx.Client) -> None:
    headers = {"origin": "https://elsewhere.example.com", "access-control-request-method": "GET"}
    assert "access-control-allow-origin" not in client.options("/items", headers=headers).headers
    assert "access-control-allow-origin" not in client.get("/health", headers=headers).headers


def test_what_is_no_route_is_403(client: httpx.Client) -> None:
    assert client.get("/nothing").status_code == 403
    assert client.get("/health/").status_code == 200  # a slash at the end does not count
{% else %}
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
{% endif %}
