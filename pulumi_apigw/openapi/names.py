"""Names that have to differ from others."""

from __future__ import annotations

from collections.abc import Collection

__all__ = ["free_name"]


def free_name(name: str, taken: Collection[str]) -> str:
    """`name`, with as many underscores at its end as it takes to be no other's."""
    return free_name(f"{name}_", taken) if name in taken else name
