"""Mock integrations: answers without a backend.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Mapping

from pulumi_apigw.local.responses import Response
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.mapping import mapped_headers
from pulumi_apigw.local.rest.media_types import DEFAULT_TYPE, content_type, is_binary, wants_binary
from pulumi_apigw.local.rest.model import IntegrationResponse, RestIntegration
from pulumi_apigw.local.rest.refusals import Refusal
from pulumi_apigw.local.rest.templates import rendered

__all__ = ["mocked"]


def mocked(call: RestCall, integration: RestIntegration) -> Response:
    """The response that the request template's `statusCode` selects.

    Raises `Refusal`: 415, 500, and 501 for a template that is not known here.
    """
    body = call.request.body.decode(errors="replace")
    status = _status(call, integration, body)
    response = _selected(call, integration, status)
    media_type, template = _response_template(call, response.templates)
    made = rendered(template, call, body)
    overridden = [(name.lower(), value) for name, value in made.headers.items()]
    taken = {name for name, _ in overridden}
    headers = [pair for pair in mapped_headers(response.headers, call) if pair[0] not in taken]
    headers += overridden
    if not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", media_type))
    return Response(made.status or response.status, headers, _body(call, response, made.text))


def _status(call: RestCall, integration: RestIntegration, body: str) -> str:
    """The status that the request's template gives, else its body, as text; raises `Refusal`."""
    template = _request_template(call, integration)
    text = body if template is None else rendered(template, call, body).text
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    status = given.get("statusCode") if isinstance(given, Mapping) else None
    if isinstance(status, bool) or not isinstance(status, int):
        raise _misconfigured(
            call, f'the mock\'s request template gives {text!r}. Let it give {{"statusCode": 200}}'
        )
    return str(status)


def _request_template(call: RestCall, integration: RestIntegration) -> str | None:
    """The template for the request's content type, None where its body passes as it is; raises `Refusal`.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
    """
    wanted, templates = content_type(call.request), integration.request_templates
    by_type = {name.lower(): template for name, template in templates.items()}
    template = by_type.get(wanted) or by_type.get("$default")
    if template is None:
        if integration.passthrough == "NEVER" or (
            integration.passthrough == "WHEN_NO_TEMPLATES" and templates
        ):
            fact = f"no request template for {wanted} and passthrough {integration.passthrough.lower()}"
            raise Refusal("UNSUPPORTED_MEDIA_TYPE", f"{call.route.key}: {fact}.")
        return None
    if is_binary(wanted, call.api.binary_types) and integration.content_handling != "CONVERT_TO_TEXT":
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
        raise _misconfigured(
            call,
            f"{wanted} is a binary type of the API, to which no template applies. Give the integration "
            "contentHandling CONVERT_TO_TEXT",
        )
    return template


def _selected(call: RestCall, integration: RestIntegration, status: str) -> IntegrationResponse:
    """The response for a status: one of just that status, one whose pattern matches, or the default."""
    try:
        matching = [
            each
            for each in integration.responses
            if each.selection != "default" and re.fullmatch(each.selection, status)
        ]
    except re.error as error:
        raise _misconfigured(call, f"a response of the mock is for no pattern: {error}") from None
    matching.sort(key=lambda each: str(each.status) != status)
    default = [each for each in integration.responses if each.selection == "default"]
    if not (matching or default):
        raise _misconfigured(call, f"no response of the mock is for status {status}, and it has no default")
    return (matching or default)[0]


def _response_template(call: RestCall, templates: Mapping[str, str]) -> tuple[str, str]:
    """The template for the type that the client accepts, else that for JSON, else the first."""
    accepted = call.request.header("accept").partition(",")[0].partition(";")[0].strip().lower()
    for media_type in (accepted, DEFAULT_TYPE, *templates):
        if media_type in templates:
            return media_type, templates[media_type]
    return DEFAULT_TYPE, ""


def _body(call: RestCall, response: IntegrationResponse, text: str) -> bytes:
    """The text as bytes: decoded from Base64 where the client, or the response, asks for binary content."""
    to_binary = response.content_handling == "CONVERT_TO_BINARY" or (
        response.content_handling is None and wants_binary(call.request, call.api.binary_types)
    )
    if not to_binary:
        return text.encode()
    try:
        return b64decode("".join(text.split()), validate=True)
    except ValueError:
        raise _misconfigured(
            call,
            "the client accepts a binary type of the API, and the response's template gives no Base64. Give "
            "the response contentHandling CONVERT_TO_TEXT",
        ) from None


def _misconfigured(call: RestCall, fact: str) -> Refusal:
    return Refusal("API_CONFIGURATION_ERROR", f"{call.route.key}: {fact}.")
