"""https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jwt
import pytest

from pulumi_apigw.local.authorizers.jwt import JwtAuthorizer
from pulumi_apigw.local.authorizers.tokens import event_claims, token_scopes
from pulumi_apigw.local.calls import Call, HttpAuthorization
from pulumi_apigw.local.keys import KeySet, load_keys, mint_token
from pulumi_apigw.local.model import LocalAuthorizer, LocalIntegration, LocalRoute
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Rejection

ISSUER = "https://issuer.example"
MakeCall = Callable[..., Call]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="module")
def keys(folder: Path) -> KeySet:
    return load_keys(folder)


@pytest.fixture
def authorize(make_call: MakeCall, keys: KeySet) -> Callable[..., HttpAuthorization]:
    def run(
        authorization: str | None,
        scopes: tuple[str, ...] = (),
        sources: tuple[str, ...] = (),
        query: str = "",
    ) -> HttpAuthorization:
        authorizer = LocalAuthorizer(
            "a1", "customers", "JWT", identity_sources=sources, issuer=ISSUER, audience=("web", "app")
        )
        headers = [("authorization", authorization)] if authorization else []
        route = LocalRoute("GET /items/{id}", LocalIntegration("AWS_PROXY"), "JWT", authorizer, scopes)
        call = make_call(Request("GET", "/dev/items/7", query, headers), route=route)
        return asyncio.run(JwtAuthorizer(authorizer, lambda: keys)(call))

    return run


def sign(keys: KeySet, claims: Mapping[str, Any], **headers: Any) -> str:
    now = int(time.time())
    content = {"iss": ISSUER, "aud": "web", "iat": now, "exp": now + 60, **claims}
    return jwt.encode(
        {name: value for name, value in content.items() if value != "absent"},
        keys.private_key,
        algorithm="RS256",
        headers={"kid": keys.kid, **headers},
    )


@pytest.mark.parametrize("prefix", ["", "Bearer ", "bearer "])
def test_takes_a_minted_token_with_or_without_bearer(
    authorize: Callable[..., HttpAuthorization], folder: Path, prefix: str
) -> None:
    token = mint_token(folder, issuer=ISSUER, audience="web", subject="ann", scopes=["items.read"])
    found = authorize(prefix + token)
    assert found.jwt is not None
    assert found.jwt["claims"]["sub"] == "ann"
    assert found.jwt["scopes"] is None


def test_takes_the_token_from_another_identity_source(
    authorize: Callable[..., HttpAuthorization], keys: KeySet
) -> None:
    token = sign(keys, {"sub": "ann"})
    found = authorize(None, sources=("$request.querystring.token",), query=f"token={token}")
    assert found.jwt is not None


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": ["other", "app"]},
        {"aud": "absent", "client_id": "web"},
        {"nbf": 1},
        {"iat": "absent"},
    ],
)
def test_takes_a_token_with_claims(
    authorize: Callable[..., HttpAuthorization], keys: KeySet, claims: dict[str, Any]
) -> None:
    assert authorize(sign(keys, claims)).jwt is not None


def test_no_token_is_401(authorize: Callable[..., HttpAuthorization]) -> None:
    with pytest.raises(
        Rejection, match=r"^GET /items/\{id\}: no token in \$request\.header\.Authorization\.$"
    ) as e:
        authorize(None)
    assert e.value.response.status == 401
    assert e.value.response.body == b'{"message":"Unauthorized"}'
    assert ("www-authenticate", "Bearer") in e.value.response.headers


@pytest.mark.parametrize(
    ("claims", "description"),
    [
        ({"iss": "https://other.example"}, "the token does not have a valid issuer"),
        ({"aud": "other"}, "the token does not have a valid audience"),
        # `client_id` counts only where there is no `aud`.
        ({"aud": "other", "client_id": "web"}, "the token does not have a valid audience"),
        ({"aud": "absent"}, "the token does not have a valid audience"),
        ({"exp": 1}, "the token has expired"),
        ({"exp": "absent"}, "the token has expired"),
        ({"nbf": 99999999999}, "the token is not valid yet"),
        ({"iat": 99999999999}, "the token is not valid yet"),
    ],
)
def test_a_token_with_wrong_claims_is_401(
    authorize: Callable[..., HttpAuthorization], keys: KeySet, claims: dict[str, Any], description: str
) -> None:
    with pytest.raises(Rejection, match=description) as e:
        authorize("Bearer " + sign(keys, claims))
    assert e.value.response.status == 401
    challenge = f'Bearer scope="" error="invalid_token" error_description="{description}"'
    assert ("www-authenticate", challenge) in e.value.response.headers


def test_a_token_of_another_key_set_is_401(
    authorize: Callable[..., HttpAuthorization], keys: KeySet, tmp_path: Path
) -> None:
    with pytest.raises(Rejection, match=r"not in the local key set\. `apigw token` makes one"):
        authorize(mint_token(tmp_path, issuer=ISSUER, audience="web"))
    forged = jwt.encode(
        {"iss": ISSUER, "aud": "web", "exp": 99999999999},
        load_keys(tmp_path).private_key,
        algorithm="RS256",
        headers={"kid": keys.kid},
    )
    with pytest.raises(Rejection, match="invalid signature"):
        authorize(forged)


def test_an_unsigned_token_is_401(authorize: Callable[..., HttpAuthorization], keys: KeySet) -> None:
    unsigned = jwt.encode({"iss": ISSUER, "aud": "web"}, "", algorithm="none", headers={"kid": keys.kid})
    with pytest.raises(Rejection, match="invalid signature"):
        authorize(unsigned)


@pytest.mark.parametrize("token", ["x", "a.b.c", "Bearer", "Basic dXNlcjpwYXNz"])
def test_what_is_no_token_is_401(authorize: Callable[..., HttpAuthorization], token: str) -> None:
    with pytest.raises(Rejection, match="the token is not a JWT"):
        authorize(token)


@pytest.mark.parametrize("claims", [{"scope": "items.read items.write"}, {"scp": ["items.write"]}])
def test_one_of_the_routes_scopes_is_enough(
    authorize: Callable[..., HttpAuthorization], keys: KeySet, claims: dict[str, Any]
) -> None:
    found = authorize(sign(keys, claims), scopes=("items.write", "admin"))
    assert found.jwt is not None
    assert found.jwt["scopes"] == token_scopes(claims)


@pytest.mark.parametrize("claims", [{}, {"scope": "items.read"}, {"scp": ["items.writes"]}, {"scope": 5}])
def test_none_of_the_routes_scopes_is_403(
    authorize: Callable[..., HttpAuthorization], keys: KeySet, claims: dict[str, Any]
) -> None:
    with pytest.raises(Rejection, match=r"none of the route's scopes \(items\.write\)") as e:
        authorize(sign(keys, claims), scopes=("items.write",))
    assert (e.value.response.status, e.value.response.body) == (403, b'{"message":"Forbidden"}')


def test_claims_in_events_are_strings() -> None:
    assert event_claims(
        {
            "exp": 1787996002,
            "auth_time": 1787992402.0,
            "email_verified": True,
            "groups": ["admin", "power user"],
            "address": {"city": "Bern"},
            "nothing": None,
        }
    ) == {
        "exp": "1787996002",
        "auth_time": "1787992402",
        "email_verified": "true",
        "groups": "[admin power user]",
        "address": '{"city":"Bern"}',
    }
