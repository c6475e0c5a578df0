"""References inside text: `${ref.x}` (the program supplies it) and `${stage.x}` (the stage's variable)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..source import Path

__all__ = [
    "Reference",
    "find_references",
    "has_reference",
    "iter_text",
    "malformed_references",
    "substitute_stage",
]

_REFERENCE = re.compile(r"\$\{(ref|stage)\.([A-Za-z_]\w*)\}", re.ASCII)
# API Gateway's own `${stageVariables.x}` and `${request.path}` are left alone.
_ATTEMPT = re.compile(r"\$\{\s*(?:refs?|stages?)\b[^}]*\}?", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """One reference: its namespace (`ref` or `stage`) and the name in it."""

    namespace: str
    name: str


def find_references(text: str) -> Iterator[Reference]:
    """Every well-formed reference in `text`, in order."""
    for match in _REFERENCE.finditer(text):
        yield Reference(match[1], match[2])


def malformed_references(text: str) -> Iterator[str]:
    """What looks like a reference but is none, such as `${ref.}` or `${stage.a-b}`."""
    for match in _ATTEMPT.finditer(text):
        if not _REFERENCE.fullmatch(match[0]):
            yield match[0]


def has_reference(text: str) -> bool:
    """Whether part of `text` is for the program or the stage to say: its final form cannot be checked yet.

    Malformed references count: they are a problem of their own, and the only one of that text.
    """
    return "${" in text and bool(_REFERENCE.search(text) or _ATTEMPT.search(text))


def iter_text(data: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every string value inside plain data, with its path."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from iter_text(value, (*path, key))
    elif isinstance(data, list | tuple):
        for position, value in enumerate(data):
            yield from iter_text(value, (*path, position))


def substitute_stage(data: Any, variables: Mapping[str, str]) -> Any:
    """`data` with each `${stage.x}` replaced by the stage's value; an unknown one is left for the checks."""
    if isinstance(data, str):
        return _REFERENCE.sub(lambda match: _stage_value(match, variables), data) if "${" in data else data
    if isinstance(data, Mapping):
        return {key: substitute_stage(value, variables) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [substitute_stage(value, variables) for value in data]
    return data


def _stage_value(match: re.Match[str], variables: Mapping[str, str]) -> str:
    return variables.get(match[2], match[0]) if match[1] == "stage" else match[0]
