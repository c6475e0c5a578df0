"""What a document says of a route, whatever the kind of its API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ...plan.rest.model import ParameterPlan

__all__ = ["WITH_BODY", "Requirement", "Route"]

WITH_BODY: Final = frozenset({"PATCH", "POST", "PUT"})
"""Methods whose requests have bodies."""


Requirement = Mapping[str, Sequence[str]]
"""Schemes that a caller must satisfy at once, each with its scopes."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """A route as its callers see it; `method` is `ANY` for all, `path` is API Gateway's (`/files/{path+}`).

    `body` is the content of a request by media type, None where none is taken. `security` are the ways to be
    let in, of which a caller chooses one; `refusals` the answers that API Gateway may give in its stead, by
    their types.
    """

    method: str
    path: str
    name: str | None = None
    summary: str | None = None
    description: str | None = None
    groups: Sequence[str] = ()
    parameters: Sequence[ParameterPlan] = ()
    body: Mapping[str, Any] | None = None
    body_required: bool = False
    responses: Mapping[str, Any] = field(default_factory=dict)
    security: Sequence[Requirement] = ()
    refusals: Sequence[str] = ()
