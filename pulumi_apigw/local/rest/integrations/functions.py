"""Proxy integrations of functions.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pulumi_apigw.local.integrations import FunctionCaller
from pulumi_apigw.local.integrations.functions import CannotCallError, FunctionFailedError
from pulumi_apigw.local.permissions import route_sources
from pulumi_apigw.local.responses import (
    MalformedResponseError,
    Response,
    checked_status,
    payload_body,
    payload_headers,
)
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.events import function_event
from pulumi_apigw.local.rest.media_types import DEFAULT_TYPE, wants_binary
from pulumi_apigw.local.rest.model import RestIntegration
from pulumi_apigw.local.rest.refusals import Refusal

__all__ = ["call_function", "proxy_response"]

_FIELDS: Final = ("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded")


async def call_function(call: RestCall, integration: RestIntegration, functions: FunctionCaller) -> Response:
    """The function's response; raises `Refusal`: 500, 502 or 504, with AWS's texts."""
    key = call.route.key
    if integration.method not in ("POST", "ANY"):
        raise Refusal(
            "INTEGRATION_FAILURE",
            f"{key}: the integration's method is {integration.method}. Functions are called by POST.",
            status=500,
        )
    sources = route_sources(call.api, call.stage, call.route, call.request.method)
    try:
        target = functions.target(call.api, call.stage, integration.uri, sources, integration.credentials_arn)
        call.function = str(target)
        payload = await functions.payload(target, function_event(call), integration.timeout_ms)
        return proxy_response(payload, binary=wants_binary(call.request, call.api.binary_types))
    except CannotCallError as error:
        raise Refusal("API_CONFIGURATION_ERROR", f"{key}: {error}") from None
    except FunctionFailedError as error:
        if error.error.kind == "not-found":
            raise Refusal("API_CONFIGURATION_ERROR", f"{key}: {error}") from None
        if error.error.kind == "too-large":
            # Clients were seen to get it: https://github.com/koki-develop/lgtm-generator/issues/10
            raise Refusal("DEFAULT_4XX", f"{key}: {error}", message="Request Too Long", status=413) from None
        raise Refusal("DEFAULT_5XX", f"{key}: {error}", status=502) from None
    except TimeoutError:
        raise Refusal(
            "INTEGRATION_TIMEOUT",
            f"{key}: function {call.function!r} gave no answer in {integration.timeout_ms} ms.",
        ) from None
    except MalformedResponseError as error:
        fact = f"function {call.function!r} gave no valid response: {error}."
        raise Refusal("DEFAULT_5XX", f"{key}: {fact}", status=502) from None


def proxy_response(payload: Any, *, binary: bool) -> Response:
    """A function's payload as a response; `binary` is whether the client asks for a binary answer.

    Raises `MalformedResponseError`. What AWS takes was measured: an object of these fields and no other, none
    of which must be there.
    https://github.com/localstack/localstack/blob/main/tests/aws/services/apigateway/test_apigateway_lambda.py
    """
    if not isinstance(payload, Mapping):
        raise MalformedResponseError(f"it is {payload!r}, not an object")
    if unknown := [name for name in payload if name not in _FIELDS]:
        raise MalformedResponseError(f"{unknown[0]!r} is none of the fields {', '.join(_FIELDS)}")
    headers = list(payload_headers(payload, numbers=False))
    if not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", DEFAULT_TYPE))
    # Where the client does not ask for a binary type of the API, it gets the Base64 text itself.
    body = payload_body(payload, decoded=bool(payload.get("isBase64Encoded") and binary))
    status = payload.get("statusCode")
    return Response(200 if status is None else checked_status(status), headers, body)
