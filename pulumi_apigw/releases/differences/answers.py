"""Answers that API Gateway gives itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...aws.gateway_responses import STATUSES
from ...source import Path
from .model import Change, changed
from .values import fields

__all__ = ["compare_gateway_responses"]

Responses = Mapping[str, Mapping[str, Any]]


def compare_gateway_responses(place: Path, old: Responses, new: Responses) -> Iterator[Change]:
    """Gateway responses of a REST API; one that says the status that AWS gives anyway changes none."""
    for kind in dict.fromkeys((*old, *new)):
        is_other = _status(kind, old) != _status(kind, new)
        for key, sentence in fields(_given(old.get(kind)), _given(new.get(kind))):
            rule = "gateway-status-changed" if key == "status" and is_other else "gateway-response-changed"
            yield changed(rule, (*place, kind, key), sentence)


def _given(response: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (response or {}).items() if value}


def _status(kind: str, responses: Responses) -> int | None:
    """The status of a type of answers: its own, else its family's unless it is customised, else AWS's."""
    default = STATUSES.get(kind)
    family = responses.get(f"DEFAULT_{default // 100}XX", {}) if default else {}
    status: int | None = responses.get(kind, family).get("status")
    return status or default
