"""Whether a JSON Schema accepts all that an older one accepted.

Both are first put into the words of draft 4 that API Gateway takes. A property that is new beside open
`additionalProperties` is let pass although some caller may have sent another value by that name: every new
optional property would break else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...source import Path
from ..canonical import canonical
from . import keywords
from .values import listed

__all__ = ["Narrowing", "Schemas", "narrowings"]

_REFERENCE = "#/components/schemas/"

Schema = Mapping[str, Any]
Schemas = Mapping[str, Schema]
"""Models by name, as `to_api_gateway` makes them."""


@dataclass(frozen=True)
class Narrowing:
    """Something that an older schema accepted and a newer one does not, or may not (`is_sure`)."""

    model: str
    path: Path
    what: str
    is_sure: bool = True


def narrowings(old: str, new: str, before: Schemas, after: Schemas) -> Iterator[Narrowing]:
    """What the model `new` of `after` accepts no longer of what `old` of `before` accepted."""
    # Each once, however many properties refer to one model.
    yield from dict.fromkeys(_Walk(before, after).compare(before[old], after[new], new, ()))


class _Walk:
    """A comparison of two sets of models; a pair of schemas that refers to itself is looked at once."""

    def __init__(self, before: Schemas, after: Schemas) -> None:
        self._before = before
        self._after = after
        self._seen: set[tuple[str, str]] = set()

    def compare(self, old: Schema, new: Schema, model: str, path: Path) -> Iterator[Narrowing]:
        pair = canonical(old), canonical(new)
        if "$ref" in old or "$ref" in new:
            if pair in self._seen:
                return
            self._seen.add(pair)
        while "$ref" in old:
            old = self._before.get(_named(old), {})
        while "$ref" in new:
            model, path = _named(new), ()
            new = self._after.get(model, {})
        if any(self._accepts(each, new) for each in old.get("allOf", ())):
            return
        for each in keywords.compare(old, new):
            yield Narrowing(model, (*path, *each.path), each.what, each.is_sure)
        # Where types are apart, the rest says nothing more.
        if keywords.may_be("object", old):
            yield from self._properties(old, new, model, path)
        if keywords.may_be("array", old) and "items" in new:
            yield from self.compare(old.get("items", {}), new["items"], model, (*path, "items"))
        yield from self._combined(old, new, model, path)

    def _accepts(self, old: Schema, new: Schema) -> bool:
        """Whether `new` surely accepts all that `old` accepts."""
        walk = _Walk(self._before, self._after)
        walk._seen = {*self._seen}
        return next(walk.compare(old, new, "", ()), None) is None

    def _properties(self, old: Schema, new: Schema, model: str, path: Path) -> Iterator[Narrowing]:
        before, after = old.get("properties", {}), new.get("properties", {})
        one, other = old.get("additionalProperties", True), new.get("additionalProperties", True)
        for name in dict.fromkeys((*before, *after)):
            place = (*path, "properties", name)
            if name in before and name in after:
                yield from self.compare(before[name], after[name], model, place)
            elif name in after:
                if isinstance(one, Mapping):
                    yield from self.compare(one, after[name], model, place)
            elif other is False:
                yield Narrowing(model, place, f"The property {listed([name])} is no longer accepted.")
            elif other is not True:
                yield from self.compare(before[name], other, model, (*path, "additionalProperties"))
        place = (*path, "additionalProperties")
        if one is False or other is True:
            return
        if other is False:
            yield Narrowing(model, place, "Properties that it does not name are no longer accepted.")
        else:
            yield from self.compare({} if one is True else one, other, model, place)

    def _combined(self, old: Schema, new: Schema, model: str, path: Path) -> Iterator[Narrowing]:
        """`allOf`, `anyOf`, `oneOf` and `not`, of which not all can be told."""
        yield from self._all_of(old, new, model, path)
        if not self._any_of(old, new):
            yield Narrowing(model, (*path, "anyOf"), "anyOf may accept less.", is_sure=False)
        if "oneOf" in new and not self._same(old.get("oneOf", ()), new["oneOf"]):
            # One more alternative may match what another one matched, and then nothing is valid.
            yield Narrowing(model, (*path, "oneOf"), "oneOf may accept less.", is_sure=False)
        if "not" in new and not (
            "not" in old and _Walk(self._after, self._before)._accepts(new["not"], old["not"])
        ):
            yield Narrowing(model, (*path, "not"), "not may refuse more.", is_sure=False)

    def _any_of(self, old: Schema, new: Schema) -> bool:
        """Whether what was accepted is surely accepted by an alternative."""
        choices = keywords.alternatives(new)
        if not choices or any(self._accepts(old, each) for each in choices):
            return True
        known = old.get("anyOf", ())
        return bool(known) and all(any(self._accepts(one, each) for each in choices) for one in known)

    def _all_of(self, old: Schema, new: Schema, model: str, path: Path) -> Iterator[Narrowing]:
        known = old.get("allOf", ())
        for position, each in enumerate(new.get("allOf", ())):
            if any(self._accepts(one, each) for one in (old, *known)):
                continue
            if position < len(known):
                yield from self.compare(known[position], each, model, (*path, "allOf", position))
            else:
                what = "allOf has one condition more."
                yield Narrowing(model, (*path, "allOf", position), what, is_sure=False)

    def _same(self, old: Any, new: Any) -> bool:
        back = _Walk(self._after, self._before)
        return len(old) == len(new) and all(
            self._accepts(one, other) and back._accepts(other, one)
            for one, other in zip(old, new, strict=True)
        )


def _named(schema: Schema) -> str:
    return str(schema["$ref"]).removeprefix(_REFERENCE)
