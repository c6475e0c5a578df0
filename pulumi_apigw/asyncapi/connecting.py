"""What a client has to bring to connect: once, with the request that becomes the connection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from ..openapi.identities import parameter_scheme
from ..openapi.names import free_name
from ..plan.websocket.model import WebSocketApiPlan

__all__ = ["Connecting"]

_KEY_HEADER: Final = "$request.header.x-api-key"
# What the name of a component cannot hold.
_UNFIT: Final = re.compile(r"[^A-Za-z0-9._-]")
_SIGNATURE: Final = {
    "type": "httpApiKey",
    "in": "header",
    "name": "Authorization",
    "description": "A request signed with AWS credentials (Signature Version 4, service execute-api); "
    "browsers sign the URL instead.",
}


class Connecting:
    """The security schemes of `$connect`, and its headers and query string.

    AsyncAPI's `security` lists alternatives and has no word for "all of these", so it names the first scheme
    alone; what else is needed is required in the bindings, and the server's description says so.
    """

    def __init__(self, plan: WebSocketApiPlan) -> None:
        self._plan = plan
        self.schemes: dict[str, dict[str, Any]] = dict(self._schemes())
        """The value of `components.securitySchemes`."""

    @property
    def security(self) -> dict[str, Any]:
        """`security` of the server, and its description where one scheme is not enough."""
        if not self.schemes:
            return {}
        first, *others = self.schemes
        found: dict[str, Any] = {"security": [{"$ref": f"#/components/securitySchemes/{first}"}]}
        if others:
            found["description"] = f"Connecting takes all of these: {', '.join(self.schemes)}."
        return found

    @property
    def bindings(self) -> dict[str, Any]:
        """`bindings` of the channel, which is the connection.

        https://github.com/asyncapi/bindings/tree/master/websockets#channel-binding-object
        """
        needed = [each for each in self.schemes.values() if each is not _SIGNATURE]
        found: dict[str, Any] = {"method": "GET"}
        for place, name in (("query", "query"), ("headers", "header")):
            if parameters := [each["name"] for each in needed if each["in"] == name]:
                properties = {each: {"type": "string"} for each in parameters}
                found[place] = {"type": "object", "required": parameters, "properties": properties}
        return {"bindings": {"ws": {**found, "bindingVersion": "0.1.0"}}}

    def _schemes(self) -> Iterator[tuple[str, dict[str, Any]]]:
        route = next((each for each in self._plan.routes if each.key == "$connect"), None)
        if route is None:
            return
        names = {each.name for each in self._plan.authorizers}
        if route.authorization == "AWS_IAM":
            yield free_name("sigv4", names), _SIGNATURE
        for authorizer in self._plan.authorizers:
            if authorizer.name == route.authorizer:
                yield from _sources(authorizer.name, authorizer.identity_sources)
        if route.api_key and self._plan.settings.api_key_selection_expression == _KEY_HEADER:
            yield (
                free_name("api_key", names),
                _parameter("x-api-key", "header", "An API key of a usage plan."),
            )


def _sources(name: str, sources: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A scheme for each thing that an authorizer reads and clients send; `$context.x` is no such thing."""
    found = [scheme for each in sources if (scheme := parameter_scheme(each.removeprefix("route.")))]
    for scheme in found:
        key = name if len(found) == 1 else f"{name}.{_UNFIT.sub('_', scheme['name'])}"
        yield key, _parameter(scheme["name"], scheme["in"])


def _parameter(name: str, place: str, description: str | None = None) -> dict[str, Any]:
    found = {"type": "httpApiKey", "in": place, "name": name}
    return {**found, "description": description} if description else found
