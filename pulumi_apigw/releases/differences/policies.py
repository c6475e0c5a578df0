"""Resource policies of REST APIs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Any

from ...source import Path
from .model import Change, changed
from .values import listed, same

__all__ = ["compare_policies"]

_DENIES = "deny_ips"

Network = IPv4Network | IPv6Network


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
    gone, added = _without(one, other), _without(other, one)
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


def _without(values: set[str], others: set[str]) -> set[str]:
    """Values that `others` do not have; addresses are also had in wider blocks, or in several that adjoin."""
    known = list(_networks(others))
    v4 = list(collapse_addresses(each for each in known if isinstance(each, IPv4Network)))
    v6 = list(collapse_addresses(each for each in known if isinstance(each, IPv6Network)))

    def is_inside(network: Network) -> bool:
        if isinstance(network, IPv4Network):
            return any(network.subnet_of(each) for each in v4)
        return any(network.subnet_of(each) for each in v6)

    return {each for each in values - others if not any(map(is_inside, _networks([each])))}


def _networks(values: Iterable[str]) -> Iterator[Network]:
    for each in values:
        with suppress(ValueError):  # a ref, or no address at all
            yield ip_network(each, strict=False)
