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

    def of(self, operation: Node) -> tuple[dict[str, Any], Node]:
        """The route's keys, and the node that says so; none where the document says nothing."""
        node = (operation if operation.has("security") else self._root).child("security")
        if not isinstance(node.data, list):
            return {}, node
        if not node.data:
            return {"authorizer": "none"}, node
        alternatives = [each for each in node.each() if isinstance(each.data, Mapping)]
        for needed in alternatives:
            if needed.data.keys() & self._kinds.keys():
                return self._guarded(needed), node
        for needed in alternatives:
            self._other(needed)
        return {"api_key": True} if any(self._keyed(each) for each in alternatives) else {}, node

    def _guarded(self, needed: Node) -> dict[str, Any]:
        names = [name for name in needed.data if name in self._kinds]
        if len(names) > 1:
            fact = f"{' and '.join(map(repr, names))} are needed together, while a route has one authorizer"
            self._findings.error(
                needed, fact, "Write a Lambda authorizer that checks both, and name it alone."
            )
        self._other(needed)
        route: dict[str, Any] = {"authorizer": names[0]}
        scopes = needed.data[names[0]]
        if scopes and self._kinds[names[0]] in _WITH_SCOPES:
            route["scopes"] = scopes
        return {**route, "api_key": True} if self._keyed(needed) else route

    def _keyed(self, needed: Node) -> bool:
        return bool(needed.data.keys() & self._api_keys)

    def _other(self, needed: Node) -> None:
        """Tell of schemes that nothing here stands for."""
        if not needed.data:
            fact = "access without a token is allowed too, which no authorizer does"
            fix = (
                "Such operations get the API's default; give them 'authorizer: none' where anybody may call."
            )
            self._findings.advice(needed, "optional security", fact, fix)
        for name in needed.data:
            if name not in self._kinds and name not in self._api_keys:
                fact = f"no authorizer is named {name!r}"
                fix = (
                    "Operations that need it get the API's default. Add one of that name, if they should not."
                )
                self._findings.advice(needed.child(name), f"security {name}", fact, fix)


def _is_api_key(scheme: Node) -> bool:
    name = scheme.text("name") or ""
    return (scheme.text("type"), scheme.text("in"), name.lower()) == ("apiKey", "header", _API_KEY_HEADER)
