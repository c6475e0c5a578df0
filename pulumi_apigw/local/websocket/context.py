"""`$context`: what is known of a call, in events, templates and mappings.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
"""

from __future__ import annotations

from typing import Any, Final

from pulumi_apigw.local.domains import domain_context
from pulumi_apigw.local.requests import common_log_time
from pulumi_apigw.local.websocket.calls import WebSocketCall

__all__ = ["request_context"]

# As AWS was seen to say it.
_REASONS: Final = {
    1000: "Connection Closed Normally",
    1001: "Going away",
    1005: "Client-side close frame status not set",
}


def request_context(call: WebSocketCall) -> dict[str, Any]:
    """The `requestContext` of events; fields of other kinds of call are left out, as AWS does."""
    connection = call.connection
    context: dict[str, Any] = {"routeKey": call.route.key}
    if call.message_id is not None:
        context["messageId"] = call.message_id
    if call.ending is not None:
        context["disconnectStatusCode"] = call.ending.code
        context["disconnectReason"] = call.ending.reason or _REASONS.get(call.ending.code, "")
    found = connection.authorization.described() if connection.authorization else {}
    identity = {**_identity(call), **found.pop("identity", {})}
    return {
        **context,
        **found,
        "eventType": call.event_type,
        "extendedRequestId": call.id,
        "requestTime": common_log_time(call.received_at),
        "messageDirection": "IN",
        "stage": connection.stage.name,
        "connectedAt": int(connection.connected_at * 1000),
        "requestTimeEpoch": int(call.received_at * 1000),
        "identity": identity,
        "requestId": call.id,
        "domainName": domain_context(connection.request, call.api)["domainName"],
        "connectionId": connection.id,
        "apiId": call.api.id,
    }


def _identity(call: WebSocketCall) -> dict[str, Any]:
    connection = call.connection
    identity: dict[str, Any] = {"sourceIp": connection.request.source_ip}
    if user_agent := connection.request.header("user-agent"):
        identity["userAgent"] = user_agent
    if connection.api_key is not None:
        identity |= {"apiKey": connection.api_key.value, "apiKeyId": connection.api_key.id}
    return identity
