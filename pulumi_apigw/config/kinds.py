"""Values of the wrong kind: what was written, and how to write what was meant."""

from __future__ import annotations

import re
from typing import Any

from .base import shown
from .references import has_reference
from .secrets import secret_kind

__all__ = ["KINDS", "no_reference", "wrong_kind"]

KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}
"""pydantic's type of error → what is accepted."""

# YAML 1.1 read yes, no, on and off as booleans; 1.2 reads text.
_BOOLEANS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}


# Text that YAML reads as itself inside brackets, without quotes.
_PLAIN = re.compile(r"[A-Za-z][\w./-]*(?::[\w./-]+)*")


def wrong_kind(value: Any, error: str, *, is_route: bool = False, is_shared: bool = False) -> str:
    """The fact and the fix for a `value` that is not of the kind that pydantic's `error` asks for."""
    expected = KINDS[error]
    if value is None:
        empty = {"a mapping": ", {} for none", "a list": ", [] for none", "text": ", '' for none"}
        return f"no value is given. Write {expected}{empty.get(expected, '')}, or remove the key."
    fix = _route_fix(value) if is_route and isinstance(value, str) else _fix(value, expected, is_shared)
    return f"{shown(value)} is not {expected}. {fix}"


def no_reference(expected: str, *, is_shared: bool = False) -> str:
    """The fix for a reference where no text is accepted; stages that share a stack have no patches."""
    others = "for all stages" if is_shared else "and what other stages have in their 'patch'"
    return f"No reference can stand here: write {expected}, {others}."


def _route_fix(value: str) -> str:
    if value == "none":
        return "Write {authorizer: none}."
    return "Give a mapping, such as {authorizer: none} or {function: NAME}."


def _fix(value: Any, expected: str, is_shared: bool) -> str:
    if isinstance(value, str) and secret_kind(value):
        return f"Give {expected}."
    if isinstance(value, str) and has_reference(value) and expected != "a mapping":
        return no_reference(expected, is_shared=is_shared)
    if isinstance(value, str) and expected == "a list":
        parts = re.split(r"[\s,]+", value.strip())
        parts = parts if all(map(_PLAIN.fullmatch, parts)) else [value]
        return f"Write [{', '.join(part if _PLAIN.fullmatch(part) else repr(part) for part in parts)}]."
    if isinstance(value, str) and expected == "true or false" and value.lower() in _BOOLEANS:
        return f"Write {_BOOLEANS[value.lower()]}, without quotes."
    if isinstance(value, str) and expected.endswith("number") and _is_number(value, expected):
        return f"Write {value.strip()}, without quotes."
    if isinstance(value, float) and expected == "a whole number" and value.is_integer():
        return f"Write {int(value)}."
    if isinstance(value, bool | int | float) and expected == "text":
        return f"Write it in quotes: '{shown(value)}'."
    return f"Give {expected}."


def _is_number(value: str, expected: str) -> bool:
    try:
        return float(value).is_integer() or expected == "a number"
    except (OverflowError, ValueError):
        return False
