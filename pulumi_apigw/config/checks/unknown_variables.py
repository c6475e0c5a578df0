"""Variables and functions that a kind of API does not have: what is told of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ...aws.template_functions import unknown_functions
from ...errors import Problem
from ...source import Path, did_you_mean
from .context import Context

__all__ = ["unknown_calls", "unknown_variable"]


def unknown_variable(context: Context, place: Path, name: str, kind: str, known: Collection[str]) -> Problem:
    """Advice of `context.NAME`, which APIs of a kind (`REST`, `WebSocket`) have not among those `known`."""
    meant = did_you_mean(name, known)
    fix = meant if meant.startswith("Did") else "Remove it."
    return context.advice(place, f"{kind} APIs have no variable 'context.{name}'", fix)


def unknown_calls(
    context: Context, place: Path, template: str, variable: str, known: Collection[str]
) -> Iterator[Problem]:
    """Advice of what a template calls of a variable (`util`) and is none of `known`: AppSync's have more."""
    for name in unknown_functions(template, variable, known):
        fact = f"templates of API Gateway have no '${variable}.{name}', which does nothing"
        fix = f"Use one of {', '.join(f'${variable}.{each}' for each in known)}."
        yield context.advice(place, fact, fix)
