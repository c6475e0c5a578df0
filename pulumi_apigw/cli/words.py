"""Numbers and names with their nouns."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["count", "stages_told"]


def count(number: int, noun: str) -> str:
    """`1 route`, `2 routes`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def stages_told(names: Sequence[str]) -> str:
    """`stage dev`, `stages dev and prod`, `stages dev, staging and prod`."""
    *others, last = names
    return f"stages {', '.join(others)} and {last}" if others else f"stage {last}"
