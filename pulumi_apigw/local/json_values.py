"""What stands at a place of a JSON text: `items[0].name`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

__all__ = ["value_at"]

_STEP: Final = re.compile(r"[^.\[\]'\"]+")


def value_at(text: str | bytes, path: str) -> Any:
    """The value at a path of names and positions; None where there is none, or the text is no JSON."""
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    for step in _STEP.findall(path):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found
