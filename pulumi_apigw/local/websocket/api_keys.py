"""API keys: whether a client has one that a usage plan of its stage knows.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
"""

from __future__ import annotations

from pulumi_apigw.local.model import ApiKey
from pulumi_apigw.local.usage_plans import RefusedKeyError, good_key
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.refusals import Refusal

__all__ = ["checked_key"]


def checked_key(call: WebSocketCall) -> ApiKey:
    """The key that a client gave when it connected; raises `Refusal` (403) for none that is good here."""
    connection = call.connection
    given: str | None = connection.request.header("x-api-key")
    source = "header x-api-key when the client connected"
    if call.api.key_selection == "$context.authorizer.usageIdentifierKey":
        given = connection.authorization.usage_key if connection.authorization else None
        source = "`usageIdentifierKey` in the authorizer's answer when the client connected"
    try:
        return good_key(call.api.api_keys, connection.stage.name, given, source)
    except RefusedKeyError as error:
        raise Refusal(403, f"{call.route.key}: {error}") from None
