"""What a template consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = [
    "Assignment",
    "Condition",
    "Constant",
    "Expression",
    "Index",
    "Interpolation",
    "Member",
    "Node",
    "Operation",
    "Output",
    "Reference",
]


@dataclass(frozen=True)
class Constant:
    """A value that stands in the template."""

    value: Any


@dataclass(frozen=True)
class Interpolation:
    """Text in double quotes, with references in it."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Member:
    """`.name`, or a call of a method where `arguments` is not None."""

    name: str
    arguments: tuple[Expression, ...] | None = None


@dataclass(frozen=True)
class Index:
    """`[key]`."""

    key: Expression


@dataclass(frozen=True)
class Reference:
    """`$name` and the steps after it; `text` is how the template writes it."""

    name: str
    steps: tuple[Member | Index, ...]
    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Operation:
    """An operator and what it works on: two expressions, or one after `!`."""

    operator: str
    operands: tuple[Expression, ...]


Expression = Constant | Interpolation | Reference | Operation


@dataclass(frozen=True)
class Output:
    """A reference whose value becomes part of the text."""

    reference: Reference


@dataclass(frozen=True)
class Assignment:
    """`#set($target = value)`."""

    target: Reference
    value: Expression


@dataclass(frozen=True)
class Condition:
    """`#if`, each `#elseif`, and `#else` as a branch that is always taken."""

    branches: tuple[tuple[Expression, tuple[Node, ...]], ...]


Node = str | Output | Assignment | Condition
