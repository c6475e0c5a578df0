"""Large data with outputs in it, as JSON text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

import pulumi

__all__ = ["json_sha256", "json_text"]


def json_text(data: Any) -> pulumi.Output[str]:
    """`data` as JSON whose keys are in order: equal data has equal texts.

    Each output counts once. `pulumi.Output.json_dumps` makes an output of every object and list instead,
    which takes seconds for the body of a large API.
    """
    outputs: dict[int, pulumi.Output[Any]] = {}

    def collect(found: pulumi.Input[Any]) -> None:
        outputs[id(found)] = pulumi.Output.from_input(found)

    _written(data, collect)

    def fill(values: Sequence[Any]) -> str:
        known = dict(zip(outputs, values, strict=True))
        return _written(data, lambda found: known[id(found)])

    return pulumi.Output.all(*outputs.values()).apply(fill)


def json_sha256(data: Any) -> pulumi.Output[str]:
    """SHA-256 of `json_text`, in hex: a trigger that changes when anything in `data` does."""
    return json_text(data).apply(lambda text: hashlib.sha256(text.encode()).hexdigest())


def _written(data: Any, convert: Callable[[Any], Any]) -> str:
    """`convert` gets what JSON has no form of."""
    return json.dumps(data, default=convert, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
