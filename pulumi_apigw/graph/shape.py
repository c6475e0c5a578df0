"""The form of one entry in the tables of what AWS computes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Shape", "Template"]

Template = str | Callable[[Any], Any]


@dataclass(frozen=True)
class Shape:
    """How the id, the ARN and the other outputs of one type are made from its inputs.

    `name` is the input that names the resource, filled in by Pulumi where the program gives none ('' for
    types without a name). A template that is a function gets the `Values`. An input of the program's is not
    overwritten, unless it is among `wins`.
    """

    id: str
    arn: str = ""
    name: str = "name"
    outputs: Mapping[str, Template] = field(default_factory=dict)
    wins: frozenset[str] = frozenset()
