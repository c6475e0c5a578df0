"""AWS services that a message calls: REST APIs' calls, less what only requests and their answers have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ...aws.route_keys import RouteKey
from ...aws.websocket_limits import DEFAULT, DEFAULT_EXPRESSION
from ...config.rest.integrations import RestServiceIntegrationConfig
from ...config.websocket import WebSocketRouteConfig
from ...config.websocket.routes import ReplyConfig
from ..rest.model import IntegrationResponsePlan
from ..rest.parameters import JSON
from ..rest.services import ServiceCall, plan_call
from ..rest.vtl import RequestTemplate
from .model import ReplyPlan, WebSocketIntegrationPlan
from .replies import plan_replies, reply_key

__all__ = ["plan_service"]

# Messages have no path of their own.
_NO_PATH = RouteKey(method="POST", path="/")
# A status is for answers to requests: whoever sent a message gets the body alone.
_STATUS = re.compile(r"#set\(\$context\.responseOverride\.status = \d+\)")
# What REST APIs map of a request, which messages do not have.
_OF_REQUESTS = "method."


def plan_service(
    config: RestServiceIntegrationConfig, *, name: str, route: WebSocketRouteConfig, timeout_ms: int
) -> WebSocketIntegrationPlan:
    """The integration of a route that calls an AWS service; `name` is the integration's in its API.

    What the route writes itself (templates, parameters, replies) wins over what the call brings.
    """
    call = plan_call(config, RequestTemplate(_NO_PATH))
    brought = {} if call.template is None else {DEFAULT: call.template}
    parameters = {key: value for key, value in call.parameters.items() if not value.startswith(_OF_REQUESTS)}
    call = replace(call, parameters=parameters)
    templates = route.request_templates or brought
    return WebSocketIntegrationPlan(
        name=name,
        type="AWS",
        service=call.integration(name, timeout_ms),
        method=call.method,
        timeout_ms=timeout_ms,
        request_parameters=call.merged_parameters(route.request_parameters),
        request_templates=templates,
        template_selection_expression=route.template_selection_expression
        or (DEFAULT_EXPRESSION if templates else None),
        # A message without a template would reach the service as it came, in place of the call.
        passthrough_behavior=route.passthrough_behavior or ("NEVER" if templates else None),
        content_handling=route.content_handling,
        replies=_replies(call, route.replies),
    )


def _replies(call: ServiceCall, written: Mapping[str, ReplyConfig]) -> tuple[ReplyPlan, ...]:
    """What the route writes, else what the call brings."""
    if written:
        return plan_replies(written)
    return tuple(map(_reply, call.responses))


def _reply(response: IntegrationResponsePlan) -> ReplyPlan:
    template = response.templates.get(JSON)
    return ReplyPlan(
        key=DEFAULT if response.selection == "default" else reply_key(response.selection),
        templates={} if template is None else {DEFAULT: _STATUS.sub("", template)},
        template_selection_expression=None if template is None else DEFAULT_EXPRESSION,
        content_handling=response.content_handling,
    )
