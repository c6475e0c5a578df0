"""Security schemes as callers see them: what to send, and where to get it.

OpenAPI joins the scopes of one requirement by 'and', API Gateway by 'or': each scope is a requirement of its
own here, and an API key stands in every one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from ...aws.arns import pool_issuer
from ...config.references import has_reference
from ...plan.rest.model import CognitoAuthorizerPlan, RestAuthorizerPlan
from ..identities import discovery_url, parameter_scheme
from .routes import Requirement

__all__ = [
    "API_KEY",
    "SIGNATURE",
    "Scheme",
    "alternatives",
    "rest_schemes",
    "sources_schemes",
    "token_scheme",
]

Scheme = dict[str, Any]

API_KEY: Final[Scheme] = {
    "type": "apiKey",
    "in": "header",
    "name": "x-api-key",
    "description": "An API key of a usage plan.",
}
SIGNATURE: Final[Scheme] = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "A request signed with AWS credentials (Signature Version 4, service execute-api).",
}
# What the name of a component cannot hold.
_UNFIT: Final = re.compile(r"[^A-Za-z0-9._-]")
_BEARER: Final[Scheme] = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


def alternatives(
    schemes: Iterable[str], scopes: Sequence[str], *, others: Iterable[str]
) -> list[Requirement]:
    """The ways to be let in: by `schemes`, with one of `scopes`, and by `others`; none where all are."""
    needed, besides = list(schemes), dict.fromkeys(others, ())
    if not needed:
        return [besides] if besides else []
    first, *more = needed
    rest: dict[str, Sequence[str]] = {**dict.fromkeys(more, ()), **besides}
    return [{first: [scope], **rest} for scope in scopes] or [{first: [], **rest}]


def token_scheme(issuer: str | None, source: str) -> Scheme:
    """A token of an OpenID Connect issuer, None where it is unknown; `source` is `request.header.x`."""
    place = parameter_scheme(source)
    if place is not None and place["name"].lower() != "authorization":
        return place
    if issuer is None or has_reference(issuer):
        return dict(_BEARER)
    return {"type": "openIdConnect", "openIdConnectUrl": discovery_url(issuer)}


def sources_schemes(name: str, sources: Iterable[str]) -> dict[str, Scheme]:
    """A scheme for each thing that an authorizer of this name reads and callers send."""
    found = [scheme for source in sources if (scheme := parameter_scheme(source))]
    if len(found) == 1:
        return {name: found[0]}
    return {f"{name}.{_UNFIT.sub('_', scheme['name'])}": scheme for scheme in found}


def rest_schemes(plan: RestAuthorizerPlan) -> dict[str, Scheme]:
    """The schemes of an authorizer of a REST API."""
    if not isinstance(plan, CognitoAuthorizerPlan):
        return sources_schemes(plan.name, plan.identity_sources)
    (first, *others) = plan.user_pool_arns
    issuer = None if others else pool_issuer(first)
    return {plan.name: token_scheme(issuer, plan.identity_source)}
