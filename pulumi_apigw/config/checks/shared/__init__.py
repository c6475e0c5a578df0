"""Cross-checks of a service whose stages share one stack: what one stage alone does not show.

A check is a generator over the contexts of all stages, in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ....errors import Problem
from ..context import Context
from . import aliases, domains, stages, values, websocket

__all__ = ["CHECKS", "run"]

CHECKS: tuple[Callable[[Sequence[Context]], Iterable[Problem]], ...] = (
    values.differing,
    values.patches,
    aliases.distinct,
    aliases.promoted,
    stages.default_stages,
    stages.quotas,
    stages.stable_deployments,
    websocket.stores,
    websocket.pushes,
    domains.settings,
    domains.doubles,
    domains.kinds,
    domains.rules,
    domains.rule_kinds,
    domains.quotas,
)


def run(contexts: Sequence[Context]) -> list[Problem]:
    """Every problem that the stages have together; those that are no config of their own are left out."""
    return [problem for check in CHECKS for problem in check(contexts)] if contexts else []
