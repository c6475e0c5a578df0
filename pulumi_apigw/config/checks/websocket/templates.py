"""Templates: each is chosen by an expression, and without one the template `$default` is.

https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-transformations.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ....aws.context_variables import unknown_in_template
from ....aws.template_functions import UTIL
from ....aws.websocket_limits import CONNECT, DEFAULT
from ....aws.websocket_mappings import CONTEXT, fixed_key
from ....errors import Problem
from ....source import Path
from ...websocket import WebSocketRouteConfig
from ..context import Context
from ..unknown_variables import unknown_calls, unknown_variable
from .integrations import passes_through

__all__ = ["context_variables", "functions", "keys", "parameters", "replies"]

_PARAMETERS = re.compile(r"\$!?\{?input\.params\b")


def keys(context: Context) -> Iterator[Problem]:
    """Templates of requests that nothing chooses, and expressions that choose between none."""
    for path, _, _, route in context.websocket_routes():
        if passes_through(route) is None:
            expression = route.template_selection_expression
            yield from _unchosen(context, path, "request_templates", route.request_templates, expression)


def replies(context: Context) -> Iterator[Problem]:
    """The same of answers."""
    for path, _, _, route in context.websocket_routes():
        for key, reply in route.replies.items():
            place = (*path, "replies", key)
            expression = reply.template_selection_expression
            yield from _unchosen(context, place, "templates", reply.templates, expression)


def parameters(context: Context) -> Iterator[Problem]:
    """`$input.params` is none of what templates of messages know; of `$connect` AWS's pages disagree.

    The reference of templates lacks it, the page of `$connect` shows it, and it was seen to be empty there:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
    https://repost.aws/questions/QUTlm0lH77TIuvZFPhKF4Ndg/websocket-connect-route-headers-and-querystring-empty-on-http-integration
    """
    for path, _, key, route in context.websocket_routes():
        fact = "templates of messages have no '$input.params': no header and no query string"
        fix = "Have the client put it into the message, and write $input.path('$.x')."
        if key == CONNECT:
            fact = "'$input.params' was seen to be empty here, though AWS's page of '$connect' shows it"
            fix = "Map it: 'request_parameters: {integration.request.header.x: route.request.querystring.x}'."
        for place, text in _templates(route):
            if _PARAMETERS.search(text):
                yield context.advice((*path, *place), fact, fix)


def context_variables(context: Context) -> Iterator[Problem]:
    """A context variable that WebSocket APIs do not have gives nothing."""
    for path, _, _, route in context.websocket_routes():
        for place, text in _templates(route):
            for name in unknown_in_template(text, CONTEXT, ("authorizer.",)):
                yield unknown_variable(context, (*path, *place), name, "WebSocket", CONTEXT)


def functions(context: Context) -> Iterator[Problem]:
    """A function that templates do not have."""
    for path, _, _, route in context.websocket_routes():
        for place, text in _templates(route):
            yield from unknown_calls(context, (*path, *place), text, "util", UTIL)


def _templates(route: WebSocketRouteConfig) -> Iterator[tuple[Path, str]]:
    yield from ((("request_templates", name), text) for name, text in route.request_templates.items())
    for answer, reply in route.replies.items():
        yield from ((("replies", answer, "templates", name), text) for name, text in reply.templates.items())


def _unchosen(
    context: Context, path: Path, field: str, templates: Mapping[str, str], expression: str | None
) -> Iterator[Problem]:
    if context.refused_within(*path, field) or context.refused(*path, "template_selection_expression"):
        return
    for name in templates if expression is None else ():
        if name != DEFAULT:
            such = "such as ${request.body.kind}"
            fix = f"Call it {DEFAULT!r}, or give 'template_selection_expression', {such}."
            yield context.error((*path, field, name), f"nothing chooses the template {name!r}", fix)
    if expression is not None and not templates:
        fact = f"there is no template to choose: '{field}' is empty"
        yield context.error((*path, "template_selection_expression"), fact, "Add templates, or remove it.")
    fixed = None if expression is None else fixed_key(expression)
    if templates and fixed is not None and not {fixed, DEFAULT} & templates.keys():
        fact = f"it gives {fixed!r} for every message, and no template of '{field}' has that key"
        fix = f"Call one so, or {DEFAULT!r}."
        yield context.error((*path, "template_selection_expression"), fact, fix)
