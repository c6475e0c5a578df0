"""Integrations: mappings that have an effect, and links that fit their targets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....aws import rest_limits
from ....errors import Problem
from ...rest import RestRouteConfig
from ...rest.integrations import (
    AwsIntegrationConfig,
    MockIntegrationConfig,
    RestHttpIntegrationConfig,
    RestPrivateIntegrationConfig,
)
from ..context import Context
from ..integrations import mappings_without_effect, mock_without_effect, mock_without_status

__all__ = [
    "answers",
    "errors_become_200",
    "links",
    "mappings",
    "mocks",
    "ports",
    "protocols",
    "statuses",
    "unmapped_bodies",
]

_TRANSFORMING = ("request_templates", "passthrough_behavior", "integration_responses")
_PORT = re.compile(r"https?://[^/?#]*?:(\d+)(?=[/?#]|$)")
_INSTEAD_OF_MOCK = {"status": "request_templates", "body": "integration_responses"}


def mappings(context: Context) -> Iterator[Problem]:
    """Functions and proxies get requests and give answers as they are.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-integration-types.html
    """
    for path, _, _, route in context.rest_routes():
        yield from mappings_without_effect(context, path, route, _TRANSFORMING, _passes_through(route))


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
        own = _passes_on(route) or _is_mock(route)
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


def statuses(context: Context) -> Iterator[Problem]:
    """Patterns are of a status; of the message of an error where Lambda is called.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
    """
    for path, _, _, route in context.rest_routes():
        called = route.integration
        if called is None or (isinstance(called, AwsIntegrationConfig) and called.service == "lambda"):
            continue
        for pattern in route.integration_responses:
            if pattern != "default" and not any(re.fullmatch(pattern, str(each)) for each in range(100, 600)):
                fix = "Write 'default', or a pattern such as '4\\d{2}'."
                place = (*path, "integration_responses", pattern)
                yield context.error(place, f"no status matches '{pattern}'", fix)


def unmapped_bodies(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html"""
    for path, _, key, route in context.rest_routes():
        never = route.passthrough_behavior == "NEVER" and not route.request_templates
        if never and _passes_on(route):
            fact = f"{key!r} answers 415 to every request: no content type has a template"
            fix = "Give 'request_templates', or remove it."
            yield context.error((*path, "passthrough_behavior"), fact, fix)


def mocks(context: Context) -> Iterator[Problem]:
    """A mock's words that nothing comes of, and templates that give it no status."""
    for path, _, _, route in context.rest_routes():
        yield from mock_without_effect(context, path, route, _INSTEAD_OF_MOCK)
        yield from mock_without_status(context, path, route)


def _is_mock(route: RestRouteConfig) -> bool:
    return isinstance(route.integration, MockIntegrationConfig)


def ports(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html"""
    for path, _, _, route in context.rest_routes():
        called = route.integration
        found = _PORT.match(called.url) if isinstance(called, RestHttpIntegrationConfig) else None
        if found and not any(int(found[1]) in each for each in rest_limits.HTTP_PORTS):
            fix = "Serve it at 80, 443, or 1024 to 65535."
            yield context.error((*path, "integration", "url"), f"API Gateway calls no port {found[1]}", fix)


def protocols(context: Context) -> Iterator[Problem]:
    """A stage variable holds "a full URI without protocol", which API Gateway asks for before any request.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html
    """
    for path, _, _, route in context.rest_routes():
        called = route.integration
        urls = RestHttpIntegrationConfig | RestPrivateIntegrationConfig
        if isinstance(called, urls) and called.url.startswith("${stageVariables."):
            fact = f"{called.url!r} has no protocol, which no stage variable gives"
            fix = f"Write it out, 'https://{called.url}', and take it out of the variable."
            yield context.error((*path, "integration", "url"), fact, fix)


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
