"""API keys: whether a request has one that a usage plan of its stage knows.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html
"""

from __future__ import annotations

from pulumi_apigw.local.model import ApiKey
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.refusals import Refusal
from pulumi_apigw.local.usage_plans import RefusedKeyError, good_key

__all__ = ["checked_key"]


def checked_key(call: RestCall) -> ApiKey:
    """The key of a call; raises `Refusal` (403) where it has none that is good for its stage."""
    given: str | None = call.request.header("x-api-key")
    source = "header x-api-key"
    if call.api.api_key_source == "AUTHORIZER":
        given = call.authorization.usage_key if call.authorization else None
        source = "`usageIdentifierKey` in the authorizer's answer"
    try:
        return good_key(call.api.api_keys, call.stage.name, given, source)
    except RefusedKeyError as error:
        raise Refusal("INVALID_API_KEY", f"{call.route.key}: {error}") from None
