"""Authorizers: who may call a route of a REST API.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from ...aws import limits
from ..authorizers import AUTHORIZATION_HEADER, IamAuthorizerConfig
from ..base import ConfigModel, NameOf, Whole, distinct, filled, matching, refusals, within

__all__ = ["RestAuthorizerConfig", "RestCognitoAuthorizerConfig", "RestLambdaAuthorizerConfig"]

UserPoolArn = Annotated[
    str,
    matching(
        r"arn:[a-z-]+:cognito-idp:[a-z0-9-]+:\d{12}:userpool/\S+",
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
    identity_source: str = AUTHORIZATION_HEADER
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
    identity_sources: Annotated[tuple[str, ...], distinct] = (AUTHORIZATION_HEADER,)
    """What must be in the request, else 401 without a call; also the key of the cached answer. For `token`: one
    header. Accepts `$request.header.x`, `$request.querystring.x`, `$stageVariables.x` and `$context.x`."""
    validation_pattern: str | None = None
    """Regular expression that a token must match, else 401 without a call; for `event: token` alone."""
    ttl_seconds: Annotated[Whole, within(limits.AUTHORIZER_TTL_SECONDS, "seconds")] = 300
    """Seconds for which an answer is kept; 0 asks the function every time."""


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
