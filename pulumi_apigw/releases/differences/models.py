"""What bodies must look like: the models that routes check requests by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...schemas import model_references, to_api_gateway
from ...source import Path
from .demands import Demands
from .model import Change, changed
from .narrowing import Schemas, narrowings
from .values import same

__all__ = ["compare_bodies", "compare_models"]


def compare_bodies(place: Path, old: Demands, new: Demands) -> Iterator[Change]:
    """Which bodies a route checks; what the models say is told once, of the models."""
    for content_type, model in new.bodies.items():
        if content_type not in old.bodies:
            what = f"A body of {content_type} must match the model {model!r}, and was not checked."
            yield changed("body-checked", (*place, "body"), what)
    for content_type in old.bodies:
        if content_type not in new.bodies:
            what = f"A body of {content_type} is no longer checked."
            yield changed("body-unchecked", (*place, "body"), what)


def compare_models(
    place: Path, old: Mapping[str, Any], new: Mapping[str, Any], used: Mapping[tuple[str, str], Any]
) -> Iterator[Change]:
    """The models of an API; `used` are pairs of names by which a route checked bodies and checks them now."""
    before, after = _converted(old), _converted(new)
    told: set[str] = set()
    for one, other in used:
        if one in before and other in after:
            for each in narrowings(one, other, before, after):
                told.add(each.model)
                rule = "model-narrowed" if each.is_sure else "model-unsure"
                yield changed(rule, (*place, each.model, *each.path), each.what)
    checked = _reached((other for _, other in used), new)
    for name in dict.fromkeys((*old, *new)):
        if name not in told and not same(old.get(name), new.get(name)):
            yield changed("model-changed", (*place, name), _what(name, old, new, checked))


def _what(name: str, old: Mapping[str, Any], new: Mapping[str, Any], checked: set[str]) -> str:
    if name not in old or name not in new:
        return f"The model {name!r} is {'new' if name in new else 'gone'}."
    if name in checked:
        return f"The model {name!r} is another one, which accepts all that it accepted."
    return f"The model {name!r} is another one; no route checked requests by it and checks them now."


def _converted(models: Mapping[str, Any]) -> Schemas:
    return {name: to_api_gateway(schema, models) for name, schema in models.items()}


def _reached(names: Any, models: Mapping[str, Any]) -> set[str]:
    """Models by name, and all that they refer to."""
    found: set[str] = set()
    waiting = [name for name in names if name in models]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += model_references(models[name], models)
    return found
