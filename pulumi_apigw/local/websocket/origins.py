"""Which web pages may connect.

Browsers let a page of any site connect to this computer and read what comes: no preflight asks first. So a
gateway on loopback takes pages of this computer alone. What is no browser sends no Origin.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from pulumi_apigw.local.hosts import is_local_name

__all__ = ["is_local_origin"]


def is_local_origin(origin: str) -> bool:
    """Whether an Origin header is none, or of a page of this computer or a private name."""
    if not origin:
        return True
    try:
        name = urlsplit(origin).hostname
    except ValueError:
        return False
    # `null` is any page in a sandbox.
    return bool(name) and is_local_name(name or "")
