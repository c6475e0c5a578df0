"""What will be built, as plain data: every default, stage variable and name resolved.

Text may still hold `${ref.x}`, which only the program can supply; nothing else is left open. No branch on the
config is needed after this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..config.functions import FunctionConfig
from ..config.http import HttpApiConfig
from ..config.stage_settings import ThrottleConfig
from .api_parts import AccessLogPlan, PermissionPlan, Tags, TargetPlan, ThrottlePlan
from .domains.model import DomainPlan
from .observability.model import ObservabilityPlan
from .rest.model import RestApiPlan, RestStagePlan
from .websocket.model import WebSocketApiPlan, WebSocketStagePlan

__all__ = [
    "AccessLogPlan",
    "AnyApiPlan",
    "AnyFunctionPlan",
    "AuthorizerPlan",
    "DomainPlan",
    "ExistingFunctionPlan",
    "FunctionIntegrationPlan",
    "FunctionPlan",
    "HttpApiPlan",
    "HttpProxyPlan",
    "IntegrationPlan",
    "JwtAuthorizerPlan",
    "LambdaAuthorizerPlan",
    "PermissionPlan",
    "PrivateIntegrationPlan",
    "RestApiPlan",
    "RoutePlan",
    "RouteSettingsPlan",
    "ServiceIntegrationPlan",
    "ServicePlan",
    "StagePlan",
    "Tags",
    "TargetPlan",
    "ThrottlePlan",
    "WebSocketApiPlan",
]


@dataclass(frozen=True, kw_only=True)
class FunctionPlan:
    """A Lambda function to build: AWS's name for it, its folder, and the aliases that stages call it by."""

    name: str
    function_name: str
    source: Path
    requirements: Path | None
    settings: FunctionConfig
    aliases: tuple[str, ...]
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ExistingFunctionPlan:
    """A Lambda function that exists: its ARN, or None where the program passes the function itself."""

    name: str
    arn: str | None


AnyFunctionPlan = FunctionPlan | ExistingFunctionPlan


@dataclass(frozen=True, kw_only=True)
class JwtAuthorizerPlan:
    """A JWT authorizer: its issuer, or the Cognito user pool whose issuer follows from its id."""

    name: str
    issuer: str | None
    user_pool_id: str | None
    audience: tuple[str, ...]
    identity_source: str


@dataclass(frozen=True, kw_only=True)
class LambdaAuthorizerPlan:
    """A Lambda authorizer."""

    name: str
    target: TargetPlan
    payload_format: str
    simple_responses: bool
    identity_sources: tuple[str, ...]
    ttl_seconds: int


AuthorizerPlan = JwtAuthorizerPlan | LambdaAuthorizerPlan


@dataclass(frozen=True, kw_only=True)
class _IntegrationPlan:
    """What integrations of every kind have; `name` is unique in the API and made of what is called."""

    name: str
    timeout_ms: int
    response_parameters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FunctionIntegrationPlan(_IntegrationPlan):
    """Call a function."""

    target: TargetPlan
    payload_format: str
    request_parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class HttpProxyPlan(_IntegrationPlan):
    """Forward to a URL."""

    url: str
    method: str
    request_parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PrivateIntegrationPlan(_IntegrationPlan):
    """Forward through a VPC link."""

    vpc_link: str
    target_arn: str
    method: str
    tls_server_name: str | None
    request_parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ServiceIntegrationPlan(_IntegrationPlan):
    """Call an AWS service: AWS's subtype, its parameters, and the resource that its role may use.

    `resource` is the ARN of what is called (AppConfig: the path of the configuration below the API's own
    account). `resource_parameter` is the parameter that is made of it, None where the others say it all.
    """

    subtype: str
    parameters: Mapping[str, str]
    resource: str
    resource_parameter: str | None


IntegrationPlan = FunctionIntegrationPlan | HttpProxyPlan | PrivateIntegrationPlan | ServiceIntegrationPlan


@dataclass(frozen=True, kw_only=True)
class RoutePlan:
    """A route: what it calls (an integration's name) and who may call it.

    `name` is the key without variable names: to rename a variable is then a change of the same route, where a
    new route beside the old one would be refused as its double. `throttle` and `detailed_metrics` are as
    written: each stage completes them with its own (`RouteSettingsPlan`).
    """

    key: str
    name: str
    integration: str
    authorization: Literal["NONE", "JWT", "CUSTOM", "AWS_IAM"]
    authorizer: str | None
    scopes: tuple[str, ...]
    throttle: ThrottleConfig | None
    detailed_metrics: bool | None
    operation_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class RouteSettingsPlan:
    """A route's own settings in a stage, whole: AWS takes what is left out for 0 and false."""

    route_key: str
    throttle: ThrottlePlan
    detailed_metrics: bool


@dataclass(frozen=True, kw_only=True)
class StagePlan:
    """A stage of one API; `stage_name` is AWS's (`$default` for a default stage)."""

    name: str
    stage_name: str
    description: str | None
    variables: Mapping[str, str]
    throttle: ThrottlePlan
    detailed_metrics: bool
    route_settings: tuple[RouteSettingsPlan, ...]
    access_log: AccessLogPlan | None
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class HttpApiPlan:
    """An HTTP API and its stages; `api_name` is AWS's name for it, `settings` what is no part of a route."""

    name: str
    api_name: str
    settings: HttpApiConfig
    authorizers: tuple[AuthorizerPlan, ...]
    integrations: tuple[IntegrationPlan, ...]
    routes: tuple[RoutePlan, ...]
    stages: tuple[StagePlan, ...]
    permissions: tuple[PermissionPlan, ...]
    tags: Tags = field(default_factory=dict)

    @property
    def targets(self) -> tuple[TargetPlan, ...]:
        """Every call of a function, by routes and by authorizers."""
        routes = [each.target for each in self.integrations if isinstance(each, FunctionIntegrationPlan)]
        return (
            *routes,
            *(each.target for each in self.authorizers if isinstance(each, LambdaAuthorizerPlan)),
        )

    def integration(self, route: RoutePlan) -> IntegrationPlan:
        """The integration that a route calls."""
        return next(each for each in self.integrations if each.name == route.integration)


AnyApiPlan = HttpApiPlan | RestApiPlan | WebSocketApiPlan


@dataclass(frozen=True, kw_only=True)
class ServicePlan:
    """A service as one Pulumi stack deploys it.

    `stages` are those that the stack deploys: one, or all of a service that `is_shared`. `observability` has
    those that are watched. `access_log_role` says where REST and WebSocket APIs have the role from by which
    they write logs; `none` where there is none of them.
    """

    service: str
    stages: tuple[str, ...]
    is_shared: bool = False
    functions: Mapping[str, AnyFunctionPlan]
    apis: Mapping[str, AnyApiPlan]
    access_log_role: Literal["create", "adopt", "none"] = "none"
    domains: tuple[DomainPlan, ...] = ()
    observability: Mapping[str, ObservabilityPlan] = field(default_factory=dict)
    tags: Tags = field(default_factory=dict)

    @property
    def needs_log_role(self) -> bool:
        """Whether a stage writes a log that AWS lets it write by the account's role alone."""
        return any(_logs_by_role(stage) for api in self.apis.values() for stage in api.stages)


def _logs_by_role(stage: StagePlan | RestStagePlan | WebSocketStagePlan) -> bool:
    if isinstance(stage, StagePlan):
        return False
    settings = stage.settings if isinstance(stage, RestStagePlan) else (stage.settings, *stage.route_settings)
    access = stage.access_log is not None and stage.access_log.firehose_arn is None
    return access or any(each.log_level != "OFF" for each in settings)
