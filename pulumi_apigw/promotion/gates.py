"""What must hold before a stage is promoted, each with what is found and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Gate"]


@dataclass(frozen=True)
class Gate:
    """One condition: `text` is the fact, `fix` what to do where it does not hold."""

    name: str
    passed: bool
    text: str
    fix: str | None = None

    def to_data(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {"name": self.name, "passed": self.passed, "text": self.text, "fix": self.fix}
