"""What a line of an access log is made of, for those who search it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

__all__ = ["key_of"]

_KEY: Final = re.compile(r"[\w-]+", re.ASCII)
# A number is logged without quotes, which is JSON only when a value has taken the variable's place.
_UNQUOTED: Final = re.compile(r"([:,\[]\s*)(\$context\.[\w.-]+)(?=\s*[,}\]])")


def key_of(log_format: str, variable: str) -> str | None:
    """The key under which lines of a JSON format hold a `$context` variable, if a search can name that key.

    Keys of mappings inside the line are joined by dots: `http.status`.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    """
    line = _parsed(log_format)
    if line is None:
        line = _parsed(_UNQUOTED.sub(r'\1"\2"', log_format))
    found = _values(line) if isinstance(line, dict) else ()
    return next((key for key, value in found if value == variable), None)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _values(line: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in line.items():
        if not _KEY.fullmatch(key):
            continue
        if isinstance(value, dict):
            yield from _values(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value
