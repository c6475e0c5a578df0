"""Routes of a REST API → methods, with the API's defaults applied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ...aws.route_keys import RouteKey, parse_route_key
from ...config.rest import RestApiConfig, RestRouteConfig
from ...config.rest.routes import ResponseConfig
from ..api_parts import TargetPlan
from ..statuses import phrase
from .authorizers import plan_authorization
from .binary import with_text_for_templates
from .caching import is_cached
from .cors import cors_cache_keys, cors_header_names, plan_preflights, with_cors_headers, with_headers
from .integrations import plan_integration
from .model import IntegrationResponsePlan, MethodPlan, ResponsePlan, RestIntegrationPlan
from .parameters import plan_cache_keys, plan_models_of, plan_parameters, plan_validation

__all__ = ["plan_methods"]

_OVERRIDE = re.compile(r"responseOverride\.status\s*=\s*([1-5]\d\d)\b")


def plan_methods(
    api: RestApiConfig, targets: Mapping[str, TargetPlan], *, cached: bool = False
) -> tuple[MethodPlan, ...]:
    """The methods of an API in the config's order, and after them the preflights that `cors` makes.

    `cached` says whether a stage has a cache.
    """
    methods = [
        _method(api, parse_route_key(text), route, targets, cached=cached)
        for text, route in api.routes.items()
    ]
    whole = (*methods, *plan_preflights(api.cors, methods))
    return tuple(map(with_text_for_templates, whole)) if api.binary_media_types else whole


def _method(
    api: RestApiConfig,
    key: RouteKey,
    route: RestRouteConfig,
    targets: Mapping[str, TargetPlan],
    *,
    cached: bool,
) -> MethodPlan:
    authorization, authorizer, scopes = plan_authorization(api, route)
    integration = with_cors_headers(
        plan_integration(api, key, route, targets), api.cors, binary=bool(api.binary_media_types)
    )
    keys = plan_cache_keys(route.parameters)
    if cached and is_cached(key, route):
        keys = tuple(dict.fromkeys((*keys, *cors_cache_keys(integration, api.cors))))
    integration = replace(integration, cache_key_parameters=keys)
    return MethodPlan(
        method=key.method,
        path=key.path,
        integration=integration,
        authorization=authorization,
        authorizer=authorizer,
        scopes=scopes,
        api_key=api.defaults.api_key if route.api_key is None else route.api_key,
        validation=plan_validation(route.validation or api.defaults.validation, route),
        parameters=tuple(plan_parameters(key, route.parameters, integration.request_parameters.values())),
        body=plan_models_of(route.body),
        responses=tuple(_responses(route, integration, cors_header_names(integration, api.cors))),
        operation_name=route.operation_name,
        summary=route.summary,
        description=route.description,
        groups=route.groups,
    )


def _responses(
    route: RestRouteConfig, integration: RestIntegrationPlan, cors_headers: tuple[str, ...]
) -> Iterator[ResponsePlan]:
    """What callers can expect: what is declared, and every status and header that the integration maps.

    A template can set a status too (`$context.responseOverride.status`), with the headers of its answer.
    API Gateway refuses to map a status or a header that the method does not declare.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-response.html
    """
    mapped: dict[str, dict[str, str]] = {}
    for response in integration.responses:
        headers = dict.fromkeys((*response.headers, *cors_headers), "")
        for status in (response.status, *_overrides(response)):
            mapped.setdefault(status, {}).update(headers)
    for status in dict.fromkeys((*route.responses, *mapped)):
        declared = route.responses.get(status, ResponseConfig())
        yield ResponsePlan(
            status=status,
            description=declared.description or phrase(status),
            models=plan_models_of(declared.body),
            headers=with_headers(declared.headers, mapped.get(status, {})),
        )


def _overrides(response: IntegrationResponsePlan) -> Iterator[str]:
    """Statuses that templates set in place of the response's own."""
    for template in response.templates.values():
        yield from _OVERRIDE.findall(template)
