"""Functions and stage variables of two releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..release import FunctionRelease
from .model import Change, changed
from .values import shown

__all__ = ["compare_functions", "compare_variables"]

_DIGITS = 12


def compare_functions(
    old: Mapping[str, FunctionRelease], new: Mapping[str, FunctionRelease]
) -> Iterator[Change]:
    """Functions whose code or runtime is another one; the same code under another version is the same."""
    for name in dict.fromkeys((*old, *new)):
        place = ("functions", name)
        if name not in old:
            yield changed("function-added", place, f"The function {name!r} is new.")
        elif name not in new:
            yield changed("function-removed", place, f"The function {name!r} is gone.")
        elif what := "; ".join(_differing(old[name], new[name])):
            yield changed("function-changed", place, f"{what}.")


def _differing(old: FunctionRelease, new: FunctionRelease) -> Iterator[str]:
    for field in ("runtime", "handler", "architecture"):
        one, other = getattr(old, field), getattr(new, field)
        if one != other:
            yield f"{field} is {shown(other)} instead of {shown(one)}"
    # Unknown in a captured graph, for which no zips are built.
    if old.code_sha256 and new.code_sha256 and old.code_sha256 != new.code_sha256:
        yield f"the code is {new.code_sha256[:_DIGITS]} instead of {old.code_sha256[:_DIGITS]}"


def compare_variables(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    """Promotable stage variables."""
    for name in dict.fromkeys((*old, *new)):
        place = ("stage_variables", name)
        if name not in old:
            yield changed("variable-added", place, f"{name} is new: {shown(new[name])}.")
        elif name not in new:
            yield changed("variable-removed", place, f"{name} is gone, which was {shown(old[name])}.")
        elif old[name] != new[name]:
            yield changed(
                "variable-changed", place, f"{name} is {shown(new[name])} instead of {shown(old[name])}."
            )
