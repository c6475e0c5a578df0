"""The whole gateway: programs written by hand with pulumi_aws, real functions, HTTP over real sockets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.graph import capture
from pulumi_apigw.local import Gateway, mint_token, serve

PROGRAM = Path(__file__).parent / "program"
ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example"


@pytest.fixture(scope="module")
def project_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="module")
def log() -> list[str]:
    return []


@pytest.fixture(scope="module")
def gateway(project_dir: Path, log: list[str]) -> Iterator[Gateway]:
    graph = capture(PROGRAM)
    with serve(graph, project_dir=project_dir, on_log=log.append, on_access=log.append, workers=2) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def client(gateway: Gateway) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=gateway.url("public", "dev"), trust_env=False, timeout=20) as client:
        yield client


def test_P32_a_real_request_becomes_a_real_event(client: httpx.Client) -> None:
    response = client.post(
        "/items/a%20b?tag=1&tag=2",
        headers=[
            ("x-tag", "1"),
            ("x-tag", "2"),
            ("cookie", "s=1; t=2"),
            ("content-type", "application/json"),
        ],
        content=b'{"n": 1}',
    )
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["apigw-requestid"]
    event = response.json()["event"]
    assert (event["routeKey"], event["rawPath"]) == ("ANY /items/{id}", "/dev/items/a b")
    assert event["pathParameters"] == {"id": "a b"}
    assert event["queryStringParameters"] == {"tag": "1,2"}
    assert event["headers"]["x-tag"] == "1,2"
    assert event["cookies"] == ["s=1", "t=2"]
    assert (event["body"], event["isBase64Encoded"]) == ('{"n": 1}', False)
    assert event["stageVariables"] == {"backend": "dev"}
    assert event["requestContext"]["stage"] == "dev"
    assert event["requestContext"]["http"]["method"] == "POST"
    assert response.json()["arn"].endswith(":function:orders-echo:dev")


@pytest.mark.parametrize("path", ["/alias", "/alias-uri"])
def test_an_alias_answers_by_its_arn_and_its_invoke_arn(client: httpx.Client, path: str) -> None:
    assert client.get(path).json()["arn"].endswith(":function:orders-echo:dev")


def test_a_function_of_format_1_gets_events_of_format_1(client: httpx.Client) -> None:
    event = client.get("/old?a=1&a=2").json()["event"]
    assert (event["version"], event["resource"], event["path"]) == ("1.0", "/old", "/dev/old")
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"]}


def test_binary_bodies_and_cookies_reach_the_client(client: httpx.Client) -> None:
    response = client.get("/picture")
    assert response.content == bytes(range(256))
    assert response.headers.get_list("set-cookie") == ["a=1; Path=/", "b=2"]


def test_a_function_that_raises_is_500(client: httpx.Client, log: list[str]) -> None:
    response = client.get("/fail")
    assert (response.status_code, response.text) == (500, '{"message":"Internal Server Error"}')
    assert any("function 'orders-fail' failed (unhandled): ValueError: no stock" in line for line in log)


def test_P8_a_permission_for_the_alias_alone_is_500_for_the_function(
    client: httpx.Client, log: list[str]
) -> None:
    assert client.get("/latest").status_code == 500
    assert any("API 'orders-public' may not call function 'orders-echo'" in line for line in log)


def test_a_stage_variable_that_names_no_alias_is_500(gateway: Gateway, log: list[str]) -> None:
    assert httpx.get(gateway.url("public", "broken") + "/items/1").status_code == 500
    assert any("function 'orders-echo:gone' failed (not-found)" in line for line in log)


def test_P33_a_trailing_slash_is_404(client: httpx.Client) -> None:
    response = client.get("/alias/")
    assert (response.status_code, response.text) == (404, '{"message":"Not Found"}')


def test_a_token_opens_a_jwt_route(client: httpx.Client, gateway: Gateway) -> None:
    assert client.get("/me").status_code == 401
    token = gateway.token("public", subject="ann")
    event = client.get("/me", headers={"authorization": f"Bearer {token}"}).json()["event"]
    jwt = event["requestContext"]["authorizer"]["jwt"]
    assert (jwt["claims"]["sub"], jwt["claims"]["iss"], jwt["scopes"]) == ("ann", ISSUER, None)


def test_a_token_needs_the_routes_scope(client: httpx.Client, gateway: Gateway, project_dir: Path) -> None:
    without = {"authorization": gateway.token()}
    response = client.get("/admin", headers=without)
    assert (response.status_code, response.text) == (403, '{"message":"Forbidden"}')
    assert response.headers["www-authenticate"] == 'Bearer scope="admin" error="insufficient_scope"'
    minted = mint_token(project_dir, issuer=ISSUER, audience="web", scopes=["admin"])
    event = client.get("/admin", headers={"authorization": minted}).json()["event"]
    assert event["requestContext"]["authorizer"]["jwt"]["scopes"] == ["admin"]


def test_P12_a_lambda_authorizer_lets_through_with_its_context(client: httpx.Client) -> None:
    event = client.get("/keyed", headers={"x-key": "open"}).json()["event"]
    assert event["requestContext"]["authorizer"] == {"lambda": {"tier": "gold"}}
    assert client.get("/keyed", headers={"x-key": "wrong"}).status_code == 403
    assert client.get("/keyed").status_code == 401


def test_cors(client: httpx.Client) -> None:
    origin = {"origin": "https://shop.example.com"}
    assert client.get("/alias", headers=origin).headers["access-control-allow-origin"] == origin["origin"]
    preflight = client.options("/alias", headers={**origin, "access-control-request-method": "GET"})
    assert (preflight.status_code, preflight.headers["access-control-allow-methods"]) == (204, "GET")


def test_a_payload_over_10_mb_is_413(client: httpx.Client) -> None:
    response = client.post("/items/1", content=b"x" * (10 * 1024 * 1024 + 1))
    assert (response.status_code, response.text) == (413, '{"message":"Request Entity Too Large"}')


def test_one_line_a_request(client: httpx.Client, log: list[str]) -> None:
    client.get("/alias")
    assert any(
        line.startswith("GET /dev/alias 200 ") and line.endswith(" ms orders-echo:dev") for line in log
    )


def test_many_requests_at_once(gateway: Gateway) -> None:
    statuses: list[int] = []

    def ask() -> None:
        with httpx.Client(base_url=gateway.url("public", "dev"), trust_env=False, timeout=20) as client:
            statuses.extend(client.get(f"/items/{n}").status_code for n in range(10))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 80


def test_describes_what_it_serves(gateway: Gateway) -> None:
    url = gateway.description()["url"]
    assert gateway.description() == {
        "url": url,
        "region": "us-east-1",
        "account_id": "123456789012",
        "apis": [
            {
                "name": "orders-public",
                "id": gateway.apis[0].id,
                "protocol": "http",
                "stages": [
                    {"name": "dev", "url": f"{url}/dev"},
                    {"name": "broken", "url": f"{url}/broken"},
                ],
            }
        ],
    }


@pytest.mark.parametrize("name", ["public", "orders-public"])
def test_an_api_goes_by_either_name(gateway: Gateway, name: str) -> None:
    assert gateway.url(name, "dev") == gateway.description()["apis"][0]["stages"][0]["url"]


def test_unknown_names_list_the_known_ones(gateway: Gateway) -> None:
    with pytest.raises(GatewayError, match=r"^no API named 'x'\. Known: orders-public\.$"):
        gateway.url("x")
    with pytest.raises(
        GatewayError, match=r"^API 'orders-public' has 2 stages\. Name one of: 'dev', 'broken'\.$"
    ):
        gateway.url("public")
    with pytest.raises(
        GatewayError, match=r"^API 'orders-public' has no stage 'x'\. It has: 'dev', 'broken'\.$"
    ):
        gateway.url("public", "x")
    with pytest.raises(
        GatewayError, match=r"has no JWT or Cognito authorizer named 'x'\. Name one of: 'customers'\.$"
    ):
        gateway.token(authorizer="x")
