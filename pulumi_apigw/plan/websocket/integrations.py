"""Integrations: one for each distinct thing that routes call, however many routes call it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...aws.websocket_limits import DEFAULT, DEFAULT_EXPRESSION
from ...config.rest.integrations import AwsIntegrationConfig
from ...config.websocket import WebSocketApiConfig, WebSocketRouteConfig
from ...config.websocket.integrations import WebSocketHttpConfig, WebSocketMockConfig
from ..api_parts import TargetPlan
from ..integration_names import integration_name
from ..rest.integrations import aws_call
from .model import ReplyPlan, WebSocketIntegrationPlan
from .replies import plan_replies
from .services import plan_service

__all__ = ["plan_integration"]


def plan_integration(
    api: WebSocketApiConfig, key: str, route: WebSocketRouteConfig, targets: Mapping[str, TargetPlan]
) -> WebSocketIntegrationPlan:
    """The integration of a route; equal ones have equal names, so that routes can share them."""
    integration = route.integration
    timeout_ms = route.timeout_ms or api.defaults.timeout_ms
    if integration is None:
        return _function(api, key, route, targets, timeout_ms)
    if isinstance(integration, WebSocketHttpConfig):
        return _http(integration, api, key, route, timeout_ms)
    name = f"{integration.type} {key}"
    if isinstance(integration, WebSocketMockConfig):
        return _mock(integration, name, route, timeout_ms)
    if isinstance(integration, AwsIntegrationConfig):
        return _aws(integration, name, route, timeout_ms)
    return plan_service(integration, name=name, route=route, timeout_ms=timeout_ms)


def _name(what: str, api: WebSocketApiConfig, key: str, route: WebSocketRouteConfig, timeout_ms: int) -> str:
    own = key if route.request_parameters or route.content_handling else None
    return integration_name(what, own=own, timeout_ms=timeout_ms, default_ms=api.defaults.timeout_ms)


def _function(
    api: WebSocketApiConfig,
    key: str,
    route: WebSocketRouteConfig,
    targets: Mapping[str, TargetPlan],
    timeout_ms: int,
) -> WebSocketIntegrationPlan:
    function = route.function or api.defaults.function
    assert function is not None, "the config's checks let no route without a target through"
    return WebSocketIntegrationPlan(
        name=_name(function, api, key, route, timeout_ms),
        type="AWS_PROXY",
        target=targets[function],
        timeout_ms=timeout_ms,
        request_parameters=route.request_parameters,
        content_handling=route.content_handling,
    )


def _http(
    integration: WebSocketHttpConfig,
    api: WebSocketApiConfig,
    key: str,
    route: WebSocketRouteConfig,
    timeout_ms: int,
) -> WebSocketIntegrationPlan:
    what = f"{integration.method} {integration.url}"
    plan = WebSocketIntegrationPlan(
        name=_name(what, api, key, route, timeout_ms),
        type="HTTP_PROXY",
        url=integration.url,
        method=integration.method,
        timeout_ms=timeout_ms,
        request_parameters=route.request_parameters,
        content_handling=route.content_handling,
    )
    if integration.proxy:
        return plan
    named = replace(plan, name=f"{what.replace('::', ':')} {key}", type="HTTP")
    return _transforming(named, route, plan_replies(route.replies))


def _mock(
    integration: WebSocketMockConfig, name: str, route: WebSocketRouteConfig, timeout_ms: int
) -> WebSocketIntegrationPlan:
    # AWS takes the status out of what the template gives.
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
    templates = route.request_templates or {DEFAULT: f'{{"statusCode": {integration.status}}}'}
    answer = {} if integration.body is None else {DEFAULT: integration.body}
    plan = WebSocketIntegrationPlan(
        name=name, type="MOCK", timeout_ms=timeout_ms, request_parameters=route.request_parameters
    )
    return replace(
        _transforming(plan, route, plan_replies(route.replies, answer)),
        request_templates=templates,
        template_selection_expression=route.template_selection_expression or DEFAULT_EXPRESSION,
    )


def _aws(
    integration: AwsIntegrationConfig, name: str, route: WebSocketRouteConfig, timeout_ms: int
) -> WebSocketIntegrationPlan:
    plan = WebSocketIntegrationPlan(
        name=name,
        type="AWS",
        service=aws_call(integration, name, timeout_ms),
        method=integration.method,
        timeout_ms=timeout_ms,
        request_parameters=route.request_parameters,
    )
    return _transforming(plan, route, plan_replies(route.replies))


def _transforming(
    plan: WebSocketIntegrationPlan, route: WebSocketRouteConfig, replies: tuple[ReplyPlan, ...]
) -> WebSocketIntegrationPlan:
    """`plan` with the route's templates, which proxies have not."""
    expression = route.template_selection_expression
    return replace(
        plan,
        request_templates=route.request_templates,
        template_selection_expression=expression or (DEFAULT_EXPRESSION if route.request_templates else None),
        passthrough_behavior=route.passthrough_behavior,
        content_handling=route.content_handling,
        replies=replies,
    )
