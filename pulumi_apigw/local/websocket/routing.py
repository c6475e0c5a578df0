"""Which route a call takes, and what is asked of it on the way.

https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
"""

from __future__ import annotations

from collections.abc import Callable

from pulumi_apigw.aws.websocket_limits import CONNECT, DEFAULT, DISCONNECT
from pulumi_apigw.local.integrations import FunctionCaller
from pulumi_apigw.local.websocket.api_keys import checked_key
from pulumi_apigw.local.websocket.authorizers import authorize
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.connections import Connection, make_id
from pulumi_apigw.local.websocket.integrations.dispatch import WebSocketIntegrations
from pulumi_apigw.local.websocket.integrations.replies import Reply
from pulumi_apigw.local.websocket.model import LocalWebSocketApi, WebSocketRoute
from pulumi_apigw.local.websocket.refusals import Refusal
from pulumi_apigw.local.websocket.selection import evaluate, read_body
from pulumi_apigw.local.websocket.validation import MessageValidation

__all__ = ["Routing"]


class Routing:
    """The routes of one API."""

    def __init__(
        self, api: LocalWebSocketApi, functions: FunctionCaller, integrations: WebSocketIntegrations
    ) -> None:
        self._api = api
        self._functions = functions
        self._integrations = integrations
        self._validation = MessageValidation(api)
        self._routes = {route.key: route for route in api.routes}

    def own(self, key: str) -> WebSocketRoute:
        """The route of `$connect` or `$disconnect`; one that leads nowhere where the API has none."""
        return self._routes.get(key, WebSocketRoute(key))

    def message(self, connection: Connection, text: str, note: Callable[[str], None]) -> WebSocketCall:
        """The call that a message is; where no route takes it, its route is of its own key and unknown."""
        selected = evaluate(self._api.route_selection, read_body(text))
        route = None if selected in (CONNECT, DISCONNECT) else self._routes.get(selected)
        route = route or self._routes.get(DEFAULT) or WebSocketRoute(selected or DEFAULT)
        return WebSocketCall(self._api, connection, route, note, body=text, message_id=make_id())

    async def connect(self, call: WebSocketCall) -> Reply:
        """What `$connect` says of a client: authorizer, API key, integration; raises `Refusal`."""
        connection, route = call.connection, call.route
        connection.authorization = await authorize(call, self._functions)
        if route.api_key:
            connection.api_key = checked_key(call)
        # Without an integration everybody is let in.
        return await self._integrations.reply(call) if route.integration else Reply()

    async def answer(self, call: WebSocketCall) -> Reply:
        """What a message's route answers; raises `Refusal`."""
        if call.route.key not in self._routes:
            raise Refusal(
                403,
                f"MESSAGE: {self._api.route_selection} gives {call.route.key!r}, which is no route, and "
                "there is no $default. Add one of them.",
            )
        if call.route.api_key and call.connection.api_key is None:
            call.connection.api_key = checked_key(call)
        self._validation.check(call)
        return await self._integrations.reply(call)

    async def part(self, call: WebSocketCall) -> None:
        """Tell `$disconnect`, if there is one; raises `Refusal`."""
        if call.route.integration is not None:
            await self._integrations.reply(call)
