"""Mock integrations: answers without a backend.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.integrations.replies import Reply, request_text, transformed
from pulumi_apigw.local.websocket.model import WebSocketIntegration
from pulumi_apigw.local.websocket.refusals import Refusal

__all__ = ["mocked"]


def mocked(call: WebSocketCall, integration: WebSocketIntegration) -> Reply:
    """The answer that the request template's `statusCode` selects; what `$input` holds is the message."""
    text = request_text(call, integration)
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    status = given.get("statusCode") if isinstance(given, Mapping) else None
    if isinstance(status, bool) or not isinstance(status, int):
        fix = 'Let it give {"statusCode": 200}.'
        raise Refusal(500, f"{call.route.key}: the mock's request template gives {text!r}. {fix}")
    return transformed(call, integration, Reply(200, call.body), str(status), bare=True)
