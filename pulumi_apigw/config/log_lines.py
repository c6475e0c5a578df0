"""What a line of an access log is made of, for those who search it."""

from __future__ import annotations

import json
import re

__all__ = ["key_of"]


def key_of(log_format: str, variable: str) -> str | None:
    """The key under which lines of a JSON format hold a `$context` variable, if a search can name that key.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    """
    try:
        line = json.loads(log_format)
    except ValueError:
        return None
    found = line.items() if isinstance(line, dict) else ()
    return next(
        (key for key, value in found if value == variable and re.fullmatch(r"[\w-]+", key, re.ASCII)), None
    )
