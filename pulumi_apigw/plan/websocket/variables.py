"""Names of the environment variables by which functions find the connections of WebSocket APIs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

__all__ = ["connection_variables", "variable_suffix"]

Value = TypeVar("Value")


def variable_suffix(api: str) -> str:
    """What ends the names of the environment variables that are of one API alone."""
    return re.sub(r"[^A-Z0-9_]", "_", api.upper())


def connection_variables(name: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """The variables of values by their API's suffix: `name` itself too, where there is one API."""
    own = {f"{name}_{suffix}": value for suffix, value in values.items()}
    return {name: next(iter(values.values())), **own} if len(values) == 1 else own
