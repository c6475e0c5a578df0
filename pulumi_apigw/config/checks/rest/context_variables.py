"""Variables and functions of mappings and templates: those that REST APIs have.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws.context_variables import unknown_in_template
from ....aws.rest_mappings import CONTEXT, OWN_CONTEXT, unknown_context
from ....aws.template_functions import INPUT, UTIL
from ....errors import Problem
from ....source import Path
from ...rest.authorizers import RestLambdaAuthorizerConfig
from ..context import Context
from ..unknown_variables import unknown_calls, unknown_variable

__all__ = ["functions", "unknown"]


def unknown(context: Context) -> Iterator[Problem]:
    """A context variable that REST APIs do not have gives nothing."""
    for place, text in _mapped(context):
        if name := unknown_context(text):
            yield unknown_variable(context, place, name, "REST", CONTEXT)
    for place, text in _templates(context):
        for name in unknown_in_template(text, CONTEXT, OWN_CONTEXT):
            yield unknown_variable(context, place, name, "REST", CONTEXT)


def functions(context: Context) -> Iterator[Problem]:
    """A function that templates do not have."""
    for place, text in _templates(context):
        yield from unknown_calls(context, place, text, "util", UTIL)
        yield from unknown_calls(context, place, text, "input", INPUT)


def _mapped(context: Context) -> Iterator[tuple[Path, str]]:
    for path, _, _, route in context.rest_routes():
        for name, text in route.request_parameters.items():
            yield (*path, "request_parameters", name), text
        for pattern, response in route.integration_responses.items():
            for name, text in response.headers.items():
                yield (*path, "integration_responses", pattern, "headers", name), text
    for path, api in context.rest_apis():
        for kind, answer in api.gateway_responses.items():
            for name, text in answer.headers.items():
                yield (*path, "gateway_responses", kind, "headers", name), text
        for name, each in api.authorizers.items():
            if isinstance(each, RestLambdaAuthorizerConfig):
                for position, text in enumerate(each.identity_sources):
                    yield (*path, "authorizers", name, "identity_sources", position), text


def _templates(context: Context) -> Iterator[tuple[Path, str]]:
    for path, _, _, route in context.rest_routes():
        for kind, text in route.request_templates.items():
            yield (*path, "request_templates", kind), text
        for pattern, response in route.integration_responses.items():
            for kind, text in response.templates.items():
                yield (*path, "integration_responses", pattern, "templates", kind), text
    for path, api in context.rest_apis():
        for type_, answer in api.gateway_responses.items():
            for kind, text in answer.templates.items():
                yield (*path, "gateway_responses", type_, "templates", kind), text
