"""Plan → Pulumi resources: components that a program uses one by one, or all at once as a `Service`."""

from __future__ import annotations

from .access_log_role import AccessLogRole, AccessLogRoleArgs
from .alias_versions import AliasVersions
from .api_deployments import ApiDeployments, KeptDeployment
from .authorizer import Authorizer, AuthorizerArgs
from .custom_domain import CustomDomain, CustomDomainArgs
from .function import Function, FunctionArgs
from .http_api import HttpApi, HttpApiArgs
from .observability import Observability, ObservabilityArgs
from .rest_api import RestApi, RestApiArgs
from .service import Service, ServiceArgs
from .stage import Stage, StageArgs
from .websocket_api import WebSocketApi, WebSocketApiArgs

__all__ = [
    "AccessLogRole",
    "AccessLogRoleArgs",
    "AliasVersions",
    "ApiDeployments",
    "Authorizer",
    "AuthorizerArgs",
    "CustomDomain",
    "CustomDomainArgs",
    "Function",
    "FunctionArgs",
    "HttpApi",
    "HttpApiArgs",
    "KeptDeployment",
    "Observability",
    "ObservabilityArgs",
    "RestApi",
    "RestApiArgs",
    "Service",
    "ServiceArgs",
    "Stage",
    "StageArgs",
    "WebSocketApi",
    "WebSocketApiArgs",
]
