"""Authorizers: who may call a route of a REST API.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from ...aws import limits, patterns, rest_mappings
from ..authorizers import AUTHORIZATION_HEADER, IamAuthorizerConfig
from ..base import (
    ConfigModel,
    NameOf,
    Whole,
    checked,
    complaint,
    distinct,
    filled,
    matching,
    problem,
    refusals,
    shown,
    unless_wrong,
    within,
)

__all__ = ["RestAuthorizerConfig", "RestCognitoAuthorizerConfig", "RestLambdaAuthorizerConfig"]


def _pattern(value: str) -> None:
    # Java's, which has more than Python's: only what no dialect has is refused.
    if wrong := patterns.unbalanced(value):
        fact = f"{shown(value)} is no regular expression ({wrong})"
        raise problem(fact, "Write one such as '^Bearer [-0-9a-zA-Z._]+$'.")


TokenPattern = Annotated[str, matching(r".+", "a regular expression"), checked(_pattern)]
UserPoolArn = Annotated[
    str,
    matching(
        r"arn:[a-z-]+:cognito-idp:[a-z0-9-]+:\d{12}:userpool/[\w-]+_[0-9a-zA-Z]+",
        "the ARN of a Cognito user pool, or ${ref.name} for one",
    ),
]


class RestCognitoAuthorizerConfig(ConfigModel):
    """Tokens of Cognito user pools: an id token where a route has no scopes, an access token where it has.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
    """

    type: Literal["cognito"]
    """`cognito`"""
    user_pool_arns: Annotated[tuple[UserPoolArn, ...], distinct, filled("Name at least one user pool.")]
    """ARNs of the user pools whose tokens are accepted."""
    identity_source: Annotated[str, unless_wrong(rest_mappings.check_token_source)] = AUTHORIZATION_HEADER
    """Header that holds the token: `$request.header.NAME`."""
    ttl_seconds: Annotated[Whole, within(limits.AUTHORIZER_TTL_SECONDS, "seconds")] = 300
    """Seconds for which a checked token is remembered; 0 checks it every time."""


class RestLambdaAuthorizerConfig(ConfigModel):
    """A function of your own that decides, by returning an IAM policy.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
    """

    type: Literal["lambda"]
    """`lambda`"""
    function: NameOf
    """Name of the function in `functions` that decides."""
    event: Literal["request", "token"] = "request"
    """What the function receives: the whole `request`, or the `token` of one header alone."""
    identity_sources: Annotated[
        tuple[Annotated[str, unless_wrong(rest_mappings.check_identity_source)], ...], distinct
    ] = (AUTHORIZATION_HEADER,)
    """What must be in the request, else 401 without a call; also the key of the cached answer. For
    `event: token` it is one header. Accepts `$request.header.x`, `$request.querystring.x`,
    `$stageVariables.x` and `$context.x`."""
    validation_pattern: TokenPattern | None = None
    """Regular expression that a token must match, else 401 without a call; for `event: token` alone."""
    ttl_seconds: Annotated[Whole, within(limits.AUTHORIZER_TTL_SECONDS, "seconds")] = 300
    """Seconds for which an answer is kept; 0 asks the function every time."""

    @model_validator(mode="after")
    def _sources_fit_the_event(self) -> RestLambdaAuthorizerConfig:
        # https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html#apigw-CreateAuthorizer-request-identitySource
        if self.event == "token":
            _one_header(self.identity_sources)
        elif self.validation_pattern is not None:
            raise problem(
                "'validation_pattern' is for a token, and the function receives the whole request",
                "Say 'event: token', or remove it.",
            )
        elif self.ttl_seconds and not self.identity_sources:
            raise problem(
                f"answers are kept for {self.ttl_seconds} seconds but no identity source tells callers apart",
                "Name 'identity_sources', or set ttl_seconds to 0.",
            )
        return self


def _one_header(sources: tuple[str, ...]) -> None:
    if len(sources) != 1:
        raise problem(
            f"a token is in one header, and there are {len(sources)} identity sources",
            "Keep the header that holds it, or say 'event: request'.",
        )
    if wrong := rest_mappings.check_token_source(sources[0]):
        raise complaint(f"{wrong[:-1]}, or say 'event: request'.")


def _no_jwt(value: Any) -> Any:
    if isinstance(value, Mapping) and value.get("type") == "jwt":
        fix = "Use type 'cognito', a 'lambda' authorizer that checks the token, or 'protocol: http'."
        refusals([(("type",), f"a REST API has no JWT authorizer. {fix}")])
    return value


RestAuthorizerConfig = Annotated[
    Annotated[
        RestCognitoAuthorizerConfig | RestLambdaAuthorizerConfig | IamAuthorizerConfig,
        Field(discriminator="type"),
    ],
    BeforeValidator(_no_jwt),
]
