"""Resource policies of REST APIs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...source import Path
from .model import Change, changed
from .values import listed, same

__all__ = ["compare_policies"]

_DENIES = "deny_ips"


def compare_policies(
    place: Path, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Iterator[Change]:
    """From where an API can be called."""
    if same(old, new):
        return
    if new is None:
        yield changed("policy-widened", place, "The policy is gone: the API can be called from everywhere.")
    elif old is None:
        yield changed("policy-narrowed", place, "There is a policy; the API could be called from everywhere.")
    elif "Statement" in old or "Statement" in new:
        yield changed("policy-rewritten", place, "The policy is another one.")
    else:
        for field in dict.fromkeys((*old, *new)):
            yield from _words((*place, field), field, old.get(field), new.get(field))


def _words(place: Path, field: str, old: Any, new: Any) -> Iterator[Change]:
    """One list of a policy in short words, of which one value must hold; an empty list says nothing."""
    # One ref stands for a list.
    one, other = ({each} if isinstance(each, str) else {*(each or ())} for each in (old, new))
    gone, added = one - other, other - one
    if field == _DENIES:
        if added:
            yield changed("policy-narrowed", place, f"{listed(added)} may not call.")
        if gone:
            yield changed("policy-widened", place, f"{listed(gone)} may call.")
    elif not one and other:
        yield changed("policy-narrowed", place, f"Callers must be one of {listed(other)}.")
    elif one and not other:
        yield changed("policy-widened", place, f"Callers need not be one of {listed(one)} any more.")
    else:
        if gone:
            yield changed("policy-narrowed", place, f"{listed(gone)} may call no longer.")
        if added:
            yield changed("policy-widened", place, f"{listed(added)} may call too.")
