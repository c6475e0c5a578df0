"""Tokens: signed with the local key set, whoever their issuer is.

A departure from AWS: no key is fetched.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from pulumi_apigw.local.keys import ALGORITHM, KeySet

__all__ = [
    "InvalidTokenError",
    "bare_token",
    "check_times",
    "event_claims",
    "token_scopes",
    "verified_claims",
]


class InvalidTokenError(Exception):
    """A token that is not taken; says why in the words of the `www-authenticate` header."""


def verified_claims(token: str, keys: Callable[[], KeySet]) -> Mapping[str, Any]:
    """The claims of a token with a valid signature, unchecked; raises `InvalidTokenError`."""
    import jwt  # 100 ms with cryptography: not before the first token

    key_set = keys()
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise InvalidTokenError("the token is not a JWT") from None
    if header.get("kid") != key_set.kid:
        raise InvalidTokenError("the token is signed with a key that is not in the local key set")
    try:
        claims: Mapping[str, Any] = jwt.decode(
            token, key_set.private_key.public_key(), algorithms=[ALGORITHM], options=_SIGNATURE_ONLY
        )
    except jwt.PyJWTError:
        raise InvalidTokenError("the token has an invalid signature") from None
    return claims


# Authorizers check the claims themselves, in AWS's order and by AWS's rules.
_SIGNATURE_ONLY: Any = {
    "verify_signature": True,
    **dict.fromkeys(
        ("verify_exp", "verify_nbf", "verify_iat", "verify_aud", "verify_iss", "verify_sub", "verify_jti"),
        False,
    ),
}


def check_times(claims: Mapping[str, Any]) -> None:
    """Raises `InvalidTokenError` for claims that have expired or do not hold yet."""
    now = time.time()
    if not _is_number(claims.get("exp")) or claims["exp"] <= now:
        raise InvalidTokenError("the token has expired")
    if any(
        name in claims and not (_is_number(claims[name]) and claims[name] <= now) for name in ("nbf", "iat")
    ):
        raise InvalidTokenError("the token is not valid yet")


def bare_token(value: str) -> str:
    """A token without the `Bearer` before it."""
    scheme, _, token = value.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else value


def event_claims(claims: Mapping[str, Any]) -> dict[str, str]:
    """Claims as events carry them: all strings, lists as `[a b]`, null left out.

    AWS does not write this down; it was measured: https://github.com/floci-io/floci/pull/2011
    """
    return {name: _claim_text(value) for name, value in claims.items() if value is not None}


def token_scopes(claims: Mapping[str, Any]) -> list[str]:
    """The scopes of a token, from `scope` or `scp`: text with spaces or a list; none in anything else."""
    value = claims.get("scope") or claims.get("scp")
    if isinstance(value, str):
        return value.split()
    return [str(item) for item in value] if isinstance(value, list) else []


def _claim_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return f"[{' '.join(_claim_text(item) for item in value)}]"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, separators=(",", ":"))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
