from __future__ import annotations

import pytest

from pulumi_apigw.local.cors import is_preflight, preflight_response, with_cors
from pulumi_apigw.local.model import Cors
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Response

SHOP = "https://shop.example.com"
CORS = Cors(
    allow_origins=(SHOP,),
    allow_methods=("GET", "POST"),
    allow_headers=("authorization", "content-type"),
    expose_headers=("x-total",),
    max_age_seconds=300,
    allow_credentials=True,
)


def request(origin: str | None = SHOP, method: str = "OPTIONS", asks: str | None = "POST") -> Request:
    headers = [("origin", origin)] if origin else []
    return Request(
        method, "/", headers=[*headers, *([("access-control-request-method", asks)] if asks else [])]
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (request(), True),
        (request(origin=None), False),
        (request(asks=None), False),
        (request(method="GET"), False),
    ],
)
def test_tells_a_preflight(given: Request, expected: bool) -> None:
    assert is_preflight(given) is expected


def test_a_preflight_gets_the_configured_headers() -> None:
    response = preflight_response(CORS, request())
    assert (response.status, response.body) == (204, b"")
    assert dict(response.headers) == {
        "access-control-allow-origin": SHOP,
        "access-control-allow-methods": "GET,POST",
        "access-control-allow-headers": "authorization,content-type",
        "access-control-allow-credentials": "true",
        "access-control-max-age": "300",
    }


def test_an_origin_that_is_not_allowed_gets_none() -> None:
    assert preflight_response(CORS, request("https://evil.example")) == Response(204)


@pytest.mark.parametrize(
    ("allowed", "origin", "expected"),
    [
        ("*", "http://a.example", "*"),
        ("https://*", "https://a.example", "https://a.example"),
        ("https://*", "http://a.example", None),
        ("http://*", "http://localhost:5173", "http://localhost:5173"),
        (SHOP, SHOP + ".evil.example", None),
    ],
)
def test_allowed_origins(allowed: str, origin: str, expected: str | None) -> None:
    response = with_cors(Cors(allow_origins=(allowed,)), request(origin), Response(200))
    assert dict(response.headers).get("access-control-allow-origin") == expected


def test_the_integrations_own_cors_headers_are_replaced() -> None:
    own = [("access-control-allow-origin", "*"), ("access-control-allow-methods", "PUT"), ("x-total", "3")]
    response = with_cors(CORS, request(method="GET"), Response(200, own, b"x"))
    assert dict(response.headers) == {
        "x-total": "3",
        "access-control-allow-origin": SHOP,
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "x-total",
    }


def test_a_request_without_origin_gets_no_cors_headers() -> None:
    own = [("access-control-allow-origin", "*")]
    assert list(with_cors(CORS, request(origin=None, method="GET"), Response(200, own)).headers) == []
