"""API keys: whether a request has one that a usage plan of its stage knows.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html
"""

from __future__ import annotations

from pulumi_apigw.local.model import ApiKey
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.refusals import Refusal

__all__ = ["checked_key"]


def checked_key(call: RestCall) -> ApiKey:
    """The key of a call; raises `Refusal` (403) where it has none that is good for its stage.

    A departure from AWS: the plan's throttle and quota are not enforced.
    """
    from_authorizer = call.api.api_key_source == "AUTHORIZER"
    given = _usage_key(call) if from_authorizer else call.request.header("x-api-key")
    if not given:
        source = "`usageIdentifierKey` in the authorizer's answer" if from_authorizer else "header x-api-key"
        raise _refused(call, f"no {source}.")
    found = next((key for key in call.api.api_keys if key.value == given), None)
    stage = call.stage.name
    if found is None or stage not in found.stages:
        raise _refused(
            call,
            f"no usage plan of stage {stage!r} has this API key. Add the stage to the plan's `api_stages`, "
            "and the key with an aws.apigateway.UsagePlanKey.",
        )
    if not found.enabled:
        raise _refused(call, f"the API key {found.name!r} is disabled.")
    return found


def _usage_key(call: RestCall) -> str | None:
    return call.authorization.usage_key if call.authorization else None


def _refused(call: RestCall, fact: str) -> Refusal:
    return Refusal("INVALID_API_KEY", f"{call.route.key}: {fact}")
