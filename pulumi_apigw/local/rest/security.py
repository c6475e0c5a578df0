"""Who may call: the security schemes of an OpenAPI document as API Gateway imports them.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_apigw.aws.arns import pool_issuer
from pulumi_apigw.local.rest.documents import mapping_at, resolved
from pulumi_apigw.local.rest.model import RestAuthorizer

__all__ = ["Access", "Schemes", "known_issuers", "stand_in_id"]

AUTHORIZER = "x-amazon-apigateway-authorizer"
AUTHTYPE = "x-amazon-apigateway-authtype"
AUTH = "x-amazon-apigateway-auth"


@dataclass(frozen=True)
class Access:
    """What a method asks of its callers."""

    authorization_type: str = "NONE"
    authorizer: RestAuthorizer | None = None
    scopes: tuple[str, ...] = ()
    api_key: bool = False


class Schemes:
    """The security schemes of a document, of OpenAPI 3 or Swagger 2."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        given = mapping_at(mapping_at(document, "components"), "securitySchemes")
        schemes = given or mapping_at(document, "securityDefinitions")
        self._schemes = {str(name): resolved(document, scheme) for name, scheme in schemes.items()}
        self.authorizers = {
            name: _authorizer(name, scheme) for name, scheme in self._schemes.items() if AUTHORIZER in scheme
        }

    def access(self, operation: Mapping[str, Any]) -> Access:
        """What an operation's own `security` and `x-amazon-apigateway-auth` ask."""
        asked = [(self._schemes.get(name, {}), name, scopes) for name, scopes in _requirements(operation)]
        api_key = any(_is_api_key(scheme) for scheme, _, _ in asked)
        for _, name, scopes in asked:
            if authorizer := self.authorizers.get(name):
                kind = authorizer.type if authorizer.takes_tokens else "CUSTOM"
                return Access(kind, authorizer, scopes, api_key)
        if any(str(scheme.get(AUTHTYPE, "")).lower() == "awssigv4" for scheme, _, _ in asked):
            return Access("AWS_IAM", api_key=api_key)
        return Access(str(mapping_at(operation, AUTH).get("type", "NONE")).upper(), api_key=api_key)


def _requirements(operation: Mapping[str, Any]) -> Iterable[tuple[str, tuple[str, ...]]]:
    for requirement in operation.get("security") or ():
        for name, scopes in requirement.items():
            yield str(name), tuple(map(str, scopes or ()))


def _is_api_key(scheme: Mapping[str, Any]) -> bool:
    return scheme.get("type") == "apiKey" and str(scheme.get("name", "")).lower() == "x-api-key"


def _authorizer(name: str, scheme: Mapping[str, Any]) -> RestAuthorizer:
    settings = mapping_at(scheme, AUTHORIZER)
    return RestAuthorizer(
        id=stand_in_id(name),
        name=name,
        type=str(settings.get("type", "token")).upper(),
        identity_sources=_sources(scheme, settings),
        uri=str(settings.get("authorizerUri") or ""),
        ttl_seconds=int(settings.get("authorizerResultTtlInSeconds", 300)),
        credentials_arn=settings.get("authorizerCredentials"),
        validation_pattern=settings.get("identityValidationExpression"),
        issuers=known_issuers(settings.get("providerARNs") or ()),
    )


def _sources(scheme: Mapping[str, Any], settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Where callers' credentials stand: the scheme's own parameter, unless the settings say."""
    if given := settings.get("identitySource"):
        return tuple(source.strip() for source in str(given).split(","))
    # The name of a scheme that reads no header or parameter, or more than one.
    if scheme.get("name") == "Unused" and str(settings.get("type")).lower() == "request":
        return ()
    place = "querystring" if scheme.get("in") == "query" else "header"
    return (f"method.request.{place}.{scheme.get('name', 'Authorization')}",)


def known_issuers(pool_arns: Iterable[Any]) -> tuple[str, ...]:
    """The issuers of Cognito user pools; an ARN that is none has no issuer."""
    return tuple(issuer for arn in pool_arns if (issuer := pool_issuer(str(arn))))


def stand_in_id(text: str) -> str:
    """An id in AWS's shape for what a body defines, the same in every run."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])
    return "".join("0123456789abcdefghijklmnopqrstuvwxyz"[number // 36**place % 36] for place in range(6))
