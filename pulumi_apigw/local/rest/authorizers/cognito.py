"""Cognito user pools.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pulumi_apigw.local.authorizers.authorization import Authorization
from pulumi_apigw.local.authorizers.tokens import (
    InvalidTokenError,
    bare_token,
    check_times,
    event_claims,
    token_scopes,
    verified_claims,
)
from pulumi_apigw.local.keys import KeySet
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.mapping import evaluate
from pulumi_apigw.local.rest.model import RestAuthorizer
from pulumi_apigw.local.rest.refusals import Refusal

__all__ = ["CognitoAuthorizer", "cognito_claims"]


class CognitoAuthorizer:
    """Checks a token's signature, issuer and times; an access token's scopes where the method asks for some.

    A method without scopes takes identity tokens, one with scopes access tokens.
    """

    def __init__(self, authorizer: RestAuthorizer, keys: Callable[[], KeySet]) -> None:
        self._authorizer = authorizer
        self._source = authorizer.identity_sources[0]
        self._keys = keys

    async def __call__(self, call: RestCall) -> Authorization:
        """Raises `Refusal`: 401 for all that is wrong with a token, its scopes too."""
        token = evaluate(self._source, call)
        if not token:
            raise Refusal("UNAUTHORIZED", f"{call.route.key}: no token in {self._source}.")
        try:
            claims = verified_claims(bare_token(token), self._keys)
            self._check(claims, call.route.scopes)
        except InvalidTokenError as error:
            raise Refusal(
                "UNAUTHORIZED",
                f"{call.route.key}: {error}. `apigw token` makes one for the --stage that is served.",
            ) from None
        return Authorization(claims=event_claims(claims))

    def _check(self, claims: Mapping[str, Any], wanted: Sequence[str]) -> None:
        if claims.get("iss") not in self._authorizer.issuers:
            raise InvalidTokenError("the token is of no user pool of the authorizer")
        check_times(claims)
        if wanted and not set(token_scopes(claims)) & set(wanted):
            raise InvalidTokenError(f"the token has none of the method's scopes ({' '.join(wanted)})")
        if not wanted and claims.get("token_use") == "access":
            raise InvalidTokenError(
                "it is an access token and the method has no scopes, so that it takes identity tokens alone"
            )
        pattern = self._authorizer.validation_pattern
        try:
            matches = not pattern or re.fullmatch(pattern, str(claims.get("aud", "")))
        except re.error as error:
            raise InvalidTokenError(f"the validation pattern {pattern!r} is none: {error}") from None
        if not matches:
            raise InvalidTokenError(f"the token's `aud` does not match {pattern!r}")


def cognito_claims(scopes: Sequence[str], subject: str) -> Mapping[str, Any]:
    """What a user pool's own tokens hold: an access token's where there are scopes, else an identity token's.

    https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
    """
    if scopes:
        return {"token_use": "access", "username": subject}
    return {"token_use": "id", "cognito:username": subject}
