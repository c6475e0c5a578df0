"""Security policies: the TLS versions and ciphers that a REST API's endpoint accepts.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
"""

from __future__ import annotations

from typing import Final

LEGACY: Final = ("TLS_1_0", "TLS_1_2")
"""Policies that have no endpoint access mode."""

REGIONAL: Final = (
    "SecurityPolicy_TLS13_1_3_2025_09",
    "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
    "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_2021_06",
    "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09",
)
"""Enhanced policies of regional and private APIs."""

EDGE: Final = (
    "SecurityPolicy_TLS13_2025_EDGE",
    "SecurityPolicy_TLS12_PFS_2025_EDGE",
    "SecurityPolicy_TLS12_2018_EDGE",
)
"""Enhanced policies of edge-optimized APIs."""

ALL: Final = (*LEGACY, *REGIONAL, *EDGE)
"""Every policy that AWS has."""
