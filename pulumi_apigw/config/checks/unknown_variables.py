"""Context variables that a kind of API does not have: what is told of them."""

from __future__ import annotations

from collections.abc import Collection

from ...errors import Problem
from ...source import Path, did_you_mean
from .context import Context

__all__ = ["unknown_variable"]


def unknown_variable(context: Context, place: Path, name: str, kind: str, known: Collection[str]) -> Problem:
    """Advice of `context.NAME`, which APIs of a kind (`REST`, `WebSocket`) have not among those `known`."""
    meant = did_you_mean(name, known)
    fix = meant if meant.startswith("Did") else "Remove it."
    return context.advice(place, f"{kind} APIs have no variable 'context.{name}'", fix)
