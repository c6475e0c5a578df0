"""Which web pages may call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...source import Path
from .model import Change, changed
from .values import fields, listed

__all__ = ["compare_cors"]

_ALL = "*"
# `*` stands for every header but this one: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
_NEVER_WILD = "authorization"
_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
_LISTS = {
    "allow_origins": "Pages of {} may call no longer.",
    "allow_methods": "Pages may use the method {} no longer.",
    "allow_headers": "Pages may set the header {} no longer.",
    "expose_headers": "Pages may read the header {} no longer.",
}


def compare_cors(
    place: Path, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Iterator[Change]:
    """What pages may do."""
    if old is None or new is None:
        if old is not None:
            yield changed("cors-removed", place, "No page of another origin may call.")
        if new is not None:
            yield changed("cors-changed", place, f"Pages of {listed(new['allow_origins'])} may call.")
            yield from _opened(place, {}, new)
        return
    told = []
    for field, sentence in _LISTS.items():
        if gone := _gone(field, old.get(field, ()), new.get(field, ())):
            told.append(field)
            yield changed("cors-narrowed", (*place, field), sentence.format(listed(gone)))
    if old.get("allow_credentials") and not new.get("allow_credentials"):
        told.append("allow_credentials")
        what = "Browsers keep answers to requests with cookies from pages."
        yield changed("cors-narrowed", (*place, "allow_credentials"), what)
    for change in _opened(place, old, new):
        told.append(change.where.rpartition(".")[2])
        yield change
    for field, sentence in fields(old, new, less=told):
        yield changed("cors-changed", (*place, field), sentence)


def _gone(field: str, old: Iterable[str], new: Iterable[str]) -> set[str]:
    """Values that were allowed and are not any more."""
    before, after = _values(field, old), _values(field, new)
    if _ALL in after:
        return {*before} & {_NEVER_WILD} - {*after} if field == "allow_headers" else set()
    return {
        each
        for each in before - after
        if not (field == "allow_origins" and f"{each.partition('://')[0]}://*" in after)
    }


def _values(field: str, values: Iterable[str]) -> set[str]:
    if field.endswith("headers"):
        return {each.lower() for each in values}
    if field == "allow_methods" and _ALL in values:
        return {*_METHODS}
    return {*values}


def _opened(place: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    wild = {each for each in new["allow_origins"] if _ALL in each} - {
        *old.get("allow_origins", ()),
        *_everybody(old),
    }
    if wild:
        yield changed("cors-opened", (*place, "allow_origins"), f"Pages of {listed(wild)} may call.")
    if new.get("allow_credentials") and not old.get("allow_credentials"):
        yield changed(
            "cors-opened", (*place, "allow_credentials"), "Pages read answers to requests with cookies."
        )


def _everybody(old: Mapping[str, Any]) -> tuple[str, ...]:
    return ("http://*", "https://*") if _ALL in old.get("allow_origins", ()) else ()
