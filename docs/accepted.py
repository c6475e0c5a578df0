"""What a field of the config accepts, in the words by which it refuses all else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

__all__ = ["accepted"]

_REFUSED = ("\0 ", "a" * 20_000, -1_000_000)
_ACCEPTED = (
    (r"It takes (.+)\.", r"\1"),
    (r"AWS accepts (.+)\.", r"\1"),
    (r"Accepted: (.+)\.", r"one of \1"),
    (r"Known: (.+)\.", r"one of \1"),
    (r"At most (\d+) are accepted", r"at most \1 characters"),
    (r"AWS takes at most (\d+)\.", r"at most \1 characters"),
    (r"(?:Use|Give) (.+?)(?:, or leave it out)?\.$", r"\1"),
)
# The route keys' own messages are about the route at hand; the page of routes says what a key is.
_TOLD_ELSEWHERE = ("Did you mean", "Use one of ANY")


def accepted(info: FieldInfo) -> str:
    """What the field says it takes when it refuses a value; keys of a mapping apart from its values."""
    annotation: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    adapter = TypeAdapter(annotation)
    told: dict[bool, dict[str, None]] = {True: {}, False: {}}
    for probe in _REFUSED:
        for shape in (probe, [probe], {probe: "x"}, {"xx": probe}):
            for of_key, text in _refusals(adapter, shape):
                told[of_key][text] = None
    keys, values = ", ".join(told[True]), ", ".join(told[False])
    if not keys:
        return values
    return f"keys: {keys}" + (f"; values: {values}" if values else "")


def _refusals(adapter: TypeAdapter[Any], value: Any) -> Iterator[tuple[bool, str]]:
    """Whether a key was refused, and what is accepted in its place."""
    try:
        adapter.validate_python(value)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            if each["type"] != "apigw" or any(text in each["msg"] for text in _TOLD_ELSEWHERE):
                continue
            told = next((match.expand(to) for match, to in _matches(each["msg"])), "")
            if told:
                yield "[key]" in each["loc"], told


def _matches(message: str) -> Iterator[tuple[re.Match[str], str]]:
    for pattern, to in _ACCEPTED:
        if match := re.search(pattern, message):
            yield match, to
