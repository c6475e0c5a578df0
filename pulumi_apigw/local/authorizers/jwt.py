"""JWT authorizers.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pulumi_apigw.local.authorizers.identity import identity_values
from pulumi_apigw.local.calls import Authorization, Call
from pulumi_apigw.local.keys import ALGORITHM, KeySet
from pulumi_apigw.local.model import LocalAuthorizer
from pulumi_apigw.local.responses import Rejection

__all__ = ["JwtAuthorizer", "event_claims", "token_scopes"]


class InvalidTokenError(Exception):
    """A token that is not taken; says why in the words of the `www-authenticate` header."""


class JwtAuthorizer:
    """Checks a token's signature, issuer, audience and times, and the route's scopes.

    A departure from AWS: the keys are the local key set's, whoever the issuer is; none is fetched.
    """

    def __init__(self, authorizer: LocalAuthorizer, keys: Callable[[], KeySet]) -> None:
        self._authorizer = authorizer
        self._sources = authorizer.identity_sources or ("$request.header.Authorization",)
        self._keys = keys

    async def __call__(self, call: Call) -> Authorization:
        """Raises `Rejection`: 401 for the token, 403 for its scopes."""
        values = identity_values(call, self._sources)
        if not values:
            raise Rejection(401, f"{call.route.key}: no token in {self._sources[0]}.", [_challenge()])
        try:
            claims = self._verify(_bare_token(values[0]))
        except InvalidTokenError as error:
            note = f"{call.route.key}: {error}. `apigw token` makes one that this gateway takes."
            raise Rejection(401, note, [_challenge("invalid_token", str(error))]) from None
        scopes = token_scopes(claims)
        if call.route.scopes and not set(scopes) & set(call.route.scopes):
            wanted = " ".join(call.route.scopes)
            note = f"{call.route.key}: the token has none of the route's scopes ({wanted})."
            raise Rejection(403, note, [_challenge("insufficient_scope", scope=wanted)])
        # AWS gives scopes only where the route asks for some, else null:
        # https://github.com/floci-io/floci/pull/2011
        return Authorization(
            jwt={"claims": event_claims(claims), "scopes": scopes if call.route.scopes else None}
        )

    def _verify(self, token: str) -> Mapping[str, Any]:
        import jwt  # 100 ms with cryptography: not before the first token

        keys = self._keys()
        try:
            header = jwt.get_unverified_header(token)
        except jwt.PyJWTError:
            raise InvalidTokenError("the token is not a JWT") from None
        if header.get("kid") != keys.kid:
            raise InvalidTokenError("the token is signed with a key that is not in the local key set")
        try:
            # Claims are checked below, in AWS's order and by AWS's rules (`client_id` may stand in for
            # `aud`).
            claims: Mapping[str, Any] = jwt.decode(
                token,
                keys.private_key.public_key(),
                algorithms=[ALGORITHM],
                options=_SIGNATURE_ONLY,
            )
        except jwt.PyJWTError:
            raise InvalidTokenError("the token has an invalid signature") from None
        self._check_claims(claims)
        return claims

    def _check_claims(self, claims: Mapping[str, Any]) -> None:
        if claims.get("iss") != self._authorizer.issuer:
            raise InvalidTokenError("the token does not have a valid issuer")
        if not set(_audience(claims)) & set(self._authorizer.audience):
            raise InvalidTokenError("the token does not have a valid audience")
        now = time.time()
        if not _is_number(claims.get("exp")) or claims["exp"] <= now:
            raise InvalidTokenError("the token has expired")
        if any(
            name in claims and not (_is_number(claims[name]) and claims[name] <= now)
            for name in ("nbf", "iat")
        ):
            raise InvalidTokenError("the token is not valid yet")


_SIGNATURE_ONLY: Any = {
    "verify_signature": True,
    **dict.fromkeys(
        ("verify_exp", "verify_nbf", "verify_iat", "verify_aud", "verify_iss", "verify_sub", "verify_jti"),
        False,
    ),
}


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


def _audience(claims: Mapping[str, Any]) -> Sequence[str]:
    # `client_id` counts only where there is no `aud`.
    value = claims["aud"] if "aud" in claims else claims.get("client_id")
    if isinstance(value, str):
        return (value,)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else ()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _bare_token(value: str) -> str:
    scheme, _, token = value.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else value


def _challenge(error: str = "", description: str = "", scope: str = "") -> tuple[str, str]:
    """The `www-authenticate` header; of its descriptions AWS documents only the one about the audience.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html
    """
    if not error:
        return ("www-authenticate", "Bearer")
    text = f'Bearer scope="{scope}" error="{error}"'
    return ("www-authenticate", f'{text} error_description="{description}"' if description else text)
