"""What Lambda authorizers said, kept for their TTL."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

__all__ = ["REMEMBERED_ANSWERS", "Answers"]

REMEMBERED_ANSWERS = 10_000
"""How many answers an authorizer keeps at most; callers choose the keys, so there is no other bound."""


class Answers:
    """The answers of one authorizer by their keys: the stage and the values of the identity sources."""

    def __init__(self, ttl_seconds: int) -> None:
        self._ttl_seconds = ttl_seconds
        self._kept: dict[tuple[str, ...], tuple[float, Mapping[str, Any]]] = {}

    def get(self, key: tuple[str, ...]) -> Mapping[str, Any] | None:
        """The answer that still holds, None where there is none."""
        until, answer = self._kept.get(key, (0.0, {}))
        return answer if time.monotonic() < until else None

    def keep(self, key: tuple[str, ...], answer: Mapping[str, Any]) -> None:
        """Remember an answer, unless the TTL is 0."""
        if self._ttl_seconds <= 0:
            return
        # All live equally long, so the first of the dictionary is the first to expire.
        self._kept.pop(key, None)
        if len(self._kept) >= REMEMBERED_ANSWERS:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = (time.monotonic() + self._ttl_seconds, answer)
