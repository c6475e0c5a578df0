"""JWT authorizers.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pulumi_apigw.local.authorizers.identity import identity_values
from pulumi_apigw.local.authorizers.tokens import (
    InvalidTokenError,
    bare_token,
    check_times,
    event_claims,
    token_scopes,
    verified_claims,
)
from pulumi_apigw.local.calls import Call, HttpAuthorization
from pulumi_apigw.local.keys import KeySet
from pulumi_apigw.local.model import LocalAuthorizer
from pulumi_apigw.local.responses import Rejection

__all__ = ["JwtAuthorizer"]


class JwtAuthorizer:
    """Checks a token's signature, issuer, audience and times, and the route's scopes."""

    def __init__(self, authorizer: LocalAuthorizer, keys: Callable[[], KeySet]) -> None:
        self._authorizer = authorizer
        self._sources = authorizer.identity_sources or ("$request.header.Authorization",)
        self._keys = keys

    async def __call__(self, call: Call) -> HttpAuthorization:
        """Raises `Rejection`: 401 for the token, 403 for its scopes."""
        values = identity_values(call, self._sources)
        if not values:
            raise Rejection(401, f"{call.route.key}: no token in {self._sources[0]}.", [_challenge()])
        try:
            claims = verified_claims(bare_token(values[0]), self._keys)
            self._check(claims)
        except InvalidTokenError as error:
            note = f"{call.route.key}: {error}. `apigw token` makes one for the --stage that is served."
            raise Rejection(401, note, [_challenge("invalid_token", str(error))]) from None
        scopes = token_scopes(claims)
        if call.route.scopes and not set(scopes) & set(call.route.scopes):
            wanted = " ".join(call.route.scopes)
            note = f"{call.route.key}: the token has none of the route's scopes ({wanted})."
            raise Rejection(403, note, [_challenge("insufficient_scope", scope=wanted)])
        # AWS gives scopes only where the route asks for some, else null:
        # https://github.com/floci-io/floci/pull/2011
        return HttpAuthorization(
            jwt={"claims": event_claims(claims), "scopes": scopes if call.route.scopes else None}
        )

    def _check(self, claims: Mapping[str, Any]) -> None:
        if claims.get("iss") != self._authorizer.issuer:
            raise InvalidTokenError("the token does not have a valid issuer")
        if not set(_audience(claims)) & set(self._authorizer.audience):
            raise InvalidTokenError("the token does not have a valid audience")
        check_times(claims)


def _audience(claims: Mapping[str, Any]) -> Sequence[str]:
    # `client_id` counts only where there is no `aud`.
    value = claims["aud"] if "aud" in claims else claims.get("client_id")
    if isinstance(value, str):
        return (value,)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else ()


def _challenge(error: str = "", description: str = "", scope: str = "") -> tuple[str, str]:
    """The `www-authenticate` header; of its descriptions AWS documents only the one about the audience.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html
    """
    if not error:
        return ("www-authenticate", "Bearer")
    text = f'Bearer scope="{scope}" error="{error}"'
    return ("www-authenticate", f'{text} error_description="{description}"' if description else text)
