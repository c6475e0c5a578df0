"""The events that functions of REST APIs get.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
What AWS's pages leave open was measured:
https://github.com/localstack/localstack/blob/main/tests/aws/services/apigateway/test_apigateway_lambda.snapshot.json
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.context import request_context
from pulumi_apigw.local.rest.media_types import content_type, is_binary

__all__ = ["function_event", "request_event", "token_event"]

# A client of HTTP/2 sends names in lower case, and so does this server give them; API Gateway writes these
# its own way.
_NAMES = {
    name.lower(): name
    for name in (
        "Authorization",
        "Host",
        "User-Agent",
        "X-Amzn-Trace-Id",
        "X-Forwarded-For",
        "X-Forwarded-Port",
        "X-Forwarded-Proto",
    )
}
_LEFT_OUT = frozenset({"connection", "content-length"})


def function_event(call: RestCall) -> dict[str, Any]:
    """The event of a function's integration, body included."""
    body, is_base64 = _body(call)
    return {**_event(call), "body": body, "isBase64Encoded": is_base64}


def token_event(call: RestCall, token: str) -> dict[str, Any]:
    """The event of a TOKEN authorizer.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
    """
    return {"type": "TOKEN", "methodArn": call.method_arn, "authorizationToken": token}


def request_event(call: RestCall) -> dict[str, Any]:
    """The event of a REQUEST authorizer: all of the request but its body."""
    return {"type": "REQUEST", "methodArn": call.method_arn, **_event(call)}


def _event(call: RestCall) -> dict[str, Any]:
    headers, queries = _headers(call.request), call.request.query_values
    return {
        "resource": call.route.path,
        "path": _path(call),
        "httpMethod": call.request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in queries.items()} or None,
        "multiValueQueryStringParameters": {name: list(values) for name, values in queries.items()} or None,
        "pathParameters": dict(call.parameters) or None,
        "stageVariables": dict(call.stage.variables) or None,
        "requestContext": request_context(call),
    }


def _path(call: RestCall) -> str:
    """The path without the stage; with the base path where a custom domain led here."""
    return call.request.client_path if call.request.domain_name else f"/{call.path.lstrip('/')}"


def _headers(request: Request) -> Mapping[str, list[str]]:
    return {
        _NAMES.get(name, name): list(values)
        for name, values in request.header_values.items()
        if name not in _LEFT_OUT
    }


def _body(call: RestCall) -> tuple[str | None, bool]:
    body = call.request.body
    if not body:
        return None, False
    if is_binary(content_type(call.request), call.api.binary_types):
        return b64encode(body).decode(), True
    return body.decode(errors="replace"), False
