"""The events that functions get, in payload formats 2.0 and 1.0.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from pulumi_apigw.local.authorizers.authorization import IDENTITY_FIELDS, caller_identity
from pulumi_apigw.local.calls import Call, HttpAuthorization
from pulumi_apigw.local.domains import domain_context
from pulumi_apigw.local.requests import Request

__all__ = ["authorizer_event", "function_event"]

_TEXT_TYPES = frozenset({"application/json", "application/javascript", "application/xml"})


def function_event(call: Call, payload_format: str) -> dict[str, Any]:
    """The event of an integration, body included."""
    event = _event_1(call) if payload_format == "1.0" else _event_2(call)
    body, is_base64 = _body(call.request)
    if body is not None or payload_format == "1.0":
        event["body"] = body
    event["isBase64Encoded"] = is_base64
    return event


def authorizer_event(call: Call, payload_format: str, identity: list[str]) -> dict[str, Any]:
    """The event of a Lambda authorizer: no body, the ARN of the route and the values of its identity sources.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
    """
    if payload_format == "1.0":
        joined = ",".join(identity) if identity else None
        head: dict[str, Any] = {
            "methodArn": call.route_arn,
            "identitySource": joined,
            "authorizationToken": joined,
        }
        event = _event_1(call)
        event["requestContext"].pop("authorizer", None)
    else:
        head = {"routeArn": call.route_arn, "identitySource": identity or None}
        event = _event_2(call)
    return {"version": payload_format, "type": "REQUEST", **head, **event}


def _event_2(call: Call) -> dict[str, Any]:
    # Fields with nothing in them are left out, as AWS does; only `rawQueryString` is always there.
    request = call.request
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": call.route.key,
        "rawPath": request.path,
        "rawQueryString": request.query,
    }
    if request.cookies:
        event["cookies"] = list(request.cookies)
    event["headers"] = {name: value for name, value in request.joined_headers.items() if name != "cookie"}
    if request.query_values:
        event["queryStringParameters"] = dict(request.joined_query)
    event["requestContext"] = _context_2(call)
    if call.parameters:
        event["pathParameters"] = dict(call.parameters)
    if call.stage.variables:
        event["stageVariables"] = dict(call.stage.variables)
    return event


def _context_2(call: Call) -> dict[str, Any]:
    request = call.request
    context: dict[str, Any] = {
        "accountId": call.api.account_id,
        "apiId": call.api.id,
        **domain_context(request, call.api),
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": request.protocol,
            "sourceIp": request.source_ip,
            "userAgent": request.header("user-agent"),
        },
        "requestId": request.id,
        "routeKey": call.route.key,
        "stage": call.stage.name,
        "time": request.time,
        "timeEpoch": request.time_epoch_ms,
    }
    if call.authorization is not None:
        context["authorizer"] = _authorizer_2(call.authorization)
    return context


def _authorizer_2(found: HttpAuthorization) -> dict[str, Any]:
    if found.jwt is not None:
        return {"jwt": dict(found.jwt)}
    if found.iam is not None:
        return {"iam": dict(found.iam)}
    return {"lambda": dict(found.function) if found.function else None}


def _event_1(call: Call) -> dict[str, Any]:
    request = call.request
    headers, queries = request.header_values, request.query_values
    return {
        "version": "1.0",
        "resource": call.route.path,
        "path": request.client_path,
        "httpMethod": request.method,
        # AWS's example takes the last value of a repeated header and the first of a repeated parameter.
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": {name: list(values) for name, values in headers.items()},
        "queryStringParameters": {name: values[0] for name, values in queries.items()} or None,
        "multiValueQueryStringParameters": {name: list(values) for name, values in queries.items()} or None,
        "requestContext": _context_1(call),
        "pathParameters": dict(call.parameters) or None,
        "stageVariables": dict(call.stage.variables) or None,
    }


def _context_1(call: Call) -> dict[str, Any]:
    request = call.request
    return {
        "accountId": call.api.account_id,
        "apiId": call.api.id,
        "authorizer": _authorizer_1(call.authorization),
        **domain_context(request, call.api),
        "extendedRequestId": request.id,
        "httpMethod": request.method,
        "identity": {
            **dict.fromkeys(IDENTITY_FIELDS),
            **_identity_1(call.authorization),
            "sourceIp": request.source_ip,
            "userAgent": request.header("user-agent"),
        },
        "path": request.client_path,
        "protocol": request.protocol,
        "requestId": request.id,
        "requestTime": request.time,
        "requestTimeEpoch": request.time_epoch_ms,
        "resourceId": None,
        "resourcePath": call.route.path,
        "stage": call.stage.name,
    }


def _identity_1(found: HttpAuthorization | None) -> dict[str, Any]:
    return {} if found is None or found.iam is None else caller_identity(found.iam)


def _authorizer_1(found: HttpAuthorization | None) -> dict[str, Any]:
    if found is None or found.iam is not None:
        return {"claims": None, "scopes": None}
    if found.jwt is not None:
        return dict(found.jwt)
    principal = {"principalId": found.principal_id} if found.principal_id else {}
    return {**principal, **(found.function or {})}


def _body(request: Request) -> tuple[str | None, bool]:
    if not request.body:
        return None, False
    if not _is_text(request):
        return b64encode(request.body).decode(), True
    try:
        return request.body.decode(), False
    except UnicodeDecodeError:
        return b64encode(request.body).decode(), True


def _is_text(request: Request) -> bool:
    """Whether a body is passed as text: a form is not.

    AWS writes the rule down for load balancers, and HTTP APIs are seen to follow it:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
    """
    if request.header("content-encoding"):
        return False
    media_type = request.header("content-type").partition(";")[0].strip().lower()
    return not media_type or media_type.startswith("text/") or media_type in _TEXT_TYPES
