"""Authorization of a call: none, JWT, a Lambda function, or IAM."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from pulumi_apigw.local.authorizers.function import FunctionAuthorizer
from pulumi_apigw.local.authorizers.iam import authorize_iam
from pulumi_apigw.local.authorizers.jwt import JwtAuthorizer
from pulumi_apigw.local.calls import Call, HttpAuthorization

__all__ = ["Authorize", "FunctionAuthorizer", "JwtAuthorizer", "authorize_iam"]

Authorize = Callable[[Call], Awaitable[HttpAuthorization]]
"""Raises `Rejection` where the caller may not call."""
