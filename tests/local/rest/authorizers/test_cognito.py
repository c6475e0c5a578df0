"""https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest

from pulumi_apigw.local import mint_token
from pulumi_apigw.local.authorizers.authorization import Authorization
from pulumi_apigw.local.keys import KeySet, load_keys
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.rest.authorizers import CognitoAuthorizer, cognito_claims
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.model import RestAuthorizer, RestRoute
from pulumi_apigw.local.rest.refusals import Refusal

ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    load_keys(folder)
    return folder


@pytest.fixture
def authorize(make_call: Callable[..., RestCall], keys: Path) -> Callable[..., Authorization]:
    """What an authorizer of two pools makes of a token."""

    def run(token: str | None, scopes: tuple[str, ...] = (), **settings: Any) -> Authorization:
        values = {
            "identity_sources": ("method.request.header.Authorization",),
            "issuers": ("https://other.example.com", ISSUER),
            **settings,
        }
        authorizer = RestAuthorizer("a1", "people", "COGNITO_USER_POOLS", **values)
        headers = [("authorization", token)] if token is not None else []
        call = make_call(
            Request("GET", "/dev/items/7", headers=headers), route=RestRoute("GET /items/{id}", scopes=scopes)
        )
        return asyncio.run(CognitoAuthorizer(authorizer, lambda: load_keys(keys))(call))

    return run


def token(keys: Path, *scopes: str, **claims: Any) -> str:
    return mint_token(keys, issuer=ISSUER, scopes=scopes, claims={**cognito_claims(scopes, "ada"), **claims})


@pytest.mark.parametrize("prefix", ["", "Bearer ", "bearer "])
def test_an_identity_token_is_taken(authorize: Callable[..., Authorization], keys: Path, prefix: str) -> None:
    found = authorize(prefix + token(keys, groups=["a", "b"], email_verified=True))
    assert found.claims is not None
    assert (found.claims["token_use"], found.claims["cognito:username"]) == ("id", "ada")
    assert (found.claims["groups"], found.claims["email_verified"]) == ("[a b]", "true")


def test_an_access_token_with_one_of_the_scopes_is_taken(
    authorize: Callable[..., Authorization], keys: Path
) -> None:
    found = authorize(token(keys, "orders/read", "orders/x"), ("orders/read", "orders/write"))
    assert found.claims is not None
    assert (found.claims["token_use"], found.claims["username"]) == ("access", "ada")


def stranger() -> KeySet:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    return KeySet(generate_private_key(public_exponent=65537, key_size=2048), "other")


@pytest.mark.parametrize(
    ("make", "scopes", "settings", "note"),
    [
        (lambda keys: None, (), {}, "no token in method.request.header.Authorization."),
        (lambda keys: "nonsense", (), {}, "the token is not a JWT. `apigw token` makes one"),
        (lambda keys: token(keys, iss="https://x"), (), {}, "the token is of no user pool of the authorizer"),
        (lambda keys: token(keys, exp=1), (), {}, "the token has expired"),
        (lambda keys: token(keys, nbf=time.time() + 60), (), {}, "the token is not valid yet"),
        (lambda keys: token(keys, "a/b"), ("a/c",), {}, "the token has none of the method's scopes (a/c)"),
        (lambda keys: token(keys), ("a/c",), {}, "the token has none of the method's scopes (a/c)"),
        (lambda keys: token(keys, "a/b"), (), {}, "it is an access token and the method has no scopes"),
        (
            lambda keys: token(keys, aud="web"),
            (),
            {"validation_pattern": "app-.*"},
            "the token's `aud` does not match 'app-.*'",
        ),
        (
            lambda keys: jwt.encode(
                {"iss": ISSUER}, stranger().private_key, "RS256", headers={"kid": "other"}
            ),
            (),
            {},
            "the token is signed with a key that is not in the local key set",
        ),
    ],
)
def test_all_that_is_wrong_with_a_token_is_401(
    authorize: Callable[..., Authorization],
    keys: Path,
    make: Callable[[Path], str | None],
    scopes: tuple[str, ...],
    settings: dict[str, Any],
    note: str,
) -> None:
    with pytest.raises(Refusal, match=r"^GET /items/\{id\}: ") as e:
        authorize(make(keys), scopes, **settings)
    assert e.value.type == "UNAUTHORIZED"
    assert e.value.note.startswith(f"GET /items/{{id}}: {note}")
