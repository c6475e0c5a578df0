"""Which names a request may call the gateway by.

A web page can let its own domain resolve to 127.0.0.1 (DNS rebinding); its scripts would then be of the
gateway's origin, and read every answer. So a gateway on loopback answers to names that no page can have.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address

__all__ = ["host_name", "is_local_name", "is_loopback"]

# Top-level domains that public DNS never serves: https://www.rfc-editor.org/rfc/rfc6761,
# https://www.rfc-editor.org/rfc/rfc6762, https://www.icann.org/resources/board-material/resolutions-2024-07-29-en
_PRIVATE_DOMAINS = frozenset({"internal", "local", "localhost", "test"})


@lru_cache(maxsize=256)
def host_name(header: str) -> str:
    """The name in a Host header, lower-cased and without its port; an IPv6 address without its brackets."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].rstrip(".").lower()


@lru_cache(maxsize=256)
def is_local_name(name: str) -> bool:
    """Whether a host name is an address, one word, or of a private domain: never a web page's own."""
    last = name.rpartition(".")[2]
    return "." not in name or last in _PRIVATE_DOMAINS or _is_address(name)


def is_loopback(address: str) -> bool:
    """Whether this computer alone can reach an address."""
    return ip_address(address).is_loopback


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
