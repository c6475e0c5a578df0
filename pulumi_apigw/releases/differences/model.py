"""Differences of two releases as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from ...source import Path, format_path
from .rules import RULES

__all__ = ["Change", "Differences", "changed"]


@dataclass(frozen=True)
class Change:
    """One difference.

    `rule` names the rule that judged it, `kind` what was changed in a few words, `where` the place in the
    config, and `what` says it in a sentence. `breaking` is for what callers may not live with, `warning` for
    what lets more callers in; `why` gives the reason for both, None where there is nothing to fear.
    """

    kind: str
    where: str
    what: str
    breaking: bool
    why: str | None = None
    warning: bool = False
    rule: str = ""


@dataclass(frozen=True)
class Differences:
    """All differences of two releases: first those that break callers, then warnings, then the others."""

    changes: tuple[Change, ...] = ()

    @classmethod
    def of(cls, changes: Iterable[Change]) -> Differences:
        """Each change once, in that order, and in the order of the config within it."""
        unique = dict.fromkeys(changes)
        return cls(tuple(sorted(unique, key=lambda each: (not each.breaking, not each.warning))))

    @property
    def breaking(self) -> tuple[Change, ...]:
        """What callers may not live with."""
        return tuple(each for each in self.changes if each.breaking)

    @property
    def warnings(self) -> tuple[Change, ...]:
        """What lets more callers in."""
        return tuple(each for each in self.changes if each.warning)

    def to_data(self) -> dict[str, Any]:
        """Plain data: `changes`, each with the fields of `Change`, and `breaking`, whether one of them is."""
        return {"changes": [asdict(each) for each in self.changes], "breaking": bool(self.breaking)}


def changed(rule: str, place: Path, what: str) -> Change:
    """A difference as its rule judges it."""
    judged = RULES[rule]
    return Change(
        kind=judged.kind,
        where=format_path(place),
        what=what,
        breaking=judged.effect == "breaking",
        why=judged.why,
        warning=judged.effect == "warning",
        rule=rule,
    )
