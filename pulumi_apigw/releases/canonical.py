"""Plain data as one text: what is equal has one spelling, wherever it was kept in between."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

__all__ = ["DIGEST_LENGTH", "canonical", "digest"]

DIGEST_LENGTH = 12
"""Hex digits of a digest that people read and write: enough that no two releases of a service share them."""


def canonical(data: Any) -> str:
    """JSON with sorted keys and no spaces, in which 20.0 is written 20."""
    return json.dumps(_plain(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(data: Any) -> str:
    """The first 12 hex digits of the SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()[:DIGEST_LENGTH]


def _plain(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    if isinstance(data, float) and data.is_integer():
        return int(data)
    return data
