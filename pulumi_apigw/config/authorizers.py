"""Authorizers: who may call a route of an HTTP API.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..aws import limits, mappings
from .base import (
    ConfigModel,
    NameOf,
    PayloadFormat,
    Whole,
    at_most,
    checked,
    distinct,
    filled,
    matching,
    problem,
    shown,
    unless_wrong,
    within,
)

__all__ = [
    "CognitoAuthorizerConfig",
    "HttpAuthorizerConfig",
    "IamAuthorizerConfig",
    "JwtAuthorizerConfig",
    "LambdaAuthorizerConfig",
    "ResourceAuthorizerConfig",
]

AUTHORIZATION_HEADER = "$request.header.Authorization"


def _issuer(value: str) -> None:
    # API Gateway fetches {issuer}/.well-known/openid-configuration when the authorizer is created, and
    # refuses what it cannot reach:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    if not re.fullmatch(r"https://[^\s/?#]+[^\s?#]*", value):
        raise problem(
            f"the issuer {shown(value)} is no https URL",
            "Give the `iss` claim of the tokens, such as 'https://login.example.com/'.",
        )
    if value.endswith("/.well-known/openid-configuration"):
        raise problem(
            f"the issuer {shown(value)} is its discovery document",
            "Leave out '/.well-known/openid-configuration'.",
        )


Audience = Annotated[
    tuple[Annotated[str, matching(r"\S+", "an audience, which has no spaces")], ...],
    distinct,
    filled("Name at least one audience: a token for another one must be refused."),
    at_most(
        limits.AUDIENCES_PER_AUTHORIZER,
        "audiences",
        f"AWS takes at most {limits.AUDIENCES_PER_AUTHORIZER}: split the authorizer.",
    ),
]
TokenSource = Annotated[str, unless_wrong(mappings.check_jwt_identity_source)]


class JwtAuthorizerConfig(ConfigModel):
    """Tokens of any OpenID Connect issuer: signature, issuer, audience, times and scopes are checked by AWS.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    """

    type: Literal["jwt"]
    """`jwt`"""
    issuer: Annotated[str, checked(_issuer)]
    """The `iss` claim of the tokens: an https URL that AWS can reach when deploying."""
    audience: Audience
    """Accepted `aud` (or `client_id`) claims."""
    identity_source: TokenSource = AUTHORIZATION_HEADER
    """Where the token is: a header or a query string parameter."""


class CognitoAuthorizerConfig(ConfigModel):
    """Tokens of a Cognito user pool, checked by a JWT authorizer with the pool as issuer."""

    type: Literal["cognito"]
    """`cognito`"""
    user_pool_id: Annotated[
        str, matching(r"[\w-]+_[0-9a-zA-Z]+", "a user pool id, such as 'eu-west-1_AbCdEf123'")
    ]
    """Id of the user pool; its first part is the region."""
    client_ids: Audience
    """App clients whose tokens are accepted."""
    identity_source: TokenSource = AUTHORIZATION_HEADER
    """Where the token is: a header or a query string parameter."""


class LambdaAuthorizerConfig(ConfigModel):
    """A function of your own that decides.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
    """

    type: Literal["lambda"]
    """`lambda`"""
    function: NameOf
    """Name of the function in `functions` that decides."""
    response: Literal["simple", "iam"] = "simple"
    """What the function returns: `simple` is `{"isAuthorized": bool, "context": {}}`, `iam` an IAM policy."""
    payload_format: PayloadFormat = "2.0"
    """Format of the event that the function receives; `simple` responses need 2.0."""
    identity_sources: Annotated[
        tuple[Annotated[str, unless_wrong(mappings.check_identity_source)], ...], distinct
    ] = (AUTHORIZATION_HEADER,)
    """What must be in the request, else 401 without a call; also the key of the cached answer."""
    ttl_seconds: Annotated[Whole, within(limits.AUTHORIZER_TTL_SECONDS, "seconds")] = 300
    """Seconds for which an answer is kept; 0 asks the function every time."""

    @model_validator(mode="after")
    def _formats_agree(self) -> LambdaAuthorizerConfig:
        if self.response == "simple" and self.payload_format == "1.0":
            raise problem(
                "payload_format '1.0' has no simple responses: AWS reads an IAM policy",
                "Use payload_format '2.0', or response 'iam' and return a policy.",
            )
        if self.ttl_seconds and not self.identity_sources:
            raise problem(
                f"answers are kept for {self.ttl_seconds} seconds but no identity source tells callers apart",
                "Name 'identity_sources', or set ttl_seconds to 0.",
            )
        return self


class IamAuthorizerConfig(ConfigModel):
    """Requests signed with AWS credentials (SigV4) that may `execute-api:Invoke` the route."""

    type: Literal["iam"]
    """`iam`"""


ResourceAuthorizerConfig = JwtAuthorizerConfig | CognitoAuthorizerConfig | LambdaAuthorizerConfig
"""Authorizers that AWS has a resource for; IAM is a property of each route."""
HttpAuthorizerConfig = Annotated[ResourceAuthorizerConfig | IamAuthorizerConfig, Field(discriminator="type")]
