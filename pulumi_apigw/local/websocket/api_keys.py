"""API keys: whether a client has one that a usage plan of its stage knows.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
"""

from __future__ import annotations

from pulumi_apigw.local.model import ApiKey
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.refusals import Refusal

__all__ = ["checked_key"]


def checked_key(call: WebSocketCall) -> ApiKey:
    """The key that a client gave when it connected; raises `Refusal` (403) for none that is good here.

    A departure from AWS: the plan's throttle and quota are not enforced.
    """
    connection = call.connection
    from_authorizer = call.api.key_selection == "$context.authorizer.usageIdentifierKey"
    if from_authorizer:
        given = connection.authorization.usage_key if connection.authorization else None
    else:
        given = connection.request.header("x-api-key")
    if not given:
        source = "`usageIdentifierKey` in the authorizer's answer" if from_authorizer else "header x-api-key"
        raise _refused(call, f"no {source} when the client connected.")
    stage = connection.stage.name
    found = next((key for key in call.api.api_keys if key.value == given), None)
    if found is None or stage not in found.stages:
        raise _refused(
            call,
            f"no usage plan of stage {stage!r} has this API key. Add the stage to the plan's `api_stages`, "
            "and the key with an aws.apigateway.UsagePlanKey.",
        )
    if not found.enabled:
        raise _refused(call, f"the API key {found.name!r} is disabled.")
    return found


def _refused(call: WebSocketCall, fact: str) -> Refusal:
    return Refusal(403, f"{call.route.key}: {fact}")
