"""What differs between two releases, in plain sentences: what breaks callers, what lets more of them in."""

from __future__ import annotations

from .comparison import compare
from .model import Change, Differences
from .rules import RULES, Rule

__all__ = ["RULES", "Change", "Differences", "Rule", "compare"]
