"""Templates of an API that has binary media types: they take text alone."""

from __future__ import annotations

from dataclasses import replace

from .model import (
    AwsIntegrationPlan,
    HttpIntegrationPlan,
    IntegrationResponsePlan,
    MethodPlan,
    MockIntegrationPlan,
)

__all__ = ["with_text_for_templates"]

_TEXT = "CONVERT_TO_TEXT"


def with_text_for_templates(method: MethodPlan) -> MethodPlan:
    """`method` with text for each template, unless the route says itself what is converted.

    API Gateway answers 500 where a template meets a body of a binary type, and where a client accepts such a
    type while the answer is text; a request without a content type counts as JSON, which `*/*` makes binary.
    What has no template passes as it is.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
    """
    found = method.integration
    if not isinstance(found, MockIntegrationPlan | HttpIntegrationPlan | AwsIntegrationPlan):
        return method
    # What a mock answers is text that API Gateway makes itself, also where there is no template.
    text = isinstance(found, MockIntegrationPlan)
    responses = tuple(_response(each, text=text or bool(each.templates)) for each in found.responses)
    handling = found.content_handling or (_TEXT if found.request_templates else None)
    return replace(method, integration=replace(found, responses=responses, content_handling=handling))


def _response(response: IntegrationResponsePlan, *, text: bool) -> IntegrationResponsePlan:
    return replace(response, content_handling=response.content_handling or (_TEXT if text else None))
