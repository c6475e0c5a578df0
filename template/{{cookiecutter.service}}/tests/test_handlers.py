"""The function behind the routes, called with the events that API Gateway sends."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from {{ cookiecutter.__package }}.api import handler


@dataclass
class Context:
    """What the logger reads of Lambda's context object."""

    function_name: str = "api"
    function_version: str = "1"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:{{ cookiecutter.aws_region }}:123456789012:function:api"
    aws_request_id: str = "request"


def call(
    method: str,
    path: str,
    body: Any = None,
    *,
{% if cookiecutter.protocol == "http" %}
    stage: str = "dev",
    prefix: str = "/dev",
{% endif %}
    variables: dict[str, str] | None = None,
) -> tuple[int, Any]:
{% if cookiecutter.protocol == "rest" %}
    headers = {"content-type": "application/json", "x-customer": "acme"}
    event = {
        "resource": path,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "requestContext": {"requestId": "request", "stage": "dev", "path": f"/dev{path}"},
{% else %}
    event = {
        "version": "2.0",
        "rawPath": f"{prefix}{path}",
        "rawQueryString": "",
        "headers": {"content-type": "application/json"},
        "requestContext": {
            "requestId": "request",
            "stage": stage,
            "http": {"method": method, "path": f"{prefix}{path}"},
        },
{% endif %}
        "stageVariables": variables or {},
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }
    response = handler(event, Context())  # type: ignore[arg-type]
    return response["statusCode"], json.loads(response["body"])


def test_the_catalogue_lists_items() -> None:
    status, items = call("GET", "/items")
    assert status == 200
    assert {"id": "lamp", "name": "Desk lamp", "price_cents": 3950} in items


def test_an_item_is_found_by_its_id() -> None:
    assert call("GET", "/items/lamp")[1]["price_cents"] == 3950


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("GET", "/items/sofa", None), ("POST", "/quotes", {"item_id": "sofa", "quantity": 1})],
)
def test_an_unknown_item_is_404(method: str, path: str, body: Any) -> None:
    status, answer = call(method, path, body, variables={"pricing": "list"})
    assert status == 404
    assert answer["message"] == "There is no item 'sofa'."


@pytest.mark.parametrize(
    ("pricing", "quantity", "total_cents"),
    [("list", 10, 39_500), ("volume", 9, 35_550), ("volume", 10, 35_550)],
)
def test_the_stage_variable_decides_how_quotes_are_priced(
    pricing: str, quantity: int, total_cents: int
) -> None:
    body = {"item_id": "lamp", "quantity": quantity}
    status, quote = call("POST", "/quotes", body, variables={"pricing": pricing})
    assert status == 200
    assert quote == {**body, "pricing": pricing, "total_cents": total_cents}


@pytest.mark.parametrize("quantity", [0, 1001, "many"])
def test_a_body_that_does_not_fit_is_refused_with_the_reason(quantity: Any) -> None:
    body = {"item_id": "lamp", "quantity": quantity}
    status, answer = call("POST", "/quotes", body, variables={"pricing": "list"})
    assert status == 422
    assert answer["detail"][0]["loc"] == ["body", "quantity"]


{% if cookiecutter.protocol == "rest" %}
def test_the_answer_names_its_stage() -> None:
    assert call("GET", "/health") == (200, {"status": "ok", "stage": "dev"})
{% else %}
@pytest.mark.parametrize(
    ("stage", "prefix"), [("dev", "/dev"), ("$default", ""), ("dev", "")], ids=["stage", "$default", "domain"]
)
def test_paths_are_the_same_with_and_without_the_stage_in_them(stage: str, prefix: str) -> None:
    status, answer = call("GET", "/health", stage=stage, prefix=prefix)
    assert (status, answer) == (200, {"status": "ok", "stage": stage})
{% endif %}
