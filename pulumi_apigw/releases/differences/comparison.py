"""Two releases side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...config.patch import merge_patch
from ...source import Path
from ..release import Release
from .answers import compare_gateway_responses
from .authorizers import compare_authorizers
from .contents import compare_functions, compare_variables
from .cors import compare_cors
from .endpoints import ENDPOINT, compare_endpoints
from .limits import compare_throttles, compare_usage_plans
from .model import Change, Differences, changed
from .models import compare_models
from .policies import compare_policies
from .routes import RouteComparison
from .values import fields, same

__all__ = ["compare"]

Api = Mapping[str, Any]

_KEY_PLACES = ("api_key_source", "api_key_selection_expression")
# Keys of an API that have rules of their own.
_JUDGED = (
    *("authorizers", "cors", "defaults", "gateway_responses", "models", "policy", "protocol", "routes"),
    *("throttle", "usage_plans"),
    *ENDPOINT,
)
_JUDGED_DEFAULTS = ("api_key", "authorizer", "scopes")


def compare(old: Release | None, new: Release) -> Differences:
    """What changes for callers, and what else does, where `new` takes the place of `old`.

    None as `old` is a stage that has nothing yet, where nothing can break.
    """
    before, after = _apis(old), _apis(new)
    changes: list[Change] = []
    for name in dict.fromkeys((*before, *after)):
        found = list(_compared(name, before.get(name), after.get(name)))
        # Defaults that are written out, say: the release has another id all the same.
        if not found and not same(before[name], after[name]):
            found.append(
                changed("api-changed", ("apis", name), "It is written otherwise, and does the same.")
            )
        changes += found
    changes += compare_functions(old.functions if old else {}, new.functions)
    changes += compare_variables(old.variables if old else {}, new.variables)
    return Differences.of(changes)


def _apis(release: Release | None) -> dict[str, Api]:
    """Each API with what of it belongs to the stage, which has the same shape."""
    if release is None:
        return {}
    return {name: merge_patch(api, release.settings.get(name, {})) for name, api in release.apis.items()}


def _compared(name: str, old: Api | None, new: Api | None) -> Iterator[Change]:
    place: Path = ("apis", name)
    if old is None or new is None:
        rule = "api-added" if old is None else "api-removed"
        yield changed(rule, place, f"The API {name!r} is {'new' if old is None else 'gone'}.")
    elif old["protocol"] != new["protocol"]:
        what = f"The API {name!r} is of the protocol {new['protocol']} instead of {old['protocol']}."
        yield changed("protocol-changed", place, what)
    else:
        yield from _of_one_kind(name, old, new)


def _of_one_kind(name: str, old: Api, new: Api) -> Iterator[Change]:
    place: Path = ("apis", name)
    routes = RouteComparison(name, old, new)
    yield from routes.changes()
    authorizers = old.get("authorizers", {}), new.get("authorizers", {})
    yield from compare_authorizers((*place, "authorizers"), *authorizers, used=routes.authorizers)
    yield from compare_models((*place, "models"), old.get("models", {}), new.get("models", {}), routes.models)
    yield from compare_cors((*place, "cors"), old.get("cors"), new.get("cors"))
    yield from compare_policies((*place, "policy"), old.get("policy"), new.get("policy"))
    yield from compare_throttles((*place, "throttle"), old.get("throttle") or {}, new.get("throttle") or {})
    plans = old.get("usage_plans", {}), new.get("usage_plans", {})
    yield from compare_usage_plans((*place, "usage_plans"), *plans)
    yield from compare_endpoints(place, old, new)
    answers = old.get("gateway_responses", {}), new.get("gateway_responses", {})
    yield from compare_gateway_responses((*place, "gateway_responses"), *answers)
    yield from _others(place, old, new, needs_key=routes.needs_key)


def _others(place: Path, old: Api, new: Api, *, needs_key: bool) -> Iterator[Change]:
    rules = {"route_selection_expression": "selection-changed"}
    if needs_key:
        rules |= dict.fromkeys(_KEY_PLACES, "api-key-place-changed")
    for key, sentence in fields(old, new, less=_JUDGED):
        yield changed(rules.get(key, "api-changed"), (*place, key), sentence)
    for key, sentence in fields(old.get("defaults") or {}, new.get("defaults") or {}, less=_JUDGED_DEFAULTS):
        yield changed("route-changed", (*place, "defaults", key), sentence)
