"""What integrations give, and what becomes of it on the way to a client.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.model import WebSocketIntegration, WebSocketTransformation
from pulumi_apigw.local.websocket.refusals import Refusal
from pulumi_apigw.local.websocket.selection import Read, read_body
from pulumi_apigw.local.websocket.templates import rendered, selected_template

__all__ = ["Reply", "request_text", "transformed"]


@dataclass(frozen=True)
class Reply:
    """An integration's answer: `body` None is nothing to say; names of `headers` are in lower case."""

    status: int = 200
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def accepts(self) -> bool:
        """Whether a client of `$connect` is let in: the status of any other answer is the handshake's."""
        return 200 <= self.status < 300


def request_text(call: WebSocketCall, integration: WebSocketIntegration) -> str:
    """What goes to the backend: the message, or what the template makes of it; raises `Refusal` (415).

    https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-transformations.html
    """
    body = call.body or ""
    templates = integration.request_templates
    template = selected_template(templates, integration.template_selection, read_body(body))
    if template is not None:
        return rendered(template, call, body)
    passes = {"WHEN_NO_MATCH": True, "WHEN_NO_TEMPLATES": not templates}
    if not passes.get(integration.passthrough, False):
        fact = f"no request template matches and the passthrough behavior is {integration.passthrough}"
        raise Refusal(415, f"{call.route.key}: {fact}.")
    return body


def transformed(
    call: WebSocketCall, integration: WebSocketIntegration, answer: Reply, matched: str, *, bare: bool = False
) -> Reply:
    """An answer as its integration response writes it; raises `Refusal` (500) where there is none.

    `matched` is what the keys' patterns are for: the status, or a function's error. Of a `bare` answer
    nothing but a template's text is left.
    """
    if not call.route.two_way:
        return answer
    response = _selected(call, integration, matched)
    if response is None:
        raise Refusal(
            500,
            f"{call.route.key}: no integration response is for {matched!r}. Add an "
            "aws.apigatewayv2.IntegrationResponse with integration_response_key='$default'.",
        )
    template = selected_template(response.templates, response.template_selection, _reader(call, answer))
    if template is not None:
        return Reply(answer.status, rendered(template, call, answer.body or ""), answer.headers)
    return Reply(answer.status, None, answer.headers) if bare else answer


def _selected(
    call: WebSocketCall, integration: WebSocketIntegration, matched: str
) -> WebSocketTransformation | None:
    default = None
    for response in integration.responses:
        if response.key == "$default":
            default = response
        elif _matches(call, response.key, matched):
            return response
    return default


def _matches(call: WebSocketCall, key: str, matched: str) -> bool:
    try:
        return re.fullmatch(key.removeprefix("/").removesuffix("/"), matched, re.DOTALL) is not None
    except re.error as error:
        fact = f"the integration response key {key!r} is no pattern: {error}"
        raise Refusal(500, f"{call.route.key}: {fact}.") from None


def _reader(call: WebSocketCall, answer: Reply) -> Read:
    of_message = read_body(call.body)

    def read(name: str) -> str | None:
        if name == "integration.response.statuscode":
            return str(answer.status)
        before, _, header = name.partition("header.")
        if before in ("integration.response.", "integration.response.multivalue"):
            return answer.headers.get(header.lower())
        return of_message(name)

    return read
