"""Resource policies: from where a REST API can be called.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Tag

from ..base import ConfigModel, RefList, distinct, matching

__all__ = ["AnyPolicyConfig", "PolicyConfig"]

Cidrs = Annotated[
    tuple[
        Annotated[
            str, matching(r"[0-9a-fA-F.:]+(/\d{1,3})?", "an IP address or range such as '203.0.113.0/24'")
        ],
        ...,
    ],
    distinct,
]


class PolicyConfig(ConfigModel):
    """A resource policy in short words: everything named must hold for a request to be let through."""

    allow_ips: Cidrs = ()
    """IP addresses and ranges that may call; all where left out."""
    deny_ips: Cidrs = ()
    """IP addresses and ranges that may not call."""
    allow_vpc_endpoints: RefList = ()
    """Ids of VPC endpoints (`vpce-…`) that requests must come through."""
    allow_vpcs: RefList = ()
    """Ids of VPCs that requests must come from."""
    allow_accounts: RefList = ()
    """Ids of AWS accounts whose signed requests are let in; for `iam` authorizers."""


def _kind(value: Any) -> str:
    raw = isinstance(value, dict) and not value.keys().isdisjoint({"Statement", "Version"})
    return "raw" if raw else "words"


AnyPolicyConfig = Annotated[
    Annotated[PolicyConfig, Tag("words")] | Annotated[dict[str, Any], Tag("raw")], Discriminator(_kind)
]
"""A policy in short words, or the JSON of one (`Version` and `Statement`, as IAM has them)."""
