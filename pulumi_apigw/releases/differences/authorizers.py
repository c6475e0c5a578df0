"""Who may call: authorizers, scopes and API keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...source import Path
from .demands import Demands
from .model import Change, changed
from .values import fields, listed

__all__ = ["compare_authorizers", "compare_callers"]

# Of these a token needs one: what is gone was accepted.
_ACCEPTED = ("audience", "client_ids", "user_pool_arns")
# A request needs all of these.
_NEEDED = "identity_sources"
_PATTERN = "validation_pattern"
# Another one has other callers, or looks for their credentials elsewhere.
_REPLACED = ("function", "identity_source", "issuer", "user_pool_id")

Aspect = tuple[str, str]
"""Rule and sentence."""


def compare_callers(place: Path, api: str, protocol: str, old: Demands, new: Demands) -> Iterator[Change]:
    """What a route asks of its callers; `api` names the API."""
    yield from _authorizer(place, api, old, new)
    if old.authorizer and new.authorizer:
        yield from _scopes(place, protocol, old, new)
    if new.api_key and not old.api_key:
        yield changed("api-key-required", place, "A request needs an API key, and needed none.")
    if old.api_key and not new.api_key:
        yield changed("api-key-dropped", place, "A request needs an API key no longer.")


def compare_authorizers(
    place: Path, old: Mapping[str, Any], new: Mapping[str, Any], used: set[str]
) -> Iterator[Change]:
    """The authorizers of an API; those that are not `used` by routes are no matter to callers."""
    for name in dict.fromkeys((*old, *new)):
        where = (*place, name)
        if name not in old or name not in new:
            what = f"The authorizer {name!r} is {'new' if name in new else 'gone'}."
            yield changed("authorizer-changed", where, what)
        elif name not in used:
            for _, sentence in _aspects(old[name], new[name]):
                what = f"{sentence} No route uses it before and after."
                yield changed("authorizer-changed", where, what)


def _authorizer(place: Path, api: str, old: Demands, new: Demands) -> Iterator[Change]:
    one, other = old.authorizer, new.authorizer
    if other and not one:
        yield changed(
            "authorizer-required", place, f"The authorizer {other!r} decides who may call; anybody could."
        )
    elif one and not other:
        yield changed("authorizer-dropped", place, f"Anybody may call; the authorizer {one!r} decided.")
    elif one and one == other:
        # One change for all routes that use it.
        for rule, sentence in _aspects(old.definition, new.definition):
            yield changed(rule, ("apis", api, "authorizers", one), sentence)
    elif one:
        aspects = {rule for rule, _ in _aspects(old.definition, new.definition)}
        rule = "authorizer-changed"
        if aspects & {"authorizer-replaced", "authorizer-narrowed"}:
            rule = "authorizer-replaced"
        elif "authorizer-widened" in aspects:
            rule = "authorizer-widened"
        yield changed(rule, place, f"The authorizer {other!r} decides who may call, instead of {one!r}.")


def _aspects(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Aspect]:
    """What is another in an authorizer's definition."""
    if old.get("type") != new.get("type"):
        yield (
            "authorizer-replaced",
            f"type is {listed([new.get('type')])} instead of {listed([old.get('type')])}.",
        )
        return
    for field in _ACCEPTED:
        gone, added = _gone_and_added(old.get(field, ()), new.get(field, ()))
        if gone:
            yield "authorizer-narrowed", f"{field} has {listed(gone)} no longer."
        if added:
            yield "authorizer-widened", f"{field} has {listed(added)} too."
    gone, added = _gone_and_added(old.get(_NEEDED, ()), new.get(_NEEDED, ()))
    if added:
        yield "authorizer-narrowed", f"A request needs {listed(added)} too."
    if gone:
        yield "authorizer-widened", f"A request needs {listed(gone)} no longer."
    for field, sentence in fields(old, new, less={*_ACCEPTED, _NEEDED}):
        if field == _PATTERN:
            yield ("authorizer-narrowed" if new.get(field) else "authorizer-widened"), sentence
        else:
            yield ("authorizer-replaced" if field in _REPLACED else "authorizer-changed"), sentence


def _gone_and_added(old: Any, new: Any) -> tuple[set[str], set[str]]:
    return {*old} - {*new}, {*new} - {*old}


def _scopes(place: Path, protocol: str, old: Demands, new: Demands) -> Iterator[Change]:
    """A token needs one of the scopes, where there are some."""
    gone, added = old.scopes - new.scopes, new.scopes - old.scopes
    is_cognito = protocol == "rest" and old.definition.get("type") == new.definition.get("type") == "cognito"
    if new.scopes and not old.scopes:
        what = f"A token needs one of the scopes {listed(new.scopes)}, and needed none."
        yield changed("scopes-narrowed", place, what)
    elif old.scopes and not new.scopes:
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
        rule = "token-kind-changed" if is_cognito else "scopes-widened"
        yield changed(rule, place, f"A token needs no scope; it needed one of {listed(old.scopes)}.")
    else:
        if gone:
            yield changed(
                "scopes-narrowed", place, f"A token with the scope {listed(gone)} alone is refused."
            )
        if added:
            yield changed("scopes-widened", place, f"A token with the scope {listed(added)} is accepted too.")
