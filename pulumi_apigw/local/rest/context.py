"""`$context`: what is known of a call, in events, templates and mappings.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pulumi_apigw.local.authorizers.authorization import IDENTITY_FIELDS
from pulumi_apigw.local.domains import domain_context
from pulumi_apigw.local.rest.calls import RestCall

__all__ = ["look_up", "request_context"]


def request_context(call: RestCall) -> dict[str, Any]:
    """The `requestContext` of events, as AWS was measured to fill it.

    https://github.com/localstack/localstack/blob/main/tests/aws/services/apigateway/test_apigateway_lambda.snapshot.json
    """
    request = call.request
    context = {
        "accountId": call.api.account_id,
        "apiId": call.api.id,
        "deploymentId": call.stage.deployment_id,
        **domain_context(request, call.api),
        "extendedRequestId": request.id,
        "httpMethod": request.method,
        "path": request.client_path if request.domain_name else f"/{call.stage.name}{call.path}",
        "protocol": request.protocol,
        "requestId": request.uuid,
        "requestTime": request.time,
        "requestTimeEpoch": request.time_epoch_ms,
        "resourceId": call.route.resource_id,
        "resourcePath": call.route.path,
        "stage": call.stage.name,
    }
    found = call.authorization.described() if call.authorization else {}
    identity = {**_identity(call), **found.pop("identity", {})}
    return {**context, **found, "identity": identity}


def _identity(call: RestCall) -> dict[str, Any]:
    identity: dict[str, Any] = dict.fromkeys(IDENTITY_FIELDS)
    identity["sourceIp"] = call.request.source_ip
    identity["userAgent"] = call.request.header("user-agent") or None
    if call.api_key is not None:
        identity |= {"apiKey": call.api_key.value, "apiKeyId": call.api_key.id}
    return identity


def look_up(values: Mapping[str, Any], path: str) -> str | None:
    """A value at a dotted path as text, None where there is none."""
    found: Any = values
    for step in path.split("."):
        if not isinstance(found, Mapping) or step not in found:
            return None
        found = found[step]
    return None if found is None else str(found)
