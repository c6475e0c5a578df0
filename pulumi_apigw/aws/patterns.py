"""Regular expressions of schemas, which are in ECMA 262's dialect: Python's lacks parts of it.

https://json-schema.org/draft-04/draft-fge-json-schema-validation-00#rfc.section.3.3
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["compiled", "unbalanced"]

_UNBALANCED: Final = (
    "missing ), unterminated subpattern",
    "unbalanced parenthesis",
    "nothing to repeat",
)


def compiled(pattern: str) -> re.Pattern[str] | None:
    """The pattern for Python; None where Python's dialect has not what stands in it."""
    try:
        return re.compile(pattern)
    except (re.error, OverflowError):
        return None


def unbalanced(pattern: str) -> str | None:
    """What is wrong with a pattern in every dialect; None where nothing is."""
    try:
        re.compile(pattern)
    except re.error as error:
        return error.msg if error.msg in _UNBALANCED else None
    except OverflowError:
        return None
    return None
