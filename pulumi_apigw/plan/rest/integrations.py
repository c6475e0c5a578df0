"""What a route of a REST API calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...aws.route_keys import RouteKey
from ...config.rest import RestApiConfig, RestRouteConfig
from ...config.rest.integrations import (
    AwsIntegrationConfig,
    MockIntegrationConfig,
    RestHttpIntegrationConfig,
    RestPrivateIntegrationConfig,
)
from ..api_parts import TargetPlan
from .model import (
    AwsIntegrationPlan,
    FunctionIntegrationPlan,
    HttpIntegrationPlan,
    IntegrationResponsePlan,
    MockIntegrationPlan,
    RestIntegrationPlan,
)
from .parameters import JSON
from .services import plan_service

__all__ = ["aws_call", "plan_integration"]


def plan_integration(
    api: RestApiConfig, key: RouteKey, route: RestRouteConfig, targets: Mapping[str, TargetPlan]
) -> RestIntegrationPlan:
    """The integration of a route, with the route's own mappings."""
    integration = route.integration
    timeout_ms = route.timeout_ms or api.defaults.timeout_ms
    if integration is None:
        return _function(api, route, targets, timeout_ms)
    if isinstance(integration, RestHttpIntegrationConfig | RestPrivateIntegrationConfig):
        return _http(integration, key, route, timeout_ms)
    if isinstance(integration, MockIntegrationConfig):
        return _mock(integration, route, timeout_ms)
    # Like the keys of HTTP APIs' integrations: no variable's name in it, so that renaming one keeps the role.
    name = f"{integration.type} {key.normalised}"
    if isinstance(integration, AwsIntegrationConfig):
        return _aws(integration, name, route, timeout_ms)
    return plan_service(integration, name=name, key=key, route=route, timeout_ms=timeout_ms)


def _function(
    api: RestApiConfig, route: RestRouteConfig, targets: Mapping[str, TargetPlan], timeout_ms: int
) -> FunctionIntegrationPlan:
    function = route.function or api.defaults.function
    assert function is not None, "the config's checks let no route without a target through"
    return FunctionIntegrationPlan(
        target=targets[function],
        stream=route.stream,
        timeout_ms=timeout_ms,
        request_parameters=route.request_parameters,
        content_handling=route.content_handling,
    )


def _http(
    integration: RestHttpIntegrationConfig | RestPrivateIntegrationConfig,
    key: RouteKey,
    route: RestRouteConfig,
    timeout_ms: int,
) -> HttpIntegrationPlan:
    private = integration if isinstance(integration, RestPrivateIntegrationConfig) else None
    return HttpIntegrationPlan(
        url=integration.url,
        method=integration.method or key.method,
        proxy=integration.proxy,
        vpc_link=private.vpc_link if private else None,
        target_arn=private.target_arn if private else None,
        stream=route.stream,
        timeout_ms=timeout_ms,
        request_parameters={**_path_variables(integration.url, key), **route.request_parameters},
        request_templates=route.request_templates,
        passthrough_behavior=route.passthrough_behavior,
        content_handling=route.content_handling,
        responses=() if integration.proxy else _responses(route) or (_PASSED_ON,),
    )


def _mock(integration: MockIntegrationConfig, route: RestRouteConfig, timeout_ms: int) -> MockIntegrationPlan:
    answer = IntegrationResponsePlan(
        selection="default",
        status=str(integration.status),
        templates={} if integration.body is None else {JSON: integration.body},
    )
    return MockIntegrationPlan(
        timeout_ms=timeout_ms,
        request_parameters=route.request_parameters,
        request_templates=route.request_templates or {JSON: f'{{"statusCode": {integration.status}}}'},
        passthrough_behavior=route.passthrough_behavior,
        content_handling=route.content_handling,
        responses=_responses(route) or (answer,),
    )


def aws_call(integration: AwsIntegrationConfig, name: str, timeout_ms: int) -> AwsIntegrationPlan:
    """An integration that calls any AWS service, without what is mapped; `name` is its own in the API."""
    action = integration.action is not None
    return AwsIntegrationPlan(
        name=name,
        method=integration.method,
        service=integration.service,
        target=f"action/{integration.action}" if action else f"path/{integration.path}",
        region=integration.region,
        actions=integration.allow,
        resources=integration.resources,
        timeout_ms=timeout_ms,
    )


def _aws(
    integration: AwsIntegrationConfig, name: str, route: RestRouteConfig, timeout_ms: int
) -> AwsIntegrationPlan:
    return replace(
        aws_call(integration, name, timeout_ms),
        request_parameters=route.request_parameters,
        request_templates=route.request_templates,
        # Else a caller would choose by the content type what is sent in the role's name, past the templates.
        passthrough_behavior=route.passthrough_behavior or ("NEVER" if route.request_templates else None),
        content_handling=route.content_handling,
        responses=_responses(route) or (_PASSED_ON,),
    )


_PASSED_ON = IntegrationResponsePlan(selection="default", status="200")
"""What an integration without responses of its own answers with: AWS answers 500 where there is none."""


def _responses(route: RestRouteConfig) -> tuple[IntegrationResponsePlan, ...]:
    return tuple(
        IntegrationResponsePlan(
            selection=selection,
            status=response.status,
            headers=response.headers,
            templates=response.templates,
            content_handling=response.content_handling,
        )
        for selection, response in route.integration_responses.items()
    )


def _path_variables(url: str, key: RouteKey) -> dict[str, str]:
    """The route's variables that stand in the URL: REST APIs fill none in by themselves.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
    """
    return {
        f"integration.request.path.{variable}": f"method.request.path.{variable}"
        for variable in key.variables
        if f"{{{variable}}}" in url
    }
