"""Routes: which are new, which are gone, and what the others ask and call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ...aws.route_keys import METHODS
from ...source import Path
from .authorizers import compare_callers
from .demands import demands_of, target_of
from .limits import compare_throttles
from .matching import Pair, identity, pairs
from .model import Change, changed
from .models import compare_bodies
from .values import fields, listed, same

__all__ = ["RouteComparison"]

# Compared with the API's defaults, or by rules of their own.
_JUDGED = ("api_key", "authorizer", "scopes", "throttle")
# What a rule has told of.
_FIELDS = {
    "body-checked": ("body", "validation"),
    "body-unchecked": ("body", "validation"),
    "parameter-required": ("parameters", "validation"),
    "reply-removed": ("reply",),
}
_EVERY_METHOD = len(METHODS) - 1


class RouteComparison:
    """The routes of one API before and after.

    After `changes` are read, `needs_key` says whether some requests needed an API key and need one now,
    `authorizers` has the names of those that guard the same requests before and after, and `models` the
    pairs of names of models that bodies were checked against and are now.
    """

    def __init__(self, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        self._name = name
        self._old = old
        self._new = new
        self._protocol = str(new["protocol"])
        self._pairs: Counter[str | None] = Counter()
        self.needs_key = False
        self.authorizers: set[str] = set()
        self.models: dict[tuple[str, str], None] = {}

    def changes(self) -> Iterator[Change]:
        before, after = self._identities(self._old), self._identities(self._new)
        found = list(pairs(self._old, self._new))
        self._pairs = Counter(pair.old for pair in found)
        for key in self._new["routes"]:
            if identity(key, self._protocol) not in before:
                yield self._added(key, found)
        for pair in found:
            if pair.old is None:
                continue
            if pair.new is None:
                yield self._removed(pair)
            elif identity(pair.old, self._protocol) == identity(pair.new, self._protocol):
                yield from self._kept(pair.old, pair.new)
            else:
                if identity(pair.old, self._protocol) not in after:
                    yield self._moved(pair, pair.old, pair.new)
                yield from self._asked(pair.old, pair.new)

    def _identities(self, api: Mapping[str, Any]) -> set[str]:
        return {identity(key, self._protocol) for key in api["routes"]}

    def _place(self, key: str) -> Path:
        return ("apis", self._name, "routes", key)

    def _added(self, key: str, found: list[Pair]) -> Change:
        sources = {pair.old for pair in found if pair.new == key and pair.old not in (None, key)}
        what = f" It answers requests that {listed(sources)} answered." if sources else ""
        return changed("route-added", self._place(key), f"{key} is new.{what}")

    def _removed(self, pair: Pair) -> Change:
        key = str(pair.old)
        some = self._some_methods(pair)
        what = f"{key} answers {some} no longer." if some else f"{key} is gone."
        return changed("route-removed", self._place(key), what)

    def _moved(self, pair: Pair, old: str, new: str) -> Change:
        before, after = self._target(self._old, old), self._target(self._new, new)
        rule = "route-covered" if same(before, after) else "route-answered-elsewhere"
        requests = f"its {some} requests" if (some := self._some_methods(pair)) else "its requests"
        return changed(rule, self._place(old), f"{old} is gone, and {new} answers {requests}.")

    def _some_methods(self, pair: Pair) -> str:
        """The methods of a pair, where another route answers other requests of its old route now."""
        takes_all = str(pair.old).startswith(("ANY ", "$default"))
        is_part = takes_all and self._pairs[pair.old] > 1 and len(pair.methods) < _EVERY_METHOD
        return ", ".join(pair.methods) if is_part else ""

    def _target(self, api: Mapping[str, Any], key: str) -> Any:
        return target_of(api, api["routes"][key])

    def _kept(self, old: str, new: str) -> Iterator[Change]:
        place = self._place(new)
        before, after = self._old["routes"].get(old), self._new["routes"].get(new)
        if after is None:
            # `$connect` and `$disconnect`: clients connect and go without them all the same.
            yield changed("route-changed", place, f"{old} is gone: nothing is called then.")
        elif old != new:
            yield changed(
                "route-changed", place, f"It was {old}: functions get path variables by the new names."
            )
        asked = list(self._asked(old, new))
        yield from asked
        if before is None or after is None:
            return
        yield from self._throttle(place, before, after)
        told = {field for each in asked for field in _FIELDS.get(each.rule, ())}
        one, other = _filled(before, after, self._old), _filled(after, before, self._new)
        for field, sentence in fields(one, other, less={*_JUDGED, *told}):
            yield changed("route-changed", (*place, field), sentence)

    def _asked(self, old: str, new: str) -> Iterator[Change]:
        """What requests need that `old` answered and `new` answers, and whether they still get a reply."""
        place = self._place(new)
        one, other = self._old["routes"].get(old, {}), self._new["routes"].get(new, {})
        before, after = demands_of(self._old, one), demands_of(self._new, other)
        if before.authorizer and before.authorizer == after.authorizer:
            self.authorizers.add(before.authorizer)
        self.needs_key = self.needs_key or (before.api_key and after.api_key)
        yield from compare_callers(place, self._name, self._protocol, before, after)
        for name in sorted(after.parameters - before.parameters):
            yield changed("parameter-required", (*place, "parameters", name), f"A request needs {name}.")
        yield from compare_bodies(place, before, after)
        for content_type, model in after.bodies.items():
            if content_type in before.bodies:
                self.models[before.bodies[content_type], model] = None
        if one.get("reply") and not other.get("reply"):
            yield changed("reply-removed", (*place, "reply"), "The sender gets no answer any more.")

    def _throttle(self, place: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
        """A route's own limits, in place of which the API's hold where it has none."""
        if old.get("throttle") or new.get("throttle"):
            around = self._old.get("throttle") or {}, self._new.get("throttle") or {}
            one, other = (
                {**around[0], **(old.get("throttle") or {})},
                {**around[1], **(new.get("throttle") or {})},
            )
            yield from compare_throttles((*place, "throttle"), one, other)


def _filled(route: Mapping[str, Any], beside: Mapping[str, Any], api: Mapping[str, Any]) -> Mapping[str, Any]:
    """A route with the API's defaults for what the other one says itself."""
    return {**{key: value for key, value in (api.get("defaults") or {}).items() if key in beside}, **route}
