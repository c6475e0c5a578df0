"""Numbers with their nouns."""

from __future__ import annotations

__all__ = ["count"]


def count(number: int, noun: str) -> str:
    """`1 route`, `2 routes`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
