"""The functions of a WebSocket API that are made only when the API is there, as it has to take them to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from ..plan.model import TargetPlan
from .references import References
from .targets import AnyFunction, Target, targets_of

__all__ = ["expected_targets"]


def expected_targets(
    api: Any, functions: Mapping[str, AnyFunction | Target] | Callable[..., Any], refs: References
) -> dict[str, TargetPlan]:
    """How functions are called; those that are made later are taken to be those that the config names."""
    if callable(functions):
        return {each: TargetPlan(function=each, aliases=(None,)) for each in _named(api)}
    return {each: target.plan for each, target in targets_of(functions, refs).items()}


def _named(config: Any) -> Iterator[str]:
    """The functions that a config names: in `function`, in `push` and in `connections.functions`."""
    if isinstance(config, BaseModel):
        config = config.model_dump()
    if isinstance(config, Mapping):
        for key, value in config.items():
            if key == "function" and isinstance(value, str):
                yield value
            elif key in ("push", "functions") and isinstance(value, list | tuple):
                yield from (each for each in value if isinstance(each, str))
            else:
                yield from _named(value)
