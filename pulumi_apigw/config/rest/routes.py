"""Routes of a REST API: what they call, what a request must look like, and what is sent on and back.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-method-settings.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, field_validator

from ...aws import limits, rest_limits, rest_mappings
from ...source import did_you_mean
from ..base import (
    ConfigModel,
    Description,
    Flag,
    NameOf,
    Text,
    Whole,
    distinct,
    matching,
    refusals,
    shown,
    within,
)
from ..http import SCOPE
from ..routes import CommonRouteConfig, mapped, small_templates
from .integrations import RestIntegrationConfig
from .stage_settings import ExecutionLogConfig, MethodCacheConfig

__all__ = [
    "BodyConfig",
    "IntegrationResponseConfig",
    "ParameterConfig",
    "ResponseConfig",
    "RestRouteConfig",
    "RestRouteDefaultsConfig",
    "Validation",
]

Validation = Literal["all", "body", "parameters", "none"]
ContentHandling = Literal["CONVERT_TO_TEXT", "CONVERT_TO_BINARY"]
PassthroughBehavior = Literal["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"]
# Scopes are those that a client of a user pool can be allowed, which API Gateway takes of any length.
Scope = Annotated[
    str,
    matching(
        rf"{SCOPE}{{1,{rest_limits.SCOPE_LENGTH}}}",
        f"a scope: 1 to {rest_limits.SCOPE_LENGTH} characters without spaces, quotes and '\\'",
    ),
]
Scopes = Annotated[tuple[Scope, ...], distinct]
ParameterName = Annotated[
    str,
    matching(
        rest_mappings.PARAMETER_NAME,
        "'query.', 'header.' or 'path.' and a name of letters, digits and ._$-, such as 'query.limit'",
    ),
]
Status = Annotated[Text, matching(r"[1-5]\d\d", "a status code from 100 to 599, such as '200'", final=True)]
# Where the upper end is depends on the API and on what AWS raised: config/checks/rest/timeouts.py.
TimeoutMs = Annotated[
    Whole,
    within(
        rest_limits.STREAM_TIMEOUT_MS,
        f"milliseconds (above {rest_limits.TIMEOUT_MS.maximum} only streamed, or with a raised quota)",
    ),
]


def _content_types(value: Mapping[str, str] | str) -> Mapping[str, str] | str:
    types = value if isinstance(value, Mapping) else ()
    refusals(((each,), wrong) for each in types if (wrong := rest_mappings.check_content_type(each)))
    return value


Templates = Annotated[
    dict[str, str], AfterValidator(_content_types), small_templates(rest_limits.TEMPLATE_BYTES)
]
BodyConfig = Annotated[dict[str, NameOf] | NameOf, AfterValidator(_content_types)]


class ParameterConfig(ConfigModel):
    """A parameter of a request: header, query string parameter or path variable."""

    required: Flag = False
    """Whether a request without it is refused with 400, where parameters are validated."""
    description: Description | None = None
    """What it is for."""
    json_schema: dict[str, Any] = {"type": "string"}
    """What it looks like; for documentation, since API Gateway only checks that it is there."""
    cache_key: Flag = False
    """Whether cached answers are told apart by it."""


class ResponseConfig(ConfigModel):
    """An answer that callers can expect."""

    description: Description | None = None
    """When it comes."""
    body: BodyConfig | None = None
    """Name of the model of its JSON body, or models by content type."""
    headers: dict[str, Description] = {}
    """Headers that it has, each with a description."""

    @field_validator("headers")
    @classmethod
    def _named(cls, value: dict[str, str]) -> dict[str, str]:
        refusals(((name,), wrong) for name in value if (wrong := rest_mappings.check_header_name(name)))
        return value


class IntegrationResponseConfig(ConfigModel):
    """What becomes of an integration's answer; not for integrations that pass everything through."""

    status: Status = "200"
    """Status that the caller gets."""
    headers: Annotated[dict[str, Text], mapped(rest_mappings.check_response_header)] = {}
    """Headers of the answer, in AWS's mapping: `integration.response.header.x`, `'static'`, `context.x`."""
    templates: Templates = {}
    """VTL templates of the body, by content type."""
    content_handling: ContentHandling | None = None
    """Conversion between text and binary; to text with templates, in an API with binary media types."""


