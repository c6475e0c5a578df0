"""Keys that conditions of API Gateway's resource policies can ask for.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_apigatewaymanagementapi.html
"""

from __future__ import annotations

from typing import Final

__all__ = ["CONDITION_KEYS", "OF_VPC_ENDPOINTS", "is_condition_key"]

OF_VPC_ENDPOINTS: Final = ("aws:SourceVpc", "aws:SourceVpce", "aws:VpcSourceIp")
"""Keys of requests that come by a VPC endpoint, which private APIs alone get."""

CONDITION_KEYS: Final = (
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalTag",
    "aws:PrincipalType",
    "aws:Referer",
    "aws:SecureTransport",
    "aws:SourceArn",
    "aws:SourceIp",
    "aws:TokenIssueTime",
    "aws:UserAgent",
    "aws:userid",
    "aws:username",
    "execute-api:viaDomainArn",
    *OF_VPC_ENDPOINTS,
)
"""In any case of letters; a tag's name follows after '/'."""

_KNOWN: Final = frozenset(map(str.lower, CONDITION_KEYS))


def is_condition_key(key: str) -> bool:
    """Whether API Gateway has a value for the key of a condition."""
    return key.lower().partition("/")[0] in _KNOWN
