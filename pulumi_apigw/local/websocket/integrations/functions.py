"""Integrations of functions: proxies, and those with templates.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pulumi_apigw.local.integrations import FunctionCaller
from pulumi_apigw.local.integrations.functions import CannotCallError, FunctionFailedError
from pulumi_apigw.local.responses import MalformedResponseError
from pulumi_apigw.local.rest.integrations.functions import proxy_response
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.events import function_event
from pulumi_apigw.local.websocket.integrations.replies import Reply, request_text, transformed
from pulumi_apigw.local.websocket.model import WebSocketIntegration
from pulumi_apigw.local.websocket.refusals import Refusal

__all__ = ["call_proxy", "call_with_templates"]


async def call_proxy(
    call: WebSocketCall, integration: WebSocketIntegration, functions: FunctionCaller
) -> Reply:
    """The function's own response; raises `Refusal`: 500, 502 or 504."""
    try:
        payload = await _payload(call, integration, functions, function_event(call))
    except FunctionFailedError as error:
        raise Refusal(502, f"{call.route.key}: {error}") from None
    try:
        response = proxy_response(payload, binary=False)
    except MalformedResponseError as error:
        fact = f"function {call.function!r} gave no valid response: {error}."
        raise Refusal(502, f"{call.route.key}: {fact} Return {{'statusCode': 200}}.") from None
    body = response.body.decode() if isinstance(payload.get("body"), str) else None
    return Reply(response.status, body, dict(response.headers))


async def call_with_templates(
    call: WebSocketCall, integration: WebSocketIntegration, functions: FunctionCaller
) -> Reply:
    """What the integration response makes of the function's payload, or of the error it ended with."""
    text = request_text(call, integration)
    try:
        event = json.loads(text or "{}")
    except (ValueError, RecursionError):
        note = f"{call.route.key}: the request template gives {text!r}, which is no JSON for a function."
        raise Refusal(500, note) from None
    try:
        payload, error = await _payload(call, integration, functions, event), ""
    except FunctionFailedError as failed:
        call.note(f"{call.route.key}: {failed}")
        payload, error = (
            {"errorMessage": failed.error.message, "errorType": failed.error.type},
            failed.error.message,
        )
    answer = Reply(200, json.dumps(payload, ensure_ascii=False))
    return transformed(call, integration, answer, error)


async def _payload(
    call: WebSocketCall,
    integration: WebSocketIntegration,
    functions: FunctionCaller,
    event: Mapping[str, Any],
) -> Any:
    """What the function returns; raises `FunctionFailedError` where it fails by itself."""
    stage, sources = call.connection.stage, (call.route_arn,)
    try:
        target = functions.target(call.api, stage, integration.uri, sources, integration.credentials_arn)
        call.function = str(target)
        return await functions.payload(target, event, integration.timeout_ms)
    except CannotCallError as error:
        raise Refusal(500, f"{call.route.key}: {error}") from None
    except FunctionFailedError as error:
        if error.error.kind == "not-found":
            raise Refusal(500, f"{call.route.key}: {error}") from None
        raise
    except TimeoutError:
        fact = f"function {call.function!r} gave no answer in {integration.timeout_ms} ms"
        raise Refusal(504, f"{call.route.key}: {fact}.") from None
