"""Where an API is reached, and by which TLS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...source import Path
from .model import Change, changed
from .values import fields

__all__ = ["ENDPOINT", "compare_endpoints"]

ENDPOINT = (
    "default_stage",
    "disable_execute_api_endpoint",
    "endpoint",
    "endpoint_access_mode",
    "ip_address_type",
    "security_policy",
    "vpc_endpoint_ids",
)
"""Keys of an API that these rules are about."""


def compare_endpoints(place: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """The endpoint of an API; keys that neither side has say nothing."""
    one, other = ({key: api[key] for key in ENDPOINT if key in api} for api in (old, new))
    for key, sentence in fields(one, other):
        yield changed(_rule(key, one.get(key), other.get(key)), (*place, key), sentence)


def _rule(key: str, old: Any, new: Any) -> str:
    if key == "default_stage":
        return "base-path-changed"
    if key == "security_policy" or (key == "endpoint_access_mode" and new == "STRICT"):
        return "tls-changed"
    if _closes(key, old, new):
        return "endpoint-closed"
    opens = _closes(key, new, old) and key in ("disable_execute_api_endpoint", "endpoint")
    return "endpoint-opened" if opens else "api-changed"


def _closes(key: str, old: Any, new: Any) -> bool:
    """Whether callers lose a way in."""
    if key == "disable_execute_api_endpoint":
        return bool(new)
    if key == "vpc_endpoint_ids":
        return _lost(old, new)
    return (key == "endpoint" and new == "private") or (key == "ip_address_type" and old == "dualstack")


def _lost(old: Any, new: Any) -> bool:
    # One ref stands for a list, of which nobody knows what is in it.
    return isinstance(old, str) or isinstance(new, str) or not {*(old or ())} <= {*(new or ())}
