"""AWS API Gateway for Pulumi: one declarative config, a local gateway, and promotion from dev to prod.

    import pulumi_apigw

    service = pulumi_apigw.Service.from_file("api.yaml")
    service.export()

The components need Pulumi and take their time to import, so each name is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .components import (
        AccessLogRole,
        AccessLogRoleArgs,
        AliasVersions,
        ApiDeployments,
        Authorizer,
        AuthorizerArgs,
        CustomDomain,
        CustomDomainArgs,
        Function,
        FunctionArgs,
        HttpApi,
        HttpApiArgs,
        KeptDeployment,
        Observability,
        ObservabilityArgs,
        RestApi,
        RestApiArgs,
        Service,
        ServiceArgs,
        Stage,
        StageArgs,
        WebSocketApi,
        WebSocketApiArgs,
    )
    from .config import ServiceConfig

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
    "ServiceConfig",
    "Stage",
    "StageArgs",
    "WebSocketApi",
    "WebSocketApiArgs",
]

_MODULES = dict.fromkeys(__all__, "components") | {"ServiceConfig": "config"}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
