"""Mapping templates of a call: what `$input`, `$context`, `$stageVariables` and `$util` are.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
"""

from __future__ import annotations

from collections.abc import Mapping

from pulumi_apigw.local.rest.templates import UTIL, input_members
from pulumi_apigw.local.rest.vtl import UnsupportedTemplateError, render
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.context import request_context
from pulumi_apigw.local.websocket.refusals import not_served
from pulumi_apigw.local.websocket.selection import Read, evaluate

__all__ = ["rendered", "selected_template"]


def rendered(template: str, call: WebSocketCall, body: str) -> str:
    """A template's text; `body` is what `$input` holds. Raises `Refusal` (501) for what is unknown here."""
    roots = {
        "context": request_context(call),
        "input": input_members(body),
        "stageVariables": dict(call.connection.stage.variables),
        "util": UTIL,
    }
    try:
        return render(template, roots)
    except UnsupportedTemplateError as error:
        raise not_served(call.route.key, f"a mapping template with {error}") from None


def selected_template(templates: Mapping[str, str], selection: str, read: Read) -> str | None:
    """The template whose key an expression gives, else that of `$default`, if there is one."""
    found = templates.get(evaluate(selection, read)) if selection else None
    return templates.get("$default") if found is None else found
