"""How much a stage lets through: throttles and usage plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ...source import Path
from .model import Change, changed
from .values import sentence, shown

__all__ = ["compare_throttles", "compare_usage_plans"]

SMALLEST_SHARE: Final = 0.5
"""A limit of less than this share of what it was breaks callers. Nobody here knows the traffic: a smaller cut
is taken for a correction that somebody looked up."""

_LIMITS = ("rate_limit", "burst_limit")


def compare_throttles(place: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """The limits of an API or a route; those that are not known on both sides are not compared."""
    for name in _LIMITS:
        one, other = old.get(name), new.get(name)
        if one is None or other is None or one == other:
            continue
        rule = "throttle-halved" if other < one * SMALLEST_SHARE else "throttle-changed"
        yield changed(rule, (*place, name), f"{name} is {shown(other)} instead of {shown(one)}.")


def compare_usage_plans(place: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """The usage plans of an API, and which keys have them."""
    kept = {key for plan in new.values() for key in plan.get("api_keys", ())}
    for name in dict.fromkeys((*old, *new)):
        where = (*place, name)
        if name not in old:
            yield changed("usage-plan-changed", where, f"The usage plan {name!r} is new.")
        elif name not in new:
            yield changed("usage-plan-narrowed", where, f"The usage plan {name!r} is gone.")
        else:
            yield from _plan(where, old[name], new[name], kept)


def _plan(place: Path, old: Mapping[str, Any], new: Mapping[str, Any], kept: set[str]) -> Iterator[Change]:
    before, after = _limits(old), _limits(new)
    for path in dict.fromkeys((*before, *after)):
        one, other = before.get(path), after.get(path)
        if one == other:
            continue
        is_less = other is not None and (one is None or other < one * SMALLEST_SHARE)
        rule = "usage-plan-narrowed" if is_less else "usage-plan-changed"
        yield changed(rule, (*place, *path), sentence(str(path[-1]), one, other))
    period, other_period = ((plan.get("quota") or {}).get("period") for plan in (old, new))
    if period and other_period and period != other_period:
        what = sentence("period", period, other_period)
        yield changed("usage-plan-narrowed", (*place, "quota", "period"), what)
    for key in old.get("api_keys", ()):
        if key not in new.get("api_keys", ()):
            rule = "usage-plan-changed" if key in kept else "usage-plan-narrowed"
            yield changed(rule, (*place, "api_keys"), f"The API key {key!r} has this plan no longer.")
    for key in new.get("api_keys", ()):
        if key not in old.get("api_keys", ()):
            yield changed(
                "usage-plan-changed", (*place, "api_keys"), f"The API key {key!r} has this plan too."
            )


def _limits(plan: Mapping[str, Any]) -> dict[Path, Any]:
    """Every number of a plan by its path."""
    found: dict[Path, Any] = {}
    places: dict[Path, Mapping[str, Any]] = {("throttle",): plan.get("throttle") or {}}
    for key, throttle in (plan.get("routes") or {}).items():
        places["routes", key] = throttle
    for path, throttle in places.items():
        found |= {(*path, name): throttle[name] for name in _LIMITS if throttle.get(name) is not None}
    if quota := plan.get("quota"):
        found["quota", "limit"] = quota["limit"]
    return found
