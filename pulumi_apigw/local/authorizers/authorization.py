"""What the authorizer of a REST or WebSocket API found out of a caller, and what functions learn of that.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pulumi_apigw.local.authorizers.policy import MalformedPolicyError

__all__ = ["IDENTITY_FIELDS", "Authorization", "caller_identity", "read_answer"]

IDENTITY_FIELDS: Final = (
    "accessKey",
    "accountId",
    "caller",
    "cognitoAuthenticationProvider",
    "cognitoAuthenticationType",
    "cognitoIdentityId",
    "cognitoIdentityPoolId",
    "principalOrgId",
    "sourceIp",
    "user",
    "userAgent",
    "userArn",
)
"""What `identity` always has in events of REST APIs and of format 1.0, null where nothing is known."""


@dataclass(frozen=True)
class Authorization:
    """What an authorizer found out.

    `claims`: of a Cognito token. `context`: what a Lambda authorizer returned, all texts, with `principal_id`
    and the API key it names beside it, and the milliseconds it took: 0 where its answer was remembered.
    `iam`: the caller that a signature names.
    """

    claims: Mapping[str, str] | None = None
    context: Mapping[str, str] = field(default_factory=dict)
    principal_id: str | None = None
    usage_key: str | None = None
    latency_ms: int = 0
    iam: Mapping[str, Any] | None = None

    def described(self) -> dict[str, Any]:
        """What stands in `$context` of it: `authorizer`, and of IAM some of `identity`."""
        if self.iam is not None:
            return {"identity": caller_identity(self.iam)}
        if self.claims is not None:
            return {"authorizer": {"claims": dict(self.claims)}}
        principal = {} if self.principal_id is None else {"principalId": self.principal_id}
        # AWS's pages do not show the latency, which functions were seen to get:
        # https://github.com/CodeGenieApp/serverless-express/issues/551
        return {"authorizer": {**principal, "integrationLatency": self.latency_ms, **self.context}}


def read_answer(answer: Mapping[str, Any], latency_ms: int) -> Authorization:
    """What a Lambda authorizer returned beside its policy; raises `MalformedPolicyError`."""
    context = answer.get("context") or {}
    if not isinstance(context, Mapping) or any(isinstance(v, list | Mapping) for v in context.values()):
        raise MalformedPolicyError("`context` may hold texts, numbers and true or false alone")
    principal, usage_key = answer.get("principalId"), answer.get("usageIdentifierKey")
    return Authorization(
        context={str(name): _text(value) for name, value in context.items() if value is not None},
        principal_id=None if principal is None else str(principal),
        usage_key=None if usage_key is None else str(usage_key),
        latency_ms=latency_ms,
    )


def caller_identity(caller: Mapping[str, Any]) -> dict[str, Any]:
    """What `identity` in an event's context says of the caller that a signature names."""
    return {
        "accessKey": caller["accessKey"],
        "accountId": caller["accountId"],
        "caller": caller["callerId"],
        "user": caller["userId"],
        "userArn": caller["userArn"],
    }


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
