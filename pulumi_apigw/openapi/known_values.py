"""Documents to give away hold values, and no references to what the program alone knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..config.references import find_references, iter_text
from ..errors import ConfigError, Problem
from ..source import format_path

__all__ = ["require_known"]

_TEXTS: Final = frozenset({"description", "summary", "title"})


def require_known(document: Mapping[str, Any], *, fix: str) -> None:
    """Raise ConfigError for each value of a document that is a `${ref.x}`; in descriptions it may stay."""
    problems = [
        Problem(
            format_path(path),
            f"{text!r} holds ref {each.name!r}, whose value only the program knows. {fix}",
        )
        for path, text in iter_text(document)
        for each in find_references(text)
        if path[-1] not in _TEXTS
    ]
    if problems:
        raise ConfigError(problems)
