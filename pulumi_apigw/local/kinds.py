"""What differs between the kinds of API: how requests are answered, how routes are found, what tokens hold.

What REST and WebSocket APIs need is imported where there is one: most programs have none, and the first
answer is to come soon.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pulumi_apigw.local.model import Api, Authorizer, LocalApi, LocalAuthorizer, Route

if TYPE_CHECKING:
    from pulumi_apigw.local.handler import Handler
    from pulumi_apigw.local.integrations import FunctionCaller, HttpProxy
    from pulumi_apigw.local.keys import KeySet

__all__ = ["TokenTerms", "find_route", "make_handler", "token_terms"]


@dataclass(frozen=True)
class TokenTerms:
    """What a token must hold so that an authorizer takes it."""

    issuer: str
    audience: str = ""
    claims: Mapping[str, Any] = field(default_factory=dict)


def make_handler(
    api: Api,
    functions: FunctionCaller,
    proxy: HttpProxy,
    keys: Callable[[], KeySet],
    note: Callable[[str], None],
) -> Handler:
    """What answers the requests of an API."""
    if isinstance(api, LocalApi):
        from pulumi_apigw.local.handler import ApiHandler
        from pulumi_apigw.local.integrations import Integrations

        return ApiHandler(api, functions, Integrations(functions, proxy), keys, note)
    if api.protocol == "websocket":
        from pulumi_apigw.local.websocket.handler import WebSocketHandler
        from pulumi_apigw.local.websocket.integrations.dispatch import WebSocketIntegrations
        from pulumi_apigw.local.websocket.model import LocalWebSocketApi

        assert isinstance(api, LocalWebSocketApi)
        return WebSocketHandler(api, functions, WebSocketIntegrations(functions, proxy), note)
    from pulumi_apigw.local.rest.handler import RestHandler
    from pulumi_apigw.local.rest.integrations import RestIntegrations
    from pulumi_apigw.local.rest.model import LocalRestApi

    assert isinstance(api, LocalRestApi)
    return RestHandler(api, functions, RestIntegrations(functions, proxy), keys, note)


def find_route(api: Api, method: str, path: str) -> Route | None:
    """The route that answers a method and a path, as it is sent and without the stage.

    None for a WebSocket API, whose routes are of messages.
    """
    if isinstance(api, LocalApi):
        from pulumi_apigw.local.routes import Router

        found = Router(api.routes).match(method, path)
        return found.route if found else None
    if api.protocol == "websocket":
        return None
    from pulumi_apigw.local.rest.model import LocalRestApi
    from pulumi_apigw.local.rest.routes import RestRouter

    assert isinstance(api, LocalRestApi)
    matched = RestRouter(api.routes).match(method, path)
    return matched.route if matched else None


def token_terms(authorizer: Authorizer, scopes: Sequence[str], subject: str) -> TokenTerms:
    """What a token with these scopes must hold for an authorizer that takes tokens."""
    if isinstance(authorizer, LocalAuthorizer):
        return TokenTerms(authorizer.issuer, "".join(authorizer.audience[:1]))
    from pulumi_apigw.local.rest.authorizers import cognito_claims
    from pulumi_apigw.local.rest.model import RestAuthorizer

    assert isinstance(authorizer, RestAuthorizer)
    return TokenTerms("".join(authorizer.issuers[:1]), claims=cognito_claims(scopes, subject))
