"""What callers identify themselves by: issuers of tokens, and the parameters that authorizers read."""

from __future__ import annotations

from typing import Any, Final

from ..aws.arns import issuer_of_pool, partition_of_region
from ..plan.model import JwtAuthorizerPlan

__all__ = ["discovery_url", "jwt_issuer", "parameter_scheme"]

_PLACES: Final = {"header": "header", "querystring": "query"}


def discovery_url(issuer: str) -> str:
    """Where an issuer says what it can: https://openid.net/specs/openid-connect-discovery-1_0.html"""
    return f"{issuer.rstrip('/')}/.well-known/openid-configuration"


def jwt_issuer(plan: JwtAuthorizerPlan) -> str:
    """The issuer of an HTTP API's tokens, which may hold a `${ref.x}`."""
    if plan.issuer is not None:
        return plan.issuer
    region, _, _ = (plan.user_pool_id or "").partition("_")
    return issuer_of_pool(str(plan.user_pool_id), region, partition_of_region(region))


def parameter_scheme(source: str) -> dict[str, Any] | None:
    """The scheme of a header or query string parameter, in the words of either kind of API; None for others.

    `$request.header.x` and `method.request.querystring.x` are a caller's, `$stageVariables.x` is not.
    """
    parts = source.removeprefix("$").removeprefix("method.").split(".", 2)
    if len(parts) != 3 or parts[0] != "request" or parts[1] not in _PLACES:
        return None
    return {"type": "apiKey", "name": parts[2], "in": _PLACES[parts[1]]}