class RestRouteConfig(CommonRouteConfig):
    """One route of a REST API: what it calls, who may call it, and what a request must look like."""

    integration: RestIntegrationConfig | None = None
    """What to call instead of a function."""
    scopes: Scopes | None = None
    """Scopes of which an access token needs one; for Cognito authorizers."""
    api_key: Flag | None = None
    """Whether a request needs an API key of a usage plan; the default's where left out."""
    cache: MethodCacheConfig | None = None
    """How answers of this route are cached; needs a cache cluster."""
    execution_log: ExecutionLogConfig | None = None
    """The route's own execution log; the stage's where left out."""
    timeout_ms: TimeoutMs | None = None
    """Milliseconds to wait for the integration's answer: 50 to 29000, to what `quotas.timeout_ms` says, or to
    900000 where the answer is streamed."""
    stream: Flag = False
    """Whether the answer is streamed to the caller while it is made."""
    parameters: dict[ParameterName, ParameterConfig] = {}
    """Parameters by place and name: `query.limit`, `header.x-tenant`, `path.id`."""
    body: BodyConfig | None = None
    """Name of the model of the JSON body, or models by content type."""
    validation: Validation | None = None
    """What of a request is checked before the integration is called; all that is declared where left out."""
    responses: dict[Status, ResponseConfig] = {}
    """Answers by status code, for documentation and clients."""
    request_parameters: Annotated[dict[str, Text], mapped(rest_mappings.check_request_parameter)] = {}
    """What the integration gets, in AWS's mapping: `integration.request.header.x: context.requestId`."""
    request_templates: Templates = {}
    """VTL templates of the integration's request, by content type."""
    passthrough_behavior: PassthroughBehavior | None = None
    """What happens to a body whose content type has no template; `NEVER` (415) where left out, for calls of
    AWS services with templates."""
    content_handling: ContentHandling | None = None
    """Conversion of the request; to text with templates, in an API with binary media types."""
    integration_responses: dict[str, IntegrationResponseConfig] = {}
    """Answers of the integration by `default` or a pattern of its status, such as `4\\d{2}`."""
    operation_name: Annotated[str, matching(r".+", "text", length=limits.OPERATION_NAME_LENGTH)] | None = None
    """Name of the operation (`operationId`), which clients are generated by."""
    summary: Description | None = None
    """What the route does, in a line."""
    description: Description | None = None
    """What the route does."""
    groups: Annotated[tuple[NameOf, ...], distinct] = ()
    """OpenAPI tags of the operation, by which documentation groups it."""

    @field_validator("integration_responses")
    @classmethod
    def _patterns(cls, value: dict[str, IntegrationResponseConfig]) -> dict[str, IntegrationResponseConfig]:
        for pattern in value:
            try:
                re.compile(pattern)
            except re.error as error:
                fix = "Write 'default', or a pattern such as '4\\d{2}'."
                refusals([((pattern,), f"{shown(pattern)} is no regular expression ({error}). {fix}")])
            # Other words may be what a Lambda function's error says.
            if (hint := did_you_mean(pattern, ["default"])).startswith("Did") and pattern != "default":
                refusals([((pattern,), f"{shown(pattern)} matches no status. {hint}")])
        return value


class RestRouteDefaultsConfig(ConfigModel):
    """What holds for every route of the API that says nothing else."""

    function: NameOf | None = None
    """Name of the function that routes call."""
    authorizer: NameOf | None = None
    """Name of the authorizer that guards routes; only a route itself may say `none`."""
    scopes: Scopes = ()
    """Scopes of which an access token needs one, for routes behind a Cognito authorizer."""
    api_key: Flag = False
    """Whether requests need an API key of a usage plan."""
    timeout_ms: TimeoutMs = 29_000
    """Milliseconds to wait for an integration's answer."""
    validation: Validation = "all"
    """What of a request is checked before the integration is called."""
