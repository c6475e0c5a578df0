"""Values of two releases side by side, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ..canonical import canonical

__all__ = ["fields", "listed", "same", "sentence", "shown"]

_SHOWN_LENGTH = 60
_NOTHING: tuple[Any, ...] = (None, {}, [], "")


def same(old: Any, new: Any) -> bool:
    """Whether two values are one in JSON, where 20.0 is 20."""
    return canonical(old) == canonical(new)


def shown(value: Any) -> str:
    """A value as messages have it: text in quotes, all else as JSON."""
    return repr(value) if isinstance(value, str) else canonical(value)


def listed(values: Iterable[Any]) -> str:
    """Values in a row: `'a', 'b' and 'c'`."""
    *others, last = [shown(each) for each in sorted(values, key=str)]
    return f"{', '.join(others)} and {last}" if others else last


def fields(
    old: Mapping[str, Any], new: Mapping[str, Any], less: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Keys that differ, but for those of `less`, each with a sentence."""
    for key in dict.fromkeys((*old, *new)):
        if key not in less and not same(old.get(key), new.get(key)):
            yield key, sentence(key, old.get(key), new.get(key))


def sentence(key: str, old: Any, new: Any) -> str:
    """What became of the value of a key, which is another one."""
    if old in _NOTHING:
        return f"{key} is new: {shown(new)}." if _is_short(new) else f"{key} is new."
    if new in _NOTHING:
        return f"{key} is gone, which was {shown(old)}." if _is_short(old) else f"{key} is gone."
    if _is_short(old) and _is_short(new):
        return f"{key} is {shown(new)} instead of {shown(old)}."
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        inner = [name for name in dict.fromkeys((*old, *new)) if not same(old.get(name), new.get(name))]
        return f"{key} is changed in {listed(inner)}."
    return f"{key} is another one."


def _is_short(value: Any) -> bool:
    return len(shown(value)) <= _SHOWN_LENGTH
