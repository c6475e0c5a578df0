"""Networks of one's own, whose addresses mean nothing on the internet.

https://www.iana.org/assignments/iana-ipv4-special-registry and https://www.iana.org/assignments/iana-ipv6-special-registry
"""

from __future__ import annotations

import ipaddress
from typing import Final

__all__ = ["is_private_network"]

_PRIVATE: Final = tuple(
    map(
        ipaddress.ip_network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8"),
            *("169.254.0.0/16", "fc00::/7", "fe80::/10", "::1/128"),
        ),
    )
)


def is_private_network(text: str) -> bool:
    """Whether an address or a range is of such networks alone. Raises ValueError where it is neither."""
    network = ipaddress.ip_network(text, strict=False)
    return any(
        network.version == each.version
        and network.network_address in each
        and network.broadcast_address in each
        for each in _PRIVATE
    )
