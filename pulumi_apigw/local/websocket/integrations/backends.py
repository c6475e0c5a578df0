"""HTTP integrations, with templates or as proxies: the call goes on to another server.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace

from pulumi_apigw.local.integrations import HttpProxy
from pulumi_apigw.local.integrations.functions import CannotCallError, resolve_variables
from pulumi_apigw.local.integrations.proxies import (
    NoAnswerError,
    mapped_parameters,
    mapped_url,
    without_query,
)
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.integrations.replies import Reply, request_text, transformed
from pulumi_apigw.local.websocket.mapping import evaluate
from pulumi_apigw.local.websocket.model import WebSocketIntegration
from pulumi_apigw.local.websocket.refusals import Refusal

__all__ = ["forward", "forward_with_templates"]

_Parameters = dict[tuple[str, str], str]


async def forward(call: WebSocketCall, integration: WebSocketIntegration, proxy: HttpProxy) -> Reply:
    """The other server's answer as it is; raises `Refusal`: 504 where none comes in time, else 502 or 500."""
    return await _send(call, integration, proxy, call.body or "")


async def forward_with_templates(
    call: WebSocketCall, integration: WebSocketIntegration, proxy: HttpProxy
) -> Reply:
    """What the integration response makes of the other server's answer."""
    answer = await _send(call, integration, proxy, request_text(call, integration))
    made = transformed(call, integration, answer, str(answer.status))
    # Without a proxy no answer refuses a client.
    # https://repost.aws/questions/QU8pVByT1jRvW3hb4MD6UtoQ
    return replace(made, status=200)


async def _send(call: WebSocketCall, integration: WebSocketIntegration, proxy: HttpProxy, body: str) -> Reply:
    key = call.route.key
    mapped = mapped_parameters(integration.request_parameters, lambda text: evaluate(text, call))
    try:
        uri = resolve_variables(call.connection.stage, integration.uri)
    except CannotCallError as error:
        raise Refusal(500, f"{key}: {error}") from None
    url = mapped_url(uri, mapped, call.connection.request.query if call.event_type == "CONNECT" else "")
    try:
        content = _content(call, integration, body)
        response = await proxy.send(
            integration.method, url, _headers(call, mapped), content, integration.timeout_ms
        )
    except TimeoutError:
        note = f"no answer from {without_query(url)}: none in {integration.timeout_ms} ms."
        raise Refusal(504, f"{key}: {note}") from None
    except NoAnswerError as error:
        raise Refusal(502, f"{key}: {error}") from None
    return Reply(response.status, response.body.decode(errors="replace"), dict(response.headers))


def _content(call: WebSocketCall, integration: WebSocketIntegration, body: str) -> bytes:
    if integration.content_handling != "CONVERT_TO_BINARY":
        return body.encode()
    try:
        return b64decode(body, validate=True)
    except ValueError as error:
        note = (
            f"{call.route.key}: the content handling is CONVERT_TO_BINARY and the body is no Base64: {error}."
        )
        raise Refusal(500, note) from None


def _headers(call: WebSocketCall, mapped: _Parameters) -> list[tuple[str, str]]:
    """The client's own where it connects; those that the integration maps win."""
    given = {name: value for (place, name), value in mapped.items() if place == "header"}
    own = (
        call.connection.request.headers
        if call.event_type == "CONNECT"
        else [("content-type", "application/json")]
    )
    taken = {name.lower() for name in given}
    return [*((name, value) for name, value in own if name not in taken), *given.items()]
