"""What will be built of a WebSocket API, as plain data: every default, stage variable and name resolved.

Text may still hold `${ref.x}`, which only the program can supply; nothing else is left open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ...config.websocket import WebSocketApiConfig
from ..api_parts import AccessLogPlan, PermissionPlan, Tags, TargetPlan, ThrottlePlan
from ..rest.model import ApiKeyPlan, AwsIntegrationPlan, UsagePlanPlan

__all__ = [
    "ApiKeyPlan",
    "AwsIntegrationPlan",
    "ConnectionStorePlan",
    "ReplyPlan",
    "UsagePlanPlan",
    "WebSocketApiPlan",
    "WebSocketAuthorizerPlan",
    "WebSocketIntegrationPlan",
    "WebSocketModelPlan",
    "WebSocketRoutePlan",
    "WebSocketRouteSettingsPlan",
    "WebSocketStagePlan",
]


@dataclass(frozen=True, kw_only=True)
class WebSocketAuthorizerPlan:
    """A Lambda authorizer; `identity_sources` as AWS writes them: `route.request.header.x`."""

    name: str
    target: TargetPlan
    identity_sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReplyPlan:
    """An integration response: `key` is `$default` or `/pattern/`, as AWS writes it."""

    key: str
    templates: Mapping[str, str] = field(default_factory=dict)
    template_selection_expression: str | None = None
    content_handling: str | None = None


@dataclass(frozen=True, kw_only=True)
class WebSocketIntegrationPlan:
    """What routes call; `name` is unique in the API, and routes with one target share it.

    `type` is AWS's. Of `target` (AWS_PROXY), `url` (HTTP, HTTP_PROXY) and `service` (AWS) one is there; a
    MOCK has none. Of `service` the templates, parameters and responses stand here, not there.
    """

    name: str
    type: Literal["AWS_PROXY", "AWS", "HTTP", "HTTP_PROXY", "MOCK"]
    timeout_ms: int
    target: TargetPlan | None = None
    url: str | None = None
    method: str | None = None
    service: AwsIntegrationPlan | None = None
    request_parameters: Mapping[str, str] = field(default_factory=dict)
    request_templates: Mapping[str, str] = field(default_factory=dict)
    template_selection_expression: str | None = None
    passthrough_behavior: str | None = None
    content_handling: str | None = None
    replies: tuple[ReplyPlan, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WebSocketRoutePlan:
    """A route: what it calls (an integration's name), who may connect, and whether the sender is answered.

    `model` is the name of the model that every message must match. `request_parameters` are what the
    integration maps of `$connect`'s request (`route.request.header.x`): AWS maps nothing undeclared.
    """

    key: str
    integration: str
    authorization: Literal["NONE", "CUSTOM", "AWS_IAM"] = "NONE"
    authorizer: str | None = None
    api_key: bool = False
    reply: bool = False
    model: str | None = None
    request_parameters: tuple[str, ...] = ()
    operation_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class WebSocketModelPlan:
    """A model: `json_schema` is what API Gateway takes, with the models that it refers to inside it."""

    name: str
    json_schema: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class WebSocketRouteSettingsPlan:
    """Settings of a stage (`route_key` None) or of one route in it, whole."""

    route_key: str | None
    throttle: ThrottlePlan
    detailed_metrics: bool
    log_level: str
    data_trace: bool


@dataclass(frozen=True, kw_only=True)
class ConnectionStorePlan:
    """The table of connections, and the functions that may use it."""

    table_name: str
    functions: tuple[str, ...]
    ttl_seconds: int
    point_in_time_recovery: bool
    kms_key_arn: str | None


@dataclass(frozen=True, kw_only=True)
class WebSocketStagePlan:
    """A stage of a WebSocket API; `connections_url` is where to push by a domain, None for AWS's endpoint."""

    name: str
    stage_name: str
    description: str | None
    variables: Mapping[str, str]
    settings: WebSocketRouteSettingsPlan
    route_settings: tuple[WebSocketRouteSettingsPlan, ...]
    access_log: AccessLogPlan | None
    usage_plans: tuple[UsagePlanPlan, ...]
    connections_url: str | None = None
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WebSocketApiPlan:
    """A WebSocket API and its stages; `push` are the functions that may send to clients.

    A change of what clients see needs a new deployment: of `authorizers`, `integrations`, `routes` and
    `models`, and of `settings`' `route_selection_expression`, `api_key_selection_expression` and
    `disable_execute_api_endpoint`.
    """

    name: str
    api_name: str
    settings: WebSocketApiConfig
    authorizers: tuple[WebSocketAuthorizerPlan, ...]
    integrations: tuple[WebSocketIntegrationPlan, ...]
    routes: tuple[WebSocketRoutePlan, ...]
    models: tuple[WebSocketModelPlan, ...]
    push: tuple[str, ...]
    store: ConnectionStorePlan | None
    api_keys: tuple[ApiKeyPlan, ...]
    stages: tuple[WebSocketStagePlan, ...]
    permissions: tuple[PermissionPlan, ...]
    tags: Tags = field(default_factory=dict)

    @property
    def targets(self) -> tuple[TargetPlan, ...]:
        """Every call of a function, by routes and by authorizers."""
        called = [each.target for each in self.integrations if each.target is not None]
        return (*called, *(each.target for each in self.authorizers))

    @property
    def services(self) -> tuple[AwsIntegrationPlan, ...]:
        """Every call of an AWS service, each of which has a role."""
        return tuple(each.service for each in self.integrations if each.service is not None)

    def integration(self, route: WebSocketRoutePlan) -> WebSocketIntegrationPlan:
        """The integration that a route calls."""
        return next(each for each in self.integrations if each.name == route.integration)
