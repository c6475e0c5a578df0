"""Security policies: the TLS versions and ciphers that the endpoint of a REST API or a domain name accepts.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
"""

from __future__ import annotations

from typing import Final

ENHANCED: Final = "SecurityPolicy_"
"""How the names of policies begin that need an endpoint access mode."""

LEGACY: Final = ("TLS_1_0", "TLS_1_2")
"""Policies that have no endpoint access mode."""

REGIONAL_APIS: Final = (
    "SecurityPolicy_TLS13_1_3_2025_09",
    "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
    "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_2021_06",
    "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09",
    *LEGACY,
)
"""Policies of regional and private APIs."""

EDGE_APIS: Final = (
    "SecurityPolicy_TLS13_2025_EDGE",
    "SecurityPolicy_TLS12_PFS_2025_EDGE",
    "SecurityPolicy_TLS12_2018_EDGE",
    "TLS_1_0",
)
"""Policies of edge-optimized APIs; TLS_1_2 is one of their custom domain names alone."""

EDGE_DOMAINS: Final = (*EDGE_APIS, "TLS_1_2")
"""Policies of edge-optimized domain names; regional ones have those of regional APIs, private ones none."""

ALL: Final = tuple(dict.fromkeys((*REGIONAL_APIS, *EDGE_APIS)))
"""Every policy that AWS has."""


def is_enhanced(policy: str | None) -> bool:
    """Whether a policy is of those that need an endpoint access mode."""
    return policy is not None and policy.startswith(ENHANCED)
