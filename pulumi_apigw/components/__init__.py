"""Plan → Pulumi resources: components that a program uses one by one, or all at once as a `Service`."""

from __future__ import annotations

from .authorizer import Authorizer, AuthorizerArgs
from .function import Function, FunctionArgs
from .http_api import HttpApi, HttpApiArgs
from .service import Service, ServiceArgs
from .stage import Stage, StageArgs

__all__ = [
    "Authorizer",
    "AuthorizerArgs",
    "Function",
    "FunctionArgs",
    "HttpApi",
    "HttpApiArgs",
    "Service",
    "ServiceArgs",
    "Stage",
    "StageArgs",
]
