"""What will be built of a REST API, as plain data: every default, stage variable and name resolved.

Text may still hold `${ref.x}`, which only the program can supply; nothing else is left open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ...config.rest import RestApiConfig
from ..api_parts import PermissionPlan, Tags, TargetPlan
from .stage_model import CachePlan, MethodSettingsPlan, RestStagePlan, UsagePlanPlan

__all__ = [
    "ApiKeyPlan",
    "AwsIntegrationPlan",
    "CachePlan",
    "CognitoAuthorizerPlan",
    "FunctionIntegrationPlan",
    "GatewayResponsePlan",
    "HttpIntegrationPlan",
    "IntegrationResponsePlan",
    "MethodPlan",
    "MethodSettingsPlan",
    "MockIntegrationPlan",
    "ModelPlan",
    "ParameterPlan",
    "ResponsePlan",
    "RestApiPlan",
    "RestAuthorizerPlan",
    "RestIntegrationPlan",
    "RestLambdaAuthorizerPlan",
    "RestStagePlan",
    "UsagePlanPlan",
]


@dataclass(frozen=True, kw_only=True)
class CognitoAuthorizerPlan:
    """A Cognito authorizer; `identity_source` as AWS writes it: `method.request.header.Authorization`."""

    name: str
    user_pool_arns: tuple[str, ...]
    identity_source: str
    ttl_seconds: int


@dataclass(frozen=True, kw_only=True)
class RestLambdaAuthorizerPlan:
    """A Lambda authorizer; `identity_sources` as AWS writes them: `method.request.header.x`, `context.x`."""

    name: str
    target: TargetPlan
    event: Literal["request", "token"]
    identity_sources: tuple[str, ...]
    validation_pattern: str | None
    ttl_seconds: int


RestAuthorizerPlan = CognitoAuthorizerPlan | RestLambdaAuthorizerPlan


@dataclass(frozen=True, kw_only=True)
class IntegrationResponsePlan:
    """What becomes of an integration's answer that `selection` (`default` or a pattern) matches."""

    selection: str
    status: str
    headers: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    content_handling: str | None = None


@dataclass(frozen=True, kw_only=True)
class _IntegrationPlan:
    """What integrations of every kind have."""

    timeout_ms: int
    request_parameters: Mapping[str, str] = field(default_factory=dict)
    request_templates: Mapping[str, str] = field(default_factory=dict)
    passthrough_behavior: str | None = None
    content_handling: str | None = None
    responses: tuple[IntegrationResponsePlan, ...] = ()
    cache_key_parameters: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FunctionIntegrationPlan(_IntegrationPlan):
    """Call a function with the whole request; `stream` passes its answer on while it is made."""

    target: TargetPlan
    stream: bool = False


@dataclass(frozen=True, kw_only=True)
class HttpIntegrationPlan(_IntegrationPlan):
    """Call a URL, through a VPC link where there is one; `proxy` passes everything through."""

    url: str
    method: str
    proxy: bool
    vpc_link: str | None = None
    target_arn: str | None = None
    stream: bool = False


@dataclass(frozen=True, kw_only=True)
class MockIntegrationPlan(_IntegrationPlan):
    """Answer without calling anything."""


@dataclass(frozen=True, kw_only=True)
class AwsIntegrationPlan(_IntegrationPlan):
    """Call an AWS service with a role of its own.

    `name` is unique in the API and names the role. `service` and `target` are of the URI
    `arn:PARTITION:apigateway:REGION:{service}:{target}`, whose region is `region`, else that of the first of
    `resources`, else the API's. In `target` stand `<account>` and `<name>` for those of the first resource.
    """

    name: str
    method: str
    service: str
    target: str
    region: str | None
    actions: tuple[str, ...]
    resources: tuple[str, ...]


RestIntegrationPlan = FunctionIntegrationPlan | HttpIntegrationPlan | MockIntegrationPlan | AwsIntegrationPlan


@dataclass(frozen=True, kw_only=True)
class ParameterPlan:
    """A parameter of a request; path variables are always required."""

    place: Literal["query", "header", "path"]
    name: str
    required: bool
    description: str | None
    json_schema: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ResponsePlan:
    """An answer that callers can expect; `models` is the name of a model by content type."""

    status: str
    description: str
    models: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MethodPlan:
    """A route: what it calls, who may call it, and what a request must look like.

    `method` is `ANY` for all. `preflight` marks the OPTIONS methods that `cors` makes.
    """

    method: str
    path: str
    integration: RestIntegrationPlan
    authorization: Literal["NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"] = "NONE"
    authorizer: str | None = None
    scopes: tuple[str, ...] = ()
    api_key: bool = False
    validation: Literal["all", "body", "parameters", "none"] = "none"
    parameters: tuple[ParameterPlan, ...] = ()
    body: Mapping[str, str] = field(default_factory=dict)
    responses: tuple[ResponsePlan, ...] = ()
    operation_name: str | None = None
    summary: str | None = None
    description: str | None = None
    groups: tuple[str, ...] = ()
    preflight: bool = False

    @property
    def key(self) -> str:
        """The route's key."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, kw_only=True)
class ModelPlan:
    """A model: `json_schema` is what API Gateway takes, with `#/components/schemas/NAME` for references."""

    name: str
    json_schema: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class GatewayResponsePlan:
    """An answer that API Gateway gives itself; `headers` in AWS's mapping, CORS headers included."""

    type: str
    status: int | None
    headers: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ApiKeyPlan:
    """An API key; `value` is a `${ref.x}`, or None where AWS makes it."""

    name: str
    description: str | None
    enabled: bool
    value: str | None


@dataclass(frozen=True, kw_only=True)
class RestApiPlan:
    """A REST API and its stages; `api_name` is AWS's name for it, `settings` what is no part of a route.

    A change of what callers see needs a new deployment: of `authorizers`, `methods`, `models`,
    `gateway_responses` and `policy`, of which `api_keys` there are and whether they are enabled, and of
    `settings`' `description`, `version`, `endpoint`, `vpc_endpoint_ids`, `ip_address_type`,
    `security_policy`, `endpoint_access_mode`, `disable_execute_api_endpoint`, `api_key_source`,
    `binary_media_types`, `minimum_compression_bytes` and `documentation_version`. The rest takes effect
    without one: `stages`, `permissions`, `tags`, an API key's value and description, and what `settings` says
    of stages (throttle, logs, cache, tracing, certificate, web ACL, usage plans).
    https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html
    """

    name: str
    api_name: str
    settings: RestApiConfig
    authorizers: tuple[RestAuthorizerPlan, ...]
    methods: tuple[MethodPlan, ...]
    models: tuple[ModelPlan, ...]
    gateway_responses: tuple[GatewayResponsePlan, ...]
    policy: Mapping[str, Any] | None
    api_keys: tuple[ApiKeyPlan, ...]
    stages: tuple[RestStagePlan, ...]
    permissions: tuple[PermissionPlan, ...]
    tags: Tags = field(default_factory=dict)

    @property
    def targets(self) -> tuple[TargetPlan, ...]:
        """Every call of a function, by routes and by authorizers."""
        integrations = (each.integration for each in self.methods)
        called = [each.target for each in integrations if isinstance(each, FunctionIntegrationPlan)]
        return (
            *called,
            *(each.target for each in self.authorizers if isinstance(each, RestLambdaAuthorizerPlan)),
        )

    @property
    def services(self) -> tuple[AwsIntegrationPlan, ...]:
        """Every call of an AWS service, each of which has a role."""
        integrations = (each.integration for each in self.methods)
        return tuple(each for each in integrations if isinstance(each, AwsIntegrationPlan))
