"""The whole gateway with a REST API: a program written by hand, real functions, HTTP over real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.graph import capture
from pulumi_apigw.local import Gateway, serve

PROGRAM = Path(__file__).parent / "program"
SHOP = "https://shop.example.com"
ORIGIN = {"Origin": SHOP}
KEY = "shop-key-of-20-characters"


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


def test_a_real_request_becomes_a_real_event(client: httpx.Client, gateway: Gateway) -> None:
    response = client.put(
        "/items/a%20b?tag=1&tag=2",
        headers=[("x-tag", "1"), ("x-tag", "2"), ("content-type", "application/json")],
        content=b'{"n": 1}',
    )
    assert response.status_code == 200
    event, api = response.json()["event"], gateway.api("public")
    assert (event["resource"], event["path"], event["httpMethod"]) == ("/items/{id}", "/items/a%20b", "PUT")
    assert event["pathParameters"] == {"id": "a%20b"}
    assert event["queryStringParameters"] == {"tag": "2"}
    assert event["multiValueQueryStringParameters"] == {"tag": ["1", "2"]}
    assert event["multiValueHeaders"]["x-tag"] == ["1", "2"]
    assert event["headers"]["User-Agent"] == f"python-httpx/{httpx.__version__}"
    assert (event["body"], event["isBase64Encoded"]) == ('{"n": 1}', False)
    assert event["stageVariables"] == {"backend": "dev"}
    context = event["requestContext"]
    assert (context["stage"], context["path"], context["resourcePath"]) == (
        "dev", "/dev/items/a%20b", "/items/{id}"
    )  # fmt: skip
    assert (context["apiId"], context["domainName"]) == (api.id, api.domain_name)
    assert context["identity"]["sourceIp"] == "127.0.0.1"
    assert response.headers["x-amzn-requestid"] == context["requestId"]
    assert response.headers["x-amz-apigw-id"] == context["extendedRequestId"]
    assert "apigw-requestid" not in response.headers
    assert "authorizer" not in context


def test_a_stage_variable_chooses_the_alias(client: httpx.Client) -> None:
    assert client.get("/items").json()["arn"].endswith(":function:orders-echo:dev")


@pytest.mark.parametrize("path", ["/nothing", "/items/a/b", "/picture/1"])
def test_a_path_without_a_method_is_403(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.text) == (403, '{"message":"Missing Authentication Token"}')
    assert response.headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"


def test_a_path_without_a_stage_is_403(gateway: Gateway, log: list[str]) -> None:
    base = gateway.url("public", "dev").removesuffix("/dev")
    response = httpx.get(f"{base}/items", headers=ORIGIN)
    assert (response.status_code, response.text) == (403, '{"message":"Forbidden"}')
    assert response.headers["x-amzn-errortype"] == "ForbiddenException"
    assert "access-control-allow-origin" not in response.headers
    assert "403 GET /items: no stage has this path. Stages: /dev, /broken." in log


@pytest.mark.parametrize(
    ("path", "status", "text", "note"),
    [
        ("/fail", 502, '{"message": "Internal server error"}', "failed (unhandled): ValueError: no stock"),
        (
            "/unpermitted",
            500,
            '{"message": "Internal server error"}',
            "API 'orders-public' may not call function 'orders-other': no lambda permission covers",
        ),
    ],
)
def test_P8_functions_that_cannot_answer(
    client: httpx.Client, log: list[str], path: str, status: int, text: str, note: str
) -> None:
    response = client.get(path)
    assert (response.status_code, response.text) == (status, text)
    assert response.headers["x-amzn-errortype"] == "InternalServerErrorException"
    assert any(note in line for line in log)


def test_P8_an_alias_that_is_not_there_is_500(gateway: Gateway) -> None:
    response = httpx.get(f"{gateway.url('public', 'broken')}/items")
    assert (response.status_code, response.text) == (500, '{"message": "Internal server error"}')


def test_binary_answers_are_decoded_for_clients_that_ask_for_them(client: httpx.Client) -> None:
    response = client.get("/picture", headers={"accept": "image/png"})
    assert response.content == bytes(range(256))
    assert response.headers.get_list("set-cookie") == ["a=1; Path=/", "b=2"]
    assert client.get("/picture", headers={"accept": "text/html"}).text.startswith("AAECAwQ")


@pytest.mark.parametrize(
    ("url", "body", "message"),
    [
        ("/items", {"name": "tea"}, "Missing required request parameters: [q]"),
        ("/items?q=", {"name": "tea"}, "Missing required request parameters: [q]"),
        ("/items?q=1", {"parts": []}, "Invalid request body"),
        ("/items?q=1", {"name": "tea", "parts": [1]}, "Invalid request body"),
    ],
)
def test_P14_a_validator_refuses(client: httpx.Client, url: str, body: Any, message: str) -> None:
    response = client.post(url, json=body, headers=ORIGIN)
    assert (response.status_code, response.json()) == (400, {"message": message})
    assert response.headers["x-amzn-errortype"] == "BadRequestException"
    assert response.headers["access-control-allow-origin"] == SHOP


def test_P14_a_validator_lets_valid_requests_pass(client: httpx.Client) -> None:
    assert client.post("/items?q=1", json={"name": "tea", "parts": ["leaf"]}).status_code == 200


def test_P9_a_preflight_is_answered_by_the_mock(client: httpx.Client) -> None:
    response = client.options("/items", headers={**ORIGIN, "Access-Control-Request-Method": "POST"})
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["access-control-allow-origin"] == SHOP
    assert response.headers["access-control-allow-methods"] == "GET,POST"


@pytest.mark.parametrize(("path", "status"), [("/me", 401), ("/keyed", 403), ("/none", 403), ("/fail", 502)])
def test_P9_pages_can_read_the_gateways_own_answers(client: httpx.Client, path: str, status: int) -> None:
    response = client.get(path, headers=ORIGIN)
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (status, SHOP)


def test_a_user_pools_tokens_are_taken(client: httpx.Client, gateway: Gateway, log: list[str]) -> None:
    identity = gateway.token(subject="ada", claims={"email": "a@example.com"})
    claims = client.get("/me", headers={"authorization": identity}).json()["event"]["requestContext"][
        "authorizer"
    ]["claims"]
    assert (claims["sub"], claims["cognito:username"], claims["token_use"]) == ("ada", "ada", "id")
    assert claims["iss"] == "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example"
    assert (claims["email"], type(claims["exp"])) == ("a@example.com", str)
    access = gateway.token(scopes=["orders/admin"])
    assert client.get("/admin", headers={"authorization": f"Bearer {access}"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "scopes", "claims", "note"),
    [
        ("/admin", [], {}, "the token has none of the method's scopes (orders/admin)"),
        ("/admin", ["orders/read"], {}, "the token has none of the method's scopes (orders/admin)"),
        ("/me", ["orders/admin"], {}, "it is an access token and the method has no scopes"),
        ("/me", [], {"iss": "https://other.example.com"}, "the token is of no user pool of the authorizer"),
        ("/me", [], {"exp": 1}, "the token has expired"),
    ],
)
def test_tokens_that_are_not_taken(
    client: httpx.Client,
    gateway: Gateway,
    log: list[str],
    path: str,
    scopes: list[str],
    claims: dict[str, Any],
    note: str,
) -> None:
    token = gateway.token(scopes=scopes, claims=claims)
    response = client.get(path, headers={"authorization": token})
    assert (response.status_code, response.text) == (401, '{"message":"Unauthorized"}')
    assert response.headers["x-amzn-errortype"] == "UnauthorizedException"
    assert any(f"401 GET {path}: {note}" in line for line in log)


def test_a_token_authorizer_gives_its_context(client: httpx.Client) -> None:
    response = client.get("/judged", headers={"x-token": "friend"})
    found = response.json()["event"]["requestContext"]["authorizer"]
    assert found.pop("integrationLatency") >= 0
    assert found == {"principalId": "ann", "tier": "gold", "level": "3", "new": "true"}


@pytest.mark.parametrize(
    ("token", "status", "text", "kind"),
    [
        ("", 401, '{"message":"Unauthorized"}', "UnauthorizedException"),
        ("stranger", 401, '{"message":"Unauthorized"}', "UnauthorizedException"),
        (
            "barred",
            403,
            '{"Message":"User is not authorized to access this resource with an explicit deny"}',
            "AccessDeniedException",
        ),
        ("broken", 500, '{"message": "Internal server error"}', "AuthorizerConfigurationException"),
    ],
)
def test_a_token_authorizer_refuses(
    client: httpx.Client, token: str, status: int, text: str, kind: str
) -> None:
    response = client.get("/judged", headers={"x-token": token})
    assert (response.status_code, response.text) == (status, text)
    assert response.headers["x-amzn-errortype"] == kind


def test_P21_a_key_of_the_stages_plan_opens_a_method(client: httpx.Client, gateway: Gateway) -> None:
    identity = client.get("/keyed", headers={"x-api-key": KEY}).json()["event"]["requestContext"]["identity"]
    assert identity["apiKey"] == KEY
    assert identity["apiKeyId"]
    assert gateway.api_key("public", "dev") == KEY


@pytest.mark.parametrize(
    ("stage", "key", "note"),
    [
        ("dev", "", "no header x-api-key."),
        ("dev", "another-key-of-20-characters", "no usage plan of stage 'dev' has this API key."),
        ("dev", "former-key-of-20-characters", "the API key 'former' is disabled."),
        ("broken", KEY, "no usage plan of stage 'broken' has this API key."),
    ],
)
def test_P21_other_keys_do_not(gateway: Gateway, log: list[str], stage: str, key: str, note: str) -> None:
    response = httpx.get(f"{gateway.url('public', stage)}/keyed", headers={"x-api-key": key})
    assert (response.status_code, response.text) == (403, '{"message":"Forbidden"}')
    assert response.headers["x-amzn-errortype"] == "ForbiddenException"
    assert any(line.startswith(f"403 GET /keyed: {note}") for line in log)
    assert not any(key and key in line for line in log)


def test_a_body_that_is_too_large_is_413(client: httpx.Client) -> None:
    response = client.post("/items?q=1", content=b"x" * (10 * 1024 * 1024 + 1), headers=ORIGIN)
    assert response.status_code == 413
    assert response.json() == {"message": "HTTP content length exceeded 10485760 bytes."}
    assert response.headers["access-control-allow-origin"] == SHOP


def test_describes_what_is_served(gateway: Gateway) -> None:
    (described,) = gateway.description()["apis"]
    assert (described["name"], described["protocol"]) == ("orders-public", "rest")
    assert [stage["name"] for stage in described["stages"]] == ["dev", "broken"]
    assert described["stages"][0]["url"] == gateway.url("public", "dev")


def test_an_authorizer_that_takes_no_tokens_is_none_to_mint_for(gateway: Gateway) -> None:
    with pytest.raises(GatewayError, match=r"no JWT or Cognito authorizer named 'judge'\. Name one of: 'peo"):
        gateway.token(authorizer="judge")
