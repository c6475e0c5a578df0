"""Integrations: one for each distinct thing that routes call, however many routes call it."""

from __future__ import annotations

from collections.abc import Mapping

from ..aws.mappings import REMOVE_VALUE
from ..aws.route_keys import RouteKey
from ..config.http import HttpApiConfig, HttpRouteConfig
from ..config.integrations import HttpProxyConfig, PrivateIntegrationConfig
from .integration_names import integration_name
from .model import (
    FunctionIntegrationPlan,
    HttpProxyPlan,
    IntegrationPlan,
    PrivateIntegrationPlan,
    TargetPlan,
)
from .services import plan_service_integration

__all__ = ["plan_integration"]

_PATH = "overwrite:path"


def plan_integration(
    api: HttpApiConfig, key: RouteKey, route: HttpRouteConfig, targets: Mapping[str, TargetPlan]
) -> IntegrationPlan:
    """The integration of a route; equal ones have equal names, so that routes can share them."""
    integration = route.integration
    timeout_ms = route.timeout_ms or api.defaults.timeout_ms
    if integration is None:
        return _function(api, key, route, targets, timeout_ms)
    if isinstance(integration, HttpProxyConfig):
        return _http(integration, api, key, route, timeout_ms)
    if isinstance(integration, PrivateIntegrationConfig):
        return _private(integration, api, key, route, timeout_ms)
    return plan_service_integration(
        integration,
        name=f"{integration.type} {key.normalised}",
        timeout_ms=timeout_ms,
        response_parameters=_responses(route),
    )


def _name(what: str, api: HttpApiConfig, key: RouteKey, route: HttpRouteConfig, timeout_ms: int) -> str:
    own = key.normalised if route.request_parameters or route.response_parameters else None
    return integration_name(what, own=own, timeout_ms=timeout_ms, default_ms=api.defaults.timeout_ms)


def _function(
    api: HttpApiConfig,
    key: RouteKey,
    route: HttpRouteConfig,
    targets: Mapping[str, TargetPlan],
    timeout_ms: int,
) -> FunctionIntegrationPlan:
    function = route.function or api.defaults.function
    assert function is not None, "the config's checks let no route without a target through"
    payload_format = route.payload_format or api.defaults.payload_format
    what = (
        function if payload_format == api.defaults.payload_format else f"{function} payload {payload_format}"
    )
    return FunctionIntegrationPlan(
        name=_name(what, api, key, route, timeout_ms),
        target=targets[function],
        payload_format=payload_format,
        timeout_ms=timeout_ms,
        request_parameters=_as_sent(route.request_parameters),
        response_parameters=_responses(route),
    )


def _http(
    integration: HttpProxyConfig, api: HttpApiConfig, key: RouteKey, route: HttpRouteConfig, timeout_ms: int
) -> HttpProxyPlan:
    method = integration.method or key.method
    return HttpProxyPlan(
        name=_name(f"{method} {integration.url}", api, key, route, timeout_ms),
        url=integration.url,
        method=method,
        timeout_ms=timeout_ms,
        request_parameters=_as_sent(route.request_parameters),
        response_parameters=_responses(route),
    )


def _private(
    integration: PrivateIntegrationConfig,
    api: HttpApiConfig,
    key: RouteKey,
    route: HttpRouteConfig,
    timeout_ms: int,
) -> PrivateIntegrationPlan:
    method = integration.method or key.method
    what = f"{method} {integration.vpc_link} {integration.target_arn.rpartition(':')[2]}"
    if integration.tls_server_name:
        # Without the word a host called '5000ms' would be taken for a timeout.
        what = f"{what} as {integration.tls_server_name}"
    return PrivateIntegrationPlan(
        name=_name(what, api, key, route, timeout_ms),
        vpc_link=integration.vpc_link,
        target_arn=integration.target_arn,
        method=method,
        tls_server_name=integration.tls_server_name,
        timeout_ms=timeout_ms,
        request_parameters=_without_stage(api, _as_sent(route.request_parameters)),
        response_parameters=_responses(route),
    )


def _as_sent(parameters: Mapping[str, str]) -> dict[str, str]:
    """Mappings as AWS wants them: what is removed has two apostrophes for a value, never nothing."""
    return {key: REMOVE_VALUE if key.startswith("remove:") else value for key, value in parameters.items()}


def _responses(route: HttpRouteConfig) -> dict[str, dict[str, str]]:
    return {status: _as_sent(parameters) for status, parameters in route.response_parameters.items()}


def _without_stage(api: HttpApiConfig, parameters: Mapping[str, str]) -> dict[str, str]:
    """A named stage is part of the path that a private target gets, unless the path is written anew.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
    """
    if api.default_stage or _PATH in parameters:
        return dict(parameters)
    return {_PATH: "$request.path", **parameters}
