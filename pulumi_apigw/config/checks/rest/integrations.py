"""Integrations: mappings that have an effect, and links that fit their targets."""

from __future__ import annotations

from collections.abc import Iterator

from ....errors import Problem
from ...rest import RestRouteConfig
from ...rest.integrations import (
    AwsIntegrationConfig,
    MockIntegrationConfig,
    RestHttpIntegrationConfig,
    RestPrivateIntegrationConfig,
)
from ..context import Context

__all__ = ["answers", "errors_become_200", "links", "mappings", "mocks", "unmapped_bodies"]

_TRANSFORMING = ("request_templates", "passthrough_behavior", "integration_responses")


def mappings(context: Context) -> Iterator[Problem]:
    """Functions and proxies get requests and give answers as they are.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-integration-types.html
    """
    for path, _, _, route in context.rest_routes():
        kind = _passes_through(route)
        if kind is None or context.refused_within(*path, "integration"):
            continue
        for name in _TRANSFORMING:
            if getattr(route, name):
                fix = "Remove it." if route.integration is None else "Remove it, or say 'proxy: false'."
                yield context.error((*path, name), f"it has no effect: {kind} everything through", fix)


def _passes_through(route: RestRouteConfig) -> str | None:
    if route.integration is None:
        return "a function's integration passes"
    proxies = RestHttpIntegrationConfig | RestPrivateIntegrationConfig
    return "a proxy passes" if isinstance(route.integration, proxies) and route.integration.proxy else None


def _passes_on(route: RestRouteConfig) -> bool:
    """Whether requests and answers go through templates, of which the integration brings none itself."""
    mapped = AwsIntegrationConfig | RestHttpIntegrationConfig | RestPrivateIntegrationConfig
    return isinstance(route.integration, mapped) and _passes_through(route) is None


def errors_become_200(context: Context) -> Iterator[Problem]:
    """The plan maps every answer to 200 where the route maps none: AWS itself answers 500 to all.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
    """
    for path, _, key, route in context.rest_routes():
        if _passes_on(route) and not route.integration_responses:
            fix = "Give 'integration_responses', such as {default: {}, '4\\d{2}': {status: 400}}."
            yield context.advice(path, f"callers of {key!r} get 200 whatever the backend answers", fix)


def answers(context: Context) -> Iterator[Problem]:
    """A status is one response's, as in AWS's URL of it, and one response is for all that no other is for.

    https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html
    """
    for path, _, key, route in context.rest_routes():
        place = (*path, "integration_responses")
        if not route.integration_responses or _passes_through(route) or context.refused_within(*place):
            continue
        # The services by their call have answers of their own for what the route does not name.
        own = _passes_on(route) or isinstance(route.integration, MockIntegrationConfig)
        first: dict[str, str] = {}
        for pattern, response in route.integration_responses.items():
            other = first.setdefault(response.status, pattern)
            if other != pattern:
                fact = (
                    f"'{other}' answers with {response.status} too, and API Gateway keeps one for each status"
                )
                fix = "Give it another 'status', or one pattern for both, such as '4\\d{2}|5\\d{2}'."
                yield context.error((*place, pattern), fact, fix)
        if own and "default" not in route.integration_responses:
            fact = f"callers of {key!r} get 500 for every answer that none of these patterns matches"
            yield context.advice(place, fact, "Add 'default: {}', unless that is meant.")


def unmapped_bodies(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html"""
    for path, _, key, route in context.rest_routes():
        never = route.passthrough_behavior == "NEVER" and not route.request_templates
        if never and _passes_on(route):
            fact = f"{key!r} answers 415 to every request: no content type has a template"
            fix = "Give 'request_templates', or remove it."
            yield context.error((*path, "passthrough_behavior"), fact, fix)


def mocks(context: Context) -> Iterator[Problem]:
    """A mock's short words stand for templates: those of the route take their place."""
    for path, _, _, route in context.rest_routes():
        mock = route.integration
        if not isinstance(mock, MockIntegrationConfig):
            continue
        for field, instead in (("status", "request_templates"), ("body", "integration_responses")):
            if field in mock.model_fields_set and getattr(route, instead):
                fact = f"it has no effect: the route writes its own '{instead}'"
                yield context.error((*path, "integration", field), fact, "Keep one of the two.")


def links(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html"""
    for path, api, _, route in context.rest_routes():
        if not isinstance(route.integration, RestPrivateIntegrationConfig):
            continue
        link = api.vpc_links.get(route.integration.vpc_link)
        place = (*path, "integration")
        refused = context.refused(*place, "target_arn")
        if link and link.subnet_ids is not None and route.integration.target_arn is None and not refused:
            fact = f"VPC link {route.integration.vpc_link!r} leads into subnets, not to a load balancer"
            yield context.error(place, fact, "Give 'target_arn', the ARN of the ALB or NLB.")
        if link and link.target_arn is not None and route.integration.target_arn is not None:
            fact = f"VPC link {route.integration.vpc_link!r} leads to its own NLB"
            fix = "Remove it, or give the link 'subnet_ids' in place of 'target_arn'."
            yield context.error((*place, "target_arn"), fact, fix)
