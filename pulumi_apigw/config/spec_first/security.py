"""What `security` of an operation asks for → the route's authorizer, scopes and API key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .nodes import Findings, Node
from .references import Files

__all__ = ["Security"]

# Where API Gateway reads API keys: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html
_API_KEY_HEADER = "x-api-key"
_WITH_SCOPES = ("cognito", "jwt")


class Security:
    """The security schemes of a document beside the authorizers of the config, by their names."""

    def __init__(
        self, root: Node, authorizers: Any, *, files: Files, findings: Findings, api_keys: bool
    ) -> None:
        self._root = root
        self._findings = findings
        written = authorizers if isinstance(authorizers, Mapping) else {}
        self._kinds = {
            str(name): each.get("type") if isinstance(each, Mapping) else None
            for name, each in written.items()
        }
        schemes = [*root.child("components", "securitySchemes").items()]
        schemes += root.child("securityDefinitions").items()
        self._api_keys = {
            name for name, node in schemes if api_keys and _is_api_key(files.follow(node))
        } - self._kinds.keys()

    def of(self, operation: Node, decided: str | None = None) -> tuple[dict[str, Any], Node]:
        """The route's keys, and the node that says so; none where the document says nothing.

        `decided` is the authorizer that the config names for the operation: only what the document says of
        that one counts then, such as its scopes.
        """
        node = (operation if operation.has("security") else self._root).child("security")
        if not isinstance(node.data, list):
            return {}, node
        if not node.data:
            return {"authorizer": "none"}, node
        alternatives = [each for each in node.each() if isinstance(each.data, Mapping)]
        if decided is not None:
            return self._decided(alternatives, decided), node
        self._optional(alternatives)
        for needed in alternatives:
            if needed.data.keys() & self._kinds.keys():
                return self._guarded(needed), node
        for needed in alternatives:
            self._other(needed)
        return {"api_key": True} if any(self._keyed(each) for each in alternatives) else {}, node

    def _decided(self, alternatives: list[Node], authorizer: str) -> dict[str, Any]:
        known = [each for each in alternatives if each.data.keys() & self._kinds.keys()]
        taken = [each for each in known if authorizer in each.data][:1] or known[:1] or alternatives
        route: dict[str, Any] = {"api_key": True} if any(map(self._keyed, taken)) else {}
        for needed in taken:
            route |= self._scopes(needed, authorizer)
        return route

    def _guarded(self, needed: Node) -> dict[str, Any]:
        names = [name for name in needed.data if name in self._kinds]
        if len(names) > 1:
            fact = f"{' and '.join(map(repr, names))} are needed together, while a route has one authorizer"
            self._findings.error(
                needed, fact, "Write a Lambda authorizer that checks both, and name it alone."
            )
        self._other(needed)
        route: dict[str, Any] = {"authorizer": names[0], **self._scopes(needed, names[0])}
        return {**route, "api_key": True} if self._keyed(needed) else route

    def _scopes(self, needed: Node, name: str) -> dict[str, Any]:
        scopes, kind = needed.data.get(name), self._kinds.get(name)
        if scopes and kind in _WITH_SCOPES:
            return {"scopes": scopes}
        if scopes:
            fact = f"API Gateway checks no scopes for an authorizer of type {kind!r}"
            fix = "Check them in the authorizer's function, or in the route's."
            self._findings.advice(needed.child(name), f"scopes {name}", fact, fix)
        return {}

    def _optional(self, alternatives: list[Node]) -> None:
        for needed in alternatives:
            if not needed.data:
                fact = "access without a token is allowed too, which no authorizer does"
                fix = "Give such operations 'authorizer: none', if anybody may call them."
                self._findings.advice(needed, "optional security", fact, fix)

    def _keyed(self, needed: Node) -> bool:
        return bool(needed.data.keys() & self._api_keys)

    def _other(self, needed: Node) -> None:
        """Tell of schemes that nothing here stands for."""
        for name in needed.data:
            if name not in self._kinds and name not in self._api_keys:
                fact = f"no authorizer is named {name!r}"
                fix = "Operations that need it get the API's default: add one of that name for another."
                self._findings.advice(needed.child(name), f"security {name}", fact, fix)


def _is_api_key(scheme: Node) -> bool:
    name = scheme.text("name") or ""
    return (scheme.text("type"), scheme.text("in"), name.lower()) == ("apiKey", "header", _API_KEY_HEADER)
